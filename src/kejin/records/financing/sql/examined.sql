-- An approval is examined for the enterprise that its subject belongs to, not for whichever one names.
CREATE FUNCTION financing_examined() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    whose bigint;
BEGIN
    SELECT CASE a.kind
        WHEN 'financing' THEN (
            SELECT f.enterprise_id FROM financing_offer o JOIN financing_financing f ON f.id = o.financing_id
            WHERE a.subject_kind = 'offer' AND o.id = a.subject_id)
        WHEN 'compensation' THEN (
            SELECT f.enterprise_id FROM financing_claim c JOIN financing_financing f ON f.id = c.financing_id
            WHERE a.subject_kind = 'claim' AND c.id = a.subject_id)
        ELSE NEW.enterprise_id END
    INTO whose FROM approvals_approval a WHERE a.id = NEW.approval_id;
    IF whose IS DISTINCT FROM NEW.enterprise_id THEN
        RAISE EXCEPTION 'an approval is examined for its own enterprise'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'examined_for_its_enterprise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER examined_financing BEFORE INSERT ON conflicts_examination
    FOR EACH ROW EXECUTE FUNCTION financing_examined();
