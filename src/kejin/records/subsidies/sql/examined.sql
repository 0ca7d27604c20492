-- Likewise of a subsidy.
CREATE FUNCTION subsidies_examined() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM approvals_approval a LEFT JOIN subsidies_subsidy s ON s.id = a.subject_id AND a.subject_kind = 'subsidy'
        WHERE a.id = NEW.approval_id AND a.kind = 'subsidy' AND s.enterprise_id IS DISTINCT FROM NEW.enterprise_id
    ) THEN
        RAISE EXCEPTION 'an approval is examined for its own enterprise'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'examined_for_its_enterprise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER examined_subsidy BEFORE INSERT ON conflicts_examination
    FOR EACH ROW EXECUTE FUNCTION subsidies_examined();
