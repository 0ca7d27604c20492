-- Every change of an append-only table is refused, also for its owner.
CREATE FUNCTION kept_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: what was recorded stays as it was', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

-- No row is ever deleted from a table whose rows may change.
CREATE FUNCTION kept_refuse_removal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are ended, not deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_no_removal';
END $$;

-- A changed row points at the act that changed it; without an act the column's NOT NULL refuses the change.
CREATE FUNCTION kept_stamp_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    NEW.act_id := nullif(current_setting('kejin.act', true), '')::bigint;
    RETURN NEW;
END $$;

-- Whoever seals the acts up to a number waits here for those that are under way, and keeps new ones out meanwhile:
-- the number of an act is drawn after this lock is held, so no lower number can appear later.
CREATE FUNCTION kept_enter() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7230041);
    RETURN NULL;
END $$;
CREATE TRIGGER enter BEFORE INSERT ON kept_act FOR EACH STATEMENT EXECUTE FUNCTION kept_enter();

-- The act counts for the business day that is open. Asked after the lock is held, by a query of its own: the statement
-- that inserts sees the days as they were when it began to wait. Only the founding act brings its day along.
CREATE FUNCTION kept_date_act() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    open_day date;
BEGIN
    SELECT max(day) INTO open_day FROM kept_businessday;
    IF open_day IS NOT NULL THEN
        NEW.business_date := open_day;
    ELSIF NEW.code <> 'registry.found' THEN
        RAISE EXCEPTION 'no business day is open'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'act_has_a_business_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER date_act BEFORE INSERT ON kept_act FOR EACH ROW EXECUTE FUNCTION kept_date_act();

-- Days are opened in order; of two who open at once, the second waits for the first and is judged by what it did.
CREATE FUNCTION kept_day_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    open_day date;
BEGIN
    PERFORM pg_advisory_xact_lock(7230042);
    SELECT max(day) INTO open_day FROM kept_businessday;
    IF NEW.day <= open_day THEN
        RAISE EXCEPTION 'business day % does not follow %', NEW.day, open_day
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'business_days_follow';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON kept_businessday FOR EACH ROW EXECUTE FUNCTION kept_day_follows();

-- An act without its reply is half an act.
CREATE FUNCTION kept_act_has_reply() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM kept_reply WHERE act_id = NEW.id) THEN
        RAISE EXCEPTION 'act % has no reply', NEW.id
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'act_has_reply';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER act_has_reply AFTER INSERT ON kept_act
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kept_act_has_reply();

-- Records belong to the act of their own transaction; nobody adds to an act that is over.
CREATE FUNCTION kept_same_act() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN kept_act a ON a.id = n.act_id
        WHERE a.transaction <> pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'a row of % belongs to an act that is over', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_same_act';
    END IF;
    RETURN NULL;
END $$;
