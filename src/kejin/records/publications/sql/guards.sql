-- A list is published by another person than the one who drafted it, and an objection answered by another than who took it in.
CREATE FUNCTION publications_other_person() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE first_act bigint;
BEGIN
    IF TG_TABLE_NAME = 'publications_publication' THEN
        SELECT act_id INTO first_act FROM publications_publiclist WHERE id = NEW.list_id;
    ELSE
        SELECT act_id INTO first_act FROM publications_objection WHERE id = NEW.objection_id;
    END IF;
    IF EXISTS (
        SELECT FROM kept_act a JOIN kept_act b ON a.person_id = b.person_id WHERE a.id = first_act AND b.id = NEW.act_id
    ) THEN
        RAISE EXCEPTION 'this is somebody else''s to decide'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'publication_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER other_person BEFORE INSERT ON publications_publication
    FOR EACH ROW EXECUTE FUNCTION publications_other_person();
CREATE TRIGGER other_person BEFORE INSERT ON publications_objectionanswer
    FOR EACH ROW EXECUTE FUNCTION publications_other_person();

-- No subsidy is listed for payment while an objection to it is open.
CREATE FUNCTION publications_no_open_objection() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM publications_objection o LEFT JOIN publications_objectionanswer a ON a.objection_id = o.id
        WHERE o.subsidy_id = NEW.subsidy_id AND a.id IS NULL
    ) THEN
        RAISE EXCEPTION 'an objection to subsidy % is open', NEW.subsidy_id
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'payment_without_objection';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_open_objection BEFORE INSERT ON subsidies_paymentline
    FOR EACH ROW EXECUTE FUNCTION publications_no_open_objection();
