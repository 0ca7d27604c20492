-- Of a tape only its status changes, and only forward.
CREATE FUNCTION tapes_status_forward() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF (NEW.institution_id, NEW.kind, NEW.month, NEW.as_of, NEW.rows_count, NEW.sha256, NEW.source, NEW.corrects_id)
        IS DISTINCT FROM
       (OLD.institution_id, OLD.kind, OLD.month, OLD.as_of, OLD.rows_count, OLD.sha256, OLD.source, OLD.corrects_id)
       OR (OLD.status, NEW.status) NOT IN (
            ('received', 'reconciled'), ('received', 'superseded'), ('reconciled', 'reconciled'),
            ('reconciled', 'superseded')
       ) THEN
        RAISE EXCEPTION 'of a tape only the status changes, and only forward'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'tape_status_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER status_forward BEFORE UPDATE ON tapes_tape FOR EACH ROW EXECUTE FUNCTION tapes_status_forward();

-- Rows come with their tape, in its own transaction, and as many as it says.
CREATE FUNCTION tapes_rows_of_the_act() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT tape_id FROM new_rows) n JOIN tapes_tape t ON t.id = n.tape_id
        JOIN kept_act a ON a.id = t.act_id
        WHERE t.status <> 'received' OR a.transaction <> pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'nobody adds a row to a tape that was received'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'tape_rows_sealed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rows_of_the_act AFTER INSERT ON tapes_taperow REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION tapes_rows_of_the_act();

CREATE FUNCTION tapes_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF (SELECT count(*) FROM tapes_taperow WHERE tape_id = NEW.id) <> NEW.rows_count THEN
        RAISE EXCEPTION 'tape % has not as many rows as it says', NEW.id
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'tape_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON tapes_tape
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tapes_whole();

-- The steps of a break; the same list as in steps.py, which a test compares.
CREATE TABLE tapes_step (
    code text NOT NULL, from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (code, from_state, to_state)
);
INSERT INTO tapes_step VALUES
    ('tape.explain_break', 'open', 'explained'),
    ('tape.explain_break', 'explained', 'explained'),
    ('tape.reject_explanation', 'explained', 'open'),
    ('tape.accept_break', 'explained', 'accepted'),
    ('tape.close_break', 'open', 'closed'),
    ('tape.close_break', 'explained', 'closed'),
    ('tape.close_break', 'accepted', 'closed'),
    ('tape.reconcile', 'explained', 'open'),
    ('tape.reconcile', 'open', 'closed'),
    ('tape.reconcile', 'explained', 'closed'),
    ('tape.reconcile', 'accepted', 'closed');
ALTER TABLE tapes_breakevent ADD CONSTRAINT break_event_is_a_step
    FOREIGN KEY (code, from_state, to_state) REFERENCES tapes_step (code, from_state, to_state);

-- An event moves the break from where it stands. Whoever accepts is not the one who explained.
CREATE FUNCTION tapes_step_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    explained_by bigint;
    acting bigint;
BEGIN
    IF NEW.code = 'tape.accept_break' THEN
        SELECT a.person_id INTO explained_by FROM tapes_breakevent e JOIN kept_act a ON a.id = e.act_id
            WHERE e.item_id = NEW.item_id AND e.code = 'tape.explain_break' ORDER BY e.id DESC LIMIT 1;
        SELECT person_id INTO acting FROM kept_act
            WHERE id = nullif(current_setting('kejin.act', true), '')::bigint;
        IF explained_by IS NULL OR explained_by = acting THEN
            RAISE EXCEPTION 'nobody accepts what he explained'
                USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'accepted_by_somebody_else';
        END IF;
    END IF;
    UPDATE tapes_break SET state = NEW.to_state WHERE id = NEW.item_id AND state = NEW.from_state;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'break % does not stand at %', NEW.item_id, NEW.from_state
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'break_event_follows_the_state';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_taken BEFORE INSERT ON tapes_breakevent FOR EACH ROW EXECUTE FUNCTION tapes_step_taken();

CREATE FUNCTION tapes_state_by_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'open' OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND pg_trigger_depth() < 2
    THEN
        RAISE EXCEPTION 'the state of a break changes by its events'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'break_state_by_event';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.institution_id, NEW.contract_number, NEW.code, NEW.first_tape_id)
        IS DISTINCT FROM (OLD.institution_id, OLD.contract_number, OLD.code, OLD.first_tape_id) THEN
        RAISE EXCEPTION 'a break stays about what it was about'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'break_of_one_loan';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER state_by_event BEFORE INSERT OR UPDATE ON tapes_break
    FOR EACH ROW EXECUTE FUNCTION tapes_state_by_event();
