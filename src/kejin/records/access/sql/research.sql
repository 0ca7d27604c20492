-- Research has counts, and reads no enterprise: whatever basis a program may name.
CREATE FUNCTION access_research_reads_nobody() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM kept_act a JOIN parties_organisation o ON o.id = a.organisation_id
               WHERE a.id = nullif(current_setting('kejin.act', true), '')::bigint AND o.kind = 'research') THEN
        RAISE EXCEPTION 'a research institute reads no enterprise'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'research_reads_nobody';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_with_enterprises BEFORE INSERT ON access_reading
    FOR EACH ROW EXECUTE FUNCTION access_research_reads_nobody();

-- Nor is it given consent: nothing could be read on it.
CREATE FUNCTION access_research_needs_none() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM parties_organisation WHERE id = NEW.grantee_id AND kind = 'research') THEN
        RAISE EXCEPTION 'a research institute is given no consent'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'research_needs_no_consent';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_research BEFORE INSERT ON access_consent
    FOR EACH ROW EXECUTE FUNCTION access_research_needs_none();
