-- Nothing sensitive leaves without the approval of exactly this request, whatever the program says.
CREATE FUNCTION exports_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM exports_request WHERE id = NEW.request_id AND sensitive) AND NOT EXISTS (
        SELECT FROM approvals_approval a WHERE a.id = NEW.approval_id AND a.kind = 'export'
            AND a.subject_kind = 'export' AND a.subject_id = NEW.request_id AND approvals_state(a.id) = 'granted'
    ) THEN
        RAISE EXCEPTION 'a sensitive export without its approval'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'export_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved BEFORE INSERT ON exports_export FOR EACH ROW EXECUTE FUNCTION exports_approved();
