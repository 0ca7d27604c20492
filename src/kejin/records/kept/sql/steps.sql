-- What has a life in steps: a table with a `state`, and a table of its events. Whoever has one hangs these two on them.

-- An event moves what it is about from where it stands, or is refused; two at once are one after the other. Arguments: the
-- table of what moves, the event's column that points at it, the name of the constraint. With the owner's rights, because
-- nobody else may write a state.
CREATE FUNCTION kept_step_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moves bigint := to_jsonb(NEW) ->> TG_ARGV[1];
    moved bigint;
BEGIN
    EXECUTE format('UPDATE public.%I SET state = $1 WHERE id = $2 AND state = $3', TG_ARGV[0])
        USING NEW.to_state, moves, NEW.from_state;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved = 0 THEN
        RAISE EXCEPTION '% % does not stand at %', TG_ARGV[0], moves, NEW.from_state
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[2];
    END IF;
    RETURN NEW;
END $$;

-- Nothing but an event changes the state: this trigger sees one more trigger around itself, or refuses. Arguments: the state
-- in which a row begins, the name of that constraint, of the one about what stays, and the columns that stay as they were.
CREATE FUNCTION kept_state_by_event() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    changed text;
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> TG_ARGV[0]
        OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the state of a row of % changes by its events', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[1];
    END IF;
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD);
        after := to_jsonb(NEW);
        SELECT name INTO changed FROM unnest(TG_ARGV[3:]) name WHERE before -> name IS DISTINCT FROM after -> name LIMIT 1;
        IF changed IS NOT NULL THEN
            RAISE EXCEPTION '% of % stays as it was', changed, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[2];
        END IF;
    END IF;
    RETURN NEW;
END $$;
