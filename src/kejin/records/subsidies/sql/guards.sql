-- The steps that there are; the same list as in steps.py, which a test compares.
CREATE TABLE subsidies_step (
    code text NOT NULL, from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (code, from_state, to_state)
);
INSERT INTO subsidies_step VALUES
    ('subsidy.entitle', '', 'entitled'),
    ('subsidy.claim', 'entitled', 'claimed'),
    ('subsidy.check', 'claimed', 'checked'),
    ('subsidy.refuse', 'claimed', 'refused'),
    ('subsidy.decide', 'checked', 'noticed'),
    ('subsidy.decide', 'checked', 'refused'),
    ('subsidy.withhold', 'noticed', 'refused'),
    ('subsidy.payment_file', 'noticed', 'listed'),
    ('subsidy.confirm_paid', 'listed', 'paid'),
    ('subsidy.claw_back', 'paid', 'clawed_back');
ALTER TABLE subsidies_subsidyevent ADD CONSTRAINT subsidy_event_is_a_step
    FOREIGN KEY (code, from_state, to_state) REFERENCES subsidies_step (code, from_state, to_state);

-- An event moves the subsidy from where it stands, or is refused.
CREATE FUNCTION subsidies_step_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE subsidies_subsidy SET state = NEW.to_state WHERE id = NEW.subsidy_id AND state = NEW.from_state;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'subsidy % does not stand at %', NEW.subsidy_id, NEW.from_state
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'subsidy_event_follows_the_state';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_taken BEFORE INSERT ON subsidies_subsidyevent
    FOR EACH ROW EXECUTE FUNCTION subsidies_step_taken();

-- The state changes by events alone, and what was worked out by rule not at all.
CREATE FUNCTION subsidies_state_by_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> '' OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the state of a subsidy changes by its events'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'subsidy_state_by_event';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.programme_id, NEW.enterprise_id, NEW.contract_id, NEW.quarter, NEW.amount_minor, NEW.digest)
        IS DISTINCT FROM (OLD.programme_id, OLD.enterprise_id, OLD.contract_id, OLD.quarter, OLD.amount_minor, OLD.digest) THEN
        RAISE EXCEPTION 'a subsidy stays what its rule made it'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'subsidy_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER state_by_event BEFORE INSERT OR UPDATE ON subsidies_subsidy
    FOR EACH ROW EXECUTE FUNCTION subsidies_state_by_event();

-- Nothing is listed for payment without the approval of exactly its amount.
CREATE FUNCTION subsidies_line_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM approvals_approval a JOIN subsidies_subsidy s ON s.id = NEW.subsidy_id
        WHERE a.id = NEW.approval_id AND a.kind = 'subsidy' AND a.subject_kind = 'subsidy'
          AND a.subject_id = NEW.subsidy_id AND a.amount_minor = NEW.amount_minor AND s.amount_minor = NEW.amount_minor
          AND approvals_state(a.id) = 'granted'
    ) THEN
        RAISE EXCEPTION 'a payment needs the approval of its amount'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'payment_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approved BEFORE INSERT ON subsidies_paymentline
    FOR EACH ROW EXECUTE FUNCTION subsidies_line_approved();
