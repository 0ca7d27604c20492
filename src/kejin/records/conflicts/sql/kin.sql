-- Organisations related to one on a day, itself among them: bank and branch, keeper and pool, control and any
-- shareholding, members of one group, up to four steps; as `kejin.records.conflicts.relations` finds them.
CREATE FUNCTION conflicts_kin(start bigint, on_day date) RETURNS bigint[] LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public AS $$
DECLARE
    reached bigint[] := ARRAY[start];
    frontier bigint[] := ARRAY[start];
    further bigint[];
BEGIN
    FOR step IN 1..4 LOOP
        SELECT array_agg(DISTINCT s.other) INTO further FROM (
            SELECT parent_id FROM parties_organisation WHERE id = ANY (frontier)
            UNION ALL SELECT id FROM parties_organisation WHERE parent_id = ANY (frontier)
            UNION ALL SELECT owned_id FROM parties_affiliation
                WHERE owner_id = ANY (frontier) AND since <= on_day AND (until IS NULL OR until > on_day)
            UNION ALL SELECT owner_id FROM parties_affiliation
                WHERE owned_id = ANY (frontier) AND since <= on_day AND (until IS NULL OR until > on_day)
            UNION ALL SELECT n.organisation_id FROM parties_groupmember m JOIN parties_groupmember n
                    ON n.group_id = m.group_id AND n.since <= on_day AND (n.until IS NULL OR n.until > on_day)
                WHERE m.organisation_id = ANY (frontier) AND m.since <= on_day AND (m.until IS NULL OR m.until > on_day)
        ) s (other) WHERE s.other IS NOT NULL AND s.other <> ALL (reached);
        EXIT WHEN further IS NULL;
        reached := reached || further;
        frontier := further;
    END LOOP;
    RETURN reached;
END $$;

-- Whether a person acts on a day for an enterprise or for one that is related to it.
CREATE FUNCTION conflicts_acts_for(person bigint, enterprise bigint, on_day date) RETURNS boolean LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public AS $$
DECLARE
    own bigint[];
BEGIN
    SELECT array_agg(a.organisation_id) INTO own FROM parties_authority a
        WHERE a.person_id = person AND a.verified_by_id IS NOT NULL AND on_day BETWEEN a.valid_from AND a.valid_until
          AND (a.revoked_on IS NULL OR a.revoked_on > on_day);
    -- Most of those who decide act for no enterprise at all, and nobody looks further.
    RETURN own IS NOT NULL AND own && conflicts_kin(enterprise, on_day);
END $$;

-- As in guards.sql, with related enterprises beside the enterprise itself.
CREATE OR REPLACE FUNCTION conflicts_heeded() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
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
    IF party IS NOT NULL AND conflicts_acts_for(NEW.person_id, party, today) THEN
        RAISE EXCEPTION 'nobody decides on an enterprise that he acts for, or on one that is related to it'
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

-- Nor does such a person propose: the examination that every proposal needs is refused.
CREATE FUNCTION conflicts_proposed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM approvals_approval a JOIN kept_act t ON t.id = a.act_id
        WHERE a.id = NEW.approval_id AND conflicts_acts_for(a.opened_by_id, NEW.enterprise_id, t.business_date)
    ) THEN
        RAISE EXCEPTION 'nobody proposes for an enterprise that he acts for, or for one that is related to it'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'proposer_not_related';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposed BEFORE INSERT ON conflicts_examination FOR EACH ROW EXECUTE FUNCTION conflicts_proposed();
