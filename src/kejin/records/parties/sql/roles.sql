-- For a research institute people are analysts or its administrator, and for nobody else is anybody an analyst: the
-- acts that hand facts of enterprises around are for other roles. `kinds.fits` says the same.
CREATE FUNCTION parties_role_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.role <> 'administrator' AND (NEW.role = 'analyst') IS DISTINCT FROM
       (SELECT kind = 'research' FROM parties_organisation WHERE id = NEW.organisation_id) THEN
        RAISE EXCEPTION 'nobody is % for such an organisation', NEW.role
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'role_fits_the_organisation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER role_fits BEFORE INSERT OR UPDATE OF role, organisation_id ON parties_appointment
    FOR EACH ROW EXECUTE FUNCTION parties_role_fits();

-- And an institute does not turn into a bank, nor a bank into an institute: its people would keep what they were.
CREATE FUNCTION parties_kind_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    RAISE EXCEPTION 'an organisation stays what it is'
        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'kind_stays';
END $$;
CREATE TRIGGER kind_stays BEFORE UPDATE OF kind ON parties_organisation
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION parties_kind_stays();
