from django.db import migrations

FORWARD = """
CREATE FUNCTION search_grams(t text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT array_agg(DISTINCT substr(t, i, 2)) FROM generate_series(1, greatest(length(t) - 1, 1)) i
$$;
CREATE INDEX sought_by_grams ON search_soughtname USING gin (search_grams(name));
"""
BACKWARD = "DROP INDEX sought_by_grams; DROP FUNCTION search_grams(text);"


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
