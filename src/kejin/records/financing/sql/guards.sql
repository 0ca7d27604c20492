-- The steps that there are; the same list as in steps.py, which a test compares.
CREATE TABLE financing_step (
    code text NOT NULL, from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (code, from_state, to_state)
);
INSERT INTO financing_step VALUES
    ('financing.state_need', '', 'need'),
    ('financing.match', 'need', 'matched'),
    ('financing.apply', 'matched', 'applied'),
    ('financing.offer', 'applied', 'offered'),
    ('financing.offer', 'offered', 'offered'),
    ('financing.accept', 'offered', 'accepted'),
    ('financing.propose', 'accepted', 'proposed'),
    ('financing.decide', 'proposed', 'approved'),
    ('financing.decide', 'proposed', 'refused'),
    ('financing.register_contract', 'approved', 'contracted'),
    ('financing.report', 'contracted', 'contracted'),
    ('financing.report', 'contracted', 'overdue'),
    ('financing.report', 'overdue', 'overdue'),
    ('financing.report', 'overdue', 'contracted'),
    ('financing.claim', 'overdue', 'claimed'),
    ('financing.decide_claim', 'claimed', 'compensated'),
    ('financing.decide_claim', 'claimed', 'overdue'),
    ('financing.recover', 'compensated', 'compensated'),
    ('financing.close', 'contracted', 'closed'),
    ('financing.close', 'overdue', 'closed'),
    ('financing.close', 'compensated', 'closed'),
    ('financing.refuse', 'applied', 'refused'),
    ('financing.refuse', 'accepted', 'refused'),
    ('financing.withdraw', 'need', 'withdrawn'),
    ('financing.withdraw', 'matched', 'withdrawn'),
    ('financing.withdraw', 'applied', 'withdrawn'),
    ('financing.withdraw', 'offered', 'withdrawn'),
    ('financing.withdraw', 'accepted', 'withdrawn');
ALTER TABLE financing_financingevent ADD CONSTRAINT event_is_a_step
    FOREIGN KEY (code, from_state, to_state) REFERENCES financing_step (code, from_state, to_state);

-- An event moves the financing from where it stands, or is refused; two at once are one after the other.
CREATE FUNCTION financing_step_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE financing_financing SET state = NEW.to_state WHERE id = NEW.financing_id AND state = NEW.from_state;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'financing % does not stand at %', NEW.financing_id, NEW.from_state
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'event_follows_the_state';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_taken BEFORE INSERT ON financing_financingevent
    FOR EACH ROW EXECUTE FUNCTION financing_step_taken();

-- Nothing but an event changes the state: this trigger sees one more trigger around itself, or refuses.
CREATE FUNCTION financing_state_by_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> '' OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the state of a financing changes by its events'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'state_by_event';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.enterprise_id, NEW.currency) IS DISTINCT FROM (OLD.enterprise_id, OLD.currency) THEN
        RAISE EXCEPTION 'a financing stays with its enterprise'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'financing_of_one_enterprise';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER state_by_event BEFORE INSERT OR UPDATE ON financing_financing
    FOR EACH ROW EXECUTE FUNCTION financing_state_by_event();

-- No contract without the approval of exactly this offer, and none by the person who proposed it alone: the approval
-- itself is counted by the database.
CREATE FUNCTION financing_contract_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM approvals_approval a JOIN financing_offer o ON o.id = NEW.offer_id
        WHERE a.id = NEW.approval_id AND a.kind = 'financing' AND a.subject_kind = 'offer' AND a.subject_id = NEW.offer_id
          AND o.financing_id = NEW.financing_id AND a.amount_minor = o.principal_minor
          AND approvals_state(a.id) = 'granted'
    ) THEN
        RAISE EXCEPTION 'a contract needs the approval of its offer'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'contract_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved BEFORE INSERT ON financing_contract
    FOR EACH ROW EXECUTE FUNCTION financing_contract_approved();

-- Nor a compensation without the approval of exactly this amount.
CREATE FUNCTION financing_compensation_approved() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM approvals_approval a
        WHERE a.id = NEW.approval_id AND a.kind = 'compensation' AND a.subject_kind = 'claim'
          AND a.subject_id = NEW.claim_id AND a.amount_minor = NEW.amount_minor AND approvals_state(a.id) = 'granted'
    ) THEN
        RAISE EXCEPTION 'a compensation needs the approval of its amount'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'compensation_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved BEFORE INSERT ON financing_compensation
    FOR EACH ROW EXECUTE FUNCTION financing_compensation_approved();
