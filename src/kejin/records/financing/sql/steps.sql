-- The life of a financing is guarded like every other one, by the functions of `kejin.records.kept`.
CREATE OR REPLACE TRIGGER step_taken BEFORE INSERT ON financing_financingevent FOR EACH ROW
    EXECUTE FUNCTION kept_step_taken('financing_financing', 'financing_id', 'event_follows_the_state');
CREATE OR REPLACE TRIGGER state_by_event BEFORE INSERT OR UPDATE ON financing_financing FOR EACH ROW
    EXECUTE FUNCTION kept_state_by_event(
        '', 'state_by_event', 'financing_of_one_enterprise', 'enterprise_id', 'currency');
DROP FUNCTION financing_step_taken();
DROP FUNCTION financing_state_by_event();
