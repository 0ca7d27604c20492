-- Steps that the one who took them takes back; the same list as in steps.py, which a test compares.
INSERT INTO financing_step VALUES
    ('financing.take_back', 'accepted', 'offered'),
    ('financing.take_back', 'proposed', 'accepted'),
    ('financing.take_back', 'withdrawn', 'need'),
    ('financing.take_back', 'withdrawn', 'matched'),
    ('financing.take_back', 'withdrawn', 'applied'),
    ('financing.take_back', 'withdrawn', 'offered'),
    ('financing.take_back', 'withdrawn', 'accepted'),
    ('financing.take_back', 'refused', 'applied'),
    ('financing.take_back', 'refused', 'accepted');

-- What is taken back is the last step and no other, by the same person for the same organisation on the same business
-- day, and what it put up for approval with it, on which nobody has decided. The trigger's name comes before `step_taken`.
CREATE FUNCTION financing_taken_back() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM financing_financingevent e
        JOIN kept_act before ON before.id = e.act_id
        JOIN kept_act acting ON acting.id = NEW.act_id
        WHERE e.id = (SELECT max(id) FROM financing_financingevent WHERE financing_id = NEW.financing_id)
          AND e.code IN ('financing.accept', 'financing.propose', 'financing.withdraw', 'financing.refuse')
          AND e.from_state = NEW.to_state AND e.to_state = NEW.from_state
          AND before.person_id = acting.person_id AND before.organisation_id = acting.organisation_id
          AND before.business_date = acting.business_date
          AND NOT EXISTS (
              SELECT FROM approvals_approval a WHERE a.act_id = e.act_id AND approvals_state(a.id) <> 'taken_back')
    ) THEN
        RAISE EXCEPTION 'a step is taken back by the one who has just taken it'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'taken_back_by_the_same';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER back_checked BEFORE INSERT ON financing_financingevent FOR EACH ROW
    WHEN (NEW.code = 'financing.take_back') EXECUTE FUNCTION financing_taken_back();

-- pending, granted, refused or taken_back.
CREATE OR REPLACE FUNCTION approvals_state(approval bigint) RETURNS text LANGUAGE sql STABLE
    SET search_path = pg_catalog, public AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM approvals_approvaltakenback b WHERE b.approval_id = a.id) THEN 'taken_back'
        WHEN bool_or(NOT d.approved) THEN 'refused'
        WHEN count(d.id) FILTER (WHERE d.approved) >= conflicts_required(a.id) THEN 'granted'
        ELSE 'pending' END
    FROM approvals_approval a LEFT JOIN approvals_approvaldecision d ON d.approval_id = a.id
    WHERE a.id = approval GROUP BY a.id
$$;

-- A proposal is taken back by the one who made it, and before anybody has decided; the lock is that of decisions.
CREATE FUNCTION approvals_taken_back() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('approval ' || NEW.approval_id, 7230045));
    IF EXISTS (SELECT FROM approvals_approvaldecision d WHERE d.approval_id = NEW.approval_id) OR NOT EXISTS (
        SELECT FROM approvals_approval a
        WHERE a.id = NEW.approval_id AND a.opened_by_id = approvals_acting_person()) THEN
        RAISE EXCEPTION 'a proposal is taken back by the one who made it, and before anybody decides'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'proposal_of_ones_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own BEFORE INSERT ON approvals_approvaltakenback FOR EACH ROW EXECUTE FUNCTION approvals_taken_back();
