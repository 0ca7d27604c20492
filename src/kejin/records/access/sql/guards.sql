-- An enterprise consents for itself, from the open day on.
CREATE FUNCTION access_consent_given() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    SELECT organisation_id, business_date INTO NEW.enterprise_id, NEW.valid_from
        FROM kept_act WHERE id = nullif(current_setting('kejin.act', true), '')::bigint;
    IF NOT EXISTS (SELECT FROM parties_organisation WHERE id = NEW.enterprise_id AND kind = 'enterprise') THEN
        RAISE EXCEPTION 'an enterprise consents, nobody else'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'consent_of_the_enterprise';
    END IF;
    IF jsonb_typeof(NEW.scope) <> 'array' OR jsonb_array_length(NEW.scope) = 0 THEN
        RAISE EXCEPTION 'a consent has a scope'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'consent_has_a_scope';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER given BEFORE INSERT ON access_consent FOR EACH ROW EXECUTE FUNCTION access_consent_given();

-- And withdraws its own.
CREATE FUNCTION access_consent_withdrawn() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    SELECT a.business_date INTO NEW.withdrawn_on
        FROM kept_act a JOIN access_consent c ON c.enterprise_id = a.organisation_id
        WHERE a.id = nullif(current_setting('kejin.act', true), '')::bigint AND c.id = NEW.consent_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a consent is withdrawn by the enterprise that gave it'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'withdrawn_by_the_enterprise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawn BEFORE INSERT ON access_consentwithdrawal
    FOR EACH ROW EXECUTE FUNCTION access_consent_withdrawn();

-- Whether everything that is read lies within a scope.
CREATE FUNCTION access_within(items jsonb, scope jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog AS $$
    SELECT NOT EXISTS (
        SELECT FROM jsonb_array_elements_text(items) i
        WHERE NOT scope ?| ARRAY['all', i, split_part(i, '.', 1)])
$$;

-- No reading without its basis, whatever the program says: the reader is who acts, and the basis is looked up anew.
CREATE FUNCTION access_reading_has_basis() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    today date;
    held boolean;
    kind text;
BEGIN
    SELECT a.organisation_id, a.business_date, o.kind INTO NEW.organisation_id, today, kind
        FROM kept_act a JOIN parties_organisation o ON o.id = a.organisation_id
        WHERE a.id = nullif(current_setting('kejin.act', true), '')::bigint;
    IF jsonb_typeof(NEW.items) <> 'array' OR jsonb_array_length(NEW.items) = 0 THEN
        RAISE EXCEPTION 'a reading says what was read'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'reading_has_items';
    END IF;
    held := CASE NEW.basis
        WHEN 'own' THEN NEW.enterprise_id = NEW.organisation_id
        WHEN 'source' THEN EXISTS (
            SELECT FROM filings_filing f
            WHERE f.enterprise_id = NEW.enterprise_id AND f.source_id = NEW.organisation_id)
        WHEN 'consent' THEN EXISTS (
            SELECT FROM access_consent c LEFT JOIN access_consentwithdrawal w ON w.consent_id = c.id
            WHERE c.id = NEW.consent_id AND w.id IS NULL AND c.enterprise_id = NEW.enterprise_id
              AND c.grantee_id = NEW.organisation_id AND c.purpose = NEW.purpose
              AND today BETWEEN c.valid_from AND c.valid_until AND access_within(NEW.items, c.scope))
        WHEN 'contract' THEN NEW.purpose = 'monitoring' AND EXISTS (
            SELECT FROM financing_contract c JOIN financing_financing f ON f.id = c.financing_id
            WHERE c.id = NEW.contract_id AND c.institution_id = NEW.organisation_id
              AND f.enterprise_id = NEW.enterprise_id AND f.state IN ('contracted', 'overdue', 'claimed', 'compensated'))
            -- Other lenders' loans are nobody's business that has a loan.
            AND access_within(NEW.items, '["enterprise", "filing", "patent", "honour"]')
        WHEN 'duty' THEN NEW.purpose = 'subsidy' AND EXISTS (
                SELECT FROM subsidies_subsidy s JOIN subsidies_programme p ON p.id = s.programme_id
                WHERE s.id = NEW.subsidy_id AND p.office_id = NEW.organisation_id
                  AND s.enterprise_id = NEW.enterprise_id AND s.state IN ('claimed', 'checked', 'noticed'))
            OR NEW.purpose = 'compensation' AND EXISTS (
                SELECT FROM financing_claim c JOIN financing_financing f ON f.id = c.financing_id
                JOIN ledger_book b ON b.id = c.book_id
                WHERE c.id = NEW.claim_id AND b.keeper_id = NEW.organisation_id
                  AND f.enterprise_id = NEW.enterprise_id AND f.state = 'claimed')
        WHEN 'statistics' THEN NEW.purpose = 'statistics' AND kind = 'office'
        ELSE false END;
    IF held IS NOT TRUE THEN
        RAISE EXCEPTION 'this reading has no basis of the kind %', NEW.basis
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'reading_has_a_basis';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER has_basis BEFORE INSERT ON access_reading FOR EACH ROW EXECUTE FUNCTION access_reading_has_basis();
