CREATE FUNCTION approvals_acting_person() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT person_id FROM kept_act WHERE id = nullif(current_setting('kejin.act', true), '')::bigint
$$;

-- pending, granted or refused.
CREATE FUNCTION approvals_state(approval bigint) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT CASE
        WHEN bool_or(NOT d.approved) THEN 'refused'
        WHEN count(d.id) FILTER (WHERE d.approved) >= a.required THEN 'granted'
        ELSE 'pending' END
    FROM approvals_approval a LEFT JOIN approvals_approvaldecision d ON d.approval_id = a.id
    WHERE a.id = approval GROUP BY a.id
$$;

-- Who proposes and how many must approve is not for the caller to say; of one subject one approval waits at a time.
CREATE FUNCTION approvals_open() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.opened_by_id := approvals_acting_person();
    NEW.required := CASE WHEN NEW.amount_minor > coalesce((
        SELECT above_minor FROM approvals_approvallimit
        WHERE organisation_id = NEW.organisation_id AND kind = NEW.kind ORDER BY id DESC LIMIT 1), -1)
        THEN 2 ELSE 1 END;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_kind || ' ' || NEW.subject_id, 7230044));
    IF EXISTS (SELECT FROM approvals_approval a WHERE a.subject_kind = NEW.subject_kind
               AND a.subject_id = NEW.subject_id AND a.kind = NEW.kind AND approvals_state(a.id) = 'pending') THEN
        RAISE EXCEPTION 'an approval of this is pending already'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'one_approval_pending';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open BEFORE INSERT ON approvals_approval FOR EACH ROW EXECUTE FUNCTION approvals_open();

-- Nobody approves what he proposed, and nothing is decided twice.
CREATE FUNCTION approvals_decide() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.person_id := approvals_acting_person();
    PERFORM pg_advisory_xact_lock(hashtextextended('approval ' || NEW.approval_id, 7230045));
    IF EXISTS (SELECT FROM approvals_approval WHERE id = NEW.approval_id AND opened_by_id = NEW.person_id) THEN
        RAISE EXCEPTION 'nobody approves what he proposed'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'approved_by_somebody_else';
    END IF;
    IF approvals_state(NEW.approval_id) <> 'pending' THEN
        RAISE EXCEPTION 'this has been decided'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'approval_is_pending';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decide BEFORE INSERT ON approvals_approvaldecision FOR EACH ROW EXECUTE FUNCTION approvals_decide();
