-- How many must approve: as the limit says, and two where a finding asks for it.
CREATE FUNCTION conflicts_required(approval bigint) RETURNS smallint LANGUAGE sql STABLE
    SET search_path = pg_catalog, public AS $$
    SELECT greatest(a.required, CASE WHEN EXISTS (
        SELECT FROM conflicts_finding f WHERE f.approval_id = a.id AND f.weight = 'asks') THEN 2 ELSE 1 END)::smallint
    FROM approvals_approval a WHERE a.id = approval
$$;

CREATE OR REPLACE FUNCTION approvals_state(approval bigint) RETURNS text LANGUAGE sql STABLE
    SET search_path = pg_catalog, public AS $$
    SELECT CASE
        WHEN bool_or(NOT d.approved) THEN 'refused'
        WHEN count(d.id) FILTER (WHERE d.approved) >= conflicts_required(a.id) THEN 'granted'
        ELSE 'pending' END
    FROM approvals_approval a LEFT JOIN approvals_approvaldecision d ON d.approval_id = a.id
    WHERE a.id = approval GROUP BY a.id
$$;

-- Nobody decides on what was not examined, on an enterprise that he acts for, or against a finding. It fires after the
-- trigger `decide`, which writes down who decides.
CREATE FUNCTION conflicts_heeded() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    said text;
    today date;
    party bigint;
BEGIN
    SELECT reason, business_date INTO said, today
        FROM kept_act WHERE id = nullif(current_setting('kejin.act', true), '')::bigint;
    SELECT enterprise_id INTO party FROM conflicts_examination WHERE approval_id = NEW.approval_id;
    IF party IS NULL AND EXISTS (
        SELECT FROM approvals_approval
        WHERE id = NEW.approval_id AND kind IN ('financing', 'compensation', 'subsidy')) THEN
        RAISE EXCEPTION 'this approval was not examined for conflicts'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'approval_examined';
    END IF;
    IF EXISTS (
        SELECT FROM parties_authority a WHERE a.person_id = NEW.person_id AND a.organisation_id = party
          AND a.verified_by_id IS NOT NULL AND today BETWEEN a.valid_from AND a.valid_until
          AND (a.revoked_on IS NULL OR a.revoked_on > today)
    ) THEN
        RAISE EXCEPTION 'nobody decides on an enterprise that he acts for'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'approver_not_related';
    END IF;
    IF NEW.approved AND EXISTS (
        SELECT FROM conflicts_finding WHERE approval_id = NEW.approval_id AND weight = 'bars') THEN
        RAISE EXCEPTION 'a finding bars this approval'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'approval_not_barred';
    END IF;
    IF NEW.approved AND btrim(said) = '' AND EXISTS (
        SELECT FROM conflicts_finding WHERE approval_id = NEW.approval_id AND weight = 'asks') THEN
        RAISE EXCEPTION 'a finding asks for reasons'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'finding_answered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER heeded BEFORE INSERT ON approvals_approvaldecision FOR EACH ROW EXECUTE FUNCTION conflicts_heeded();
