-- A list is announced after the last day of its public notice, with no objection open, by who neither drafted nor published it.
CREATE FUNCTION publications_concluded() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    last_day date;
    wrong text;
BEGIN
    SELECT until INTO last_day FROM publications_publication WHERE list_id = NEW.list_id;
    IF last_day IS NULL OR last_day >= NEW.concluded_on
        OR last_day >= (SELECT business_date FROM kept_act WHERE id = NEW.act_id) THEN
        wrong := 'the public notice of the list is not over';
    ELSIF EXISTS (
        SELECT FROM publications_objection o LEFT JOIN publications_objectionanswer a ON a.objection_id = o.id
        WHERE o.list_id = NEW.list_id AND a.id IS NULL
    ) THEN
        wrong := 'an objection to the list is open';
    ELSIF EXISTS (
        SELECT FROM kept_act mine JOIN kept_act earlier ON earlier.person_id = mine.person_id
        WHERE mine.id = NEW.act_id AND earlier.id IN (
            SELECT act_id FROM publications_publiclist WHERE id = NEW.list_id
            UNION ALL SELECT act_id FROM publications_publication WHERE list_id = NEW.list_id
        )
    ) THEN
        wrong := 'this is somebody else''s to announce';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'list_concluded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concluded BEFORE INSERT ON publications_conclusion
    FOR EACH ROW EXECUTE FUNCTION publications_concluded();

-- Nothing is said against a list that was announced for good.
CREATE FUNCTION publications_before_the_end() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM publications_conclusion WHERE list_id = NEW.list_id) THEN
        RAISE EXCEPTION 'list % was announced', NEW.list_id
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'objection_before_the_end';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER before_the_end BEFORE INSERT ON publications_objection
    FOR EACH ROW EXECUTE FUNCTION publications_before_the_end();
