from django.db import migrations, models

FORWARD = """
CREATE FUNCTION search_names_added() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.search_enterednames (first, last) SELECT min(id), max(id) FROM added HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER names_added AFTER INSERT ON parties_organisation REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_names_added();
CREATE FUNCTION search_name_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO public.search_enterednames (first, last) VALUES (NEW.id, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER name_changed AFTER UPDATE ON parties_organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION search_name_changed();
INSERT INTO search_enterednames (first, last)
    SELECT min(o.id), max(o.id) FROM parties_organisation o LEFT JOIN search_soughtname s ON s.organisation_id = o.id
    WHERE s.name IS DISTINCT FROM o.name HAVING count(*) > 0;
"""
BACKWARD = """
DROP TRIGGER names_added ON parties_organisation; DROP TRIGGER name_changed ON parties_organisation;
DROP FUNCTION search_names_added(); DROP FUNCTION search_name_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_grams")]
    operations = [
        migrations.CreateModel(
            name="EnteredNames",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
