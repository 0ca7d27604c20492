-- A row that may change leaves a version of itself, also when it is made. With the owner's rights, because nobody else
-- may write versions; in one zone, so that an instant reads the same whoever acts. The arguments are the secret columns.
CREATE FUNCTION audit_keep_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public SET timezone = 'UTC' AS $$
DECLARE
    content jsonb := to_jsonb(NEW);
    secret text;
BEGIN
    FOREACH secret IN ARRAY coalesce(TG_ARGV, '{}') LOOP
        content := jsonb_set(content, ARRAY[secret], coalesce(
            to_jsonb(encode(sha256(convert_to(content ->> secret, 'UTF8')), 'hex')), 'null'::jsonb));
    END LOOP;
    INSERT INTO audit_version (act_id, "table", row_id, content) VALUES (NEW.act_id, TG_TABLE_NAME, NEW.id, content);
    RETURN NULL;
END $$;
