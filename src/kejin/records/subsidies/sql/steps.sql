-- The life of a subsidy is guarded like every other one, by the functions of `kejin.records.kept`.
CREATE OR REPLACE TRIGGER step_taken BEFORE INSERT ON subsidies_subsidyevent FOR EACH ROW
    EXECUTE FUNCTION kept_step_taken('subsidies_subsidy', 'subsidy_id', 'subsidy_event_follows_the_state');
CREATE OR REPLACE TRIGGER state_by_event BEFORE INSERT OR UPDATE ON subsidies_subsidy FOR EACH ROW
    EXECUTE FUNCTION kept_state_by_event(
        '', 'subsidy_state_by_event', 'subsidy_stays',
        'programme_id', 'enterprise_id', 'contract_id', 'quarter', 'amount_minor', 'digest');
DROP FUNCTION subsidies_step_taken();
DROP FUNCTION subsidies_state_by_event();
