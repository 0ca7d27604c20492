-- Whoever accepts is not the one who explained. It fires before the step is taken.
CREATE FUNCTION tapes_accepted_by_another() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
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
    RETURN NEW;
END $$;
CREATE TRIGGER accepted_by_another BEFORE INSERT ON tapes_breakevent
    FOR EACH ROW EXECUTE FUNCTION tapes_accepted_by_another();

-- The life of a break is guarded like every other one, by the functions of `kejin.records.kept`.
CREATE OR REPLACE TRIGGER step_taken BEFORE INSERT ON tapes_breakevent FOR EACH ROW
    EXECUTE FUNCTION kept_step_taken('tapes_break', 'item_id', 'break_event_follows_the_state');
CREATE OR REPLACE TRIGGER state_by_event BEFORE INSERT OR UPDATE ON tapes_break FOR EACH ROW
    EXECUTE FUNCTION kept_state_by_event(
        'open', 'break_state_by_event', 'break_of_one_loan',
        'institution_id', 'contract_number', 'code', 'first_tape_id');
DROP FUNCTION tapes_step_taken();
DROP FUNCTION tapes_state_by_event();
