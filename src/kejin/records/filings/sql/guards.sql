-- The fact dictionary of this version, for the grains that are filed; written after each migration.
CREATE TABLE filings_fact (
    name text NOT NULL, grain text NOT NULL, json_type text NOT NULL, minimum numeric, maximum numeric, codes text[],
    PRIMARY KEY (grain, name)
);

-- Who files, and since when it is known, is not for the caller to say.
CREATE FUNCTION filings_batch_dated() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    SELECT business_date, organisation_id INTO NEW.known_since, NEW.source_id
        FROM kept_act WHERE id = nullif(current_setting('kejin.act', true), '')::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER dated BEFORE INSERT ON filings_batch FOR EACH ROW EXECUTE FUNCTION filings_batch_dated();

-- A batch holds as many filings as it says, or its transaction does not commit.
CREATE FUNCTION filings_batch_whole() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF (SELECT count(*) FROM filings_filing WHERE batch_id = NEW.id) <> NEW.rows THEN
        RAISE EXCEPTION 'batch % does not hold % filings', NEW.id, NEW.rows
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'batch_is_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER whole AFTER INSERT ON filings_batch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION filings_batch_whole();

-- Filings belong to a batch of their own transaction, say what it says, correct a filing of the same source about the
-- same thing, and hold facts of the dictionary. Checked for all rows of a statement together: a million takes seconds.
CREATE FUNCTION filings_as_filed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    wrong text;
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN filings_batch b ON b.id = n.batch_id JOIN kept_act a ON a.id = b.act_id
        WHERE a.transaction <> pg_current_xact_id()::text::bigint
           OR (n.source_id, n.origin, n.known_since) IS DISTINCT FROM (b.source_id, b.origin, b.known_since)
    ) THEN
        RAISE EXCEPTION 'a filing says what its batch says, and is filed with it'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'filing_of_its_batch';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n JOIN filings_filing o ON o.id = n.corrects_id
        WHERE (n.enterprise_id, n.grain, n.subject, n.source_id, n.origin)
              IS DISTINCT FROM (o.enterprise_id, o.grain, o.subject, o.source_id, o.origin)
    ) THEN
        RAISE EXCEPTION 'a filing corrects one of the same source about the same thing'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'filing_corrects_its_own';
    END IF;
    SELECT f.key INTO wrong
    FROM new_rows n CROSS JOIN LATERAL jsonb_each(n.facts) f
    LEFT JOIN filings_fact d ON d.grain = n.grain AND d.name = f.key
    WHERE CASE
        WHEN d.name IS NULL THEN true
        WHEN jsonb_typeof(f.value) = 'null' THEN false
        WHEN jsonb_typeof(f.value) <> d.json_type THEN true
        WHEN d.json_type = 'number' THEN
            (f.value::numeric) NOT BETWEEN d.minimum AND d.maximum OR scale(f.value::numeric) <> 0
        WHEN d.codes IS NOT NULL THEN f.value #>> '{}' <> ALL (d.codes)
        ELSE false END
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '% is no such fact, or its value none of it', wrong
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'filing_holds_facts';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER as_filed AFTER INSERT ON filings_filing
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION filings_as_filed();

-- The disputed enterprise itself disputes, and of one fact one dispute is open at a time.
CREATE FUNCTION filings_dispute_raised() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('dispute ' || NEW.filing_id, 7230046));
    IF NOT EXISTS (
        SELECT FROM filings_filing f JOIN kept_act a ON a.organisation_id = f.enterprise_id
        WHERE f.id = NEW.filing_id AND a.id = nullif(current_setting('kejin.act', true), '')::bigint
    ) THEN
        RAISE EXCEPTION 'a filing is disputed by the enterprise that it is about'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'disputed_by_the_enterprise';
    END IF;
    IF EXISTS (
        SELECT FROM filings_dispute d LEFT JOIN filings_disputeanswer w ON w.dispute_id = d.id
        WHERE d.filing_id = NEW.filing_id AND d.fact = NEW.fact AND w.id IS NULL
    ) THEN
        RAISE EXCEPTION 'this is disputed already'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'one_dispute_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER raised BEFORE INSERT ON filings_dispute FOR EACH ROW EXECUTE FUNCTION filings_dispute_raised();

-- The source answers, and what it upholds it corrects.
CREATE FUNCTION filings_dispute_answered() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM filings_dispute d JOIN filings_filing f ON f.id = d.filing_id
        JOIN kept_act a ON a.organisation_id = f.source_id
        WHERE d.id = NEW.dispute_id AND a.id = nullif(current_setting('kejin.act', true), '')::bigint
    ) THEN
        RAISE EXCEPTION 'a dispute is answered by the source'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'answered_by_the_source';
    END IF;
    IF NEW.correction_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM filings_dispute d JOIN filings_filing c ON c.corrects_id = d.filing_id
        WHERE d.id = NEW.dispute_id AND c.id = NEW.correction_id
    ) THEN
        RAISE EXCEPTION 'what is upheld is corrected itself'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'correction_of_the_disputed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered BEFORE INSERT ON filings_disputeanswer
    FOR EACH ROW EXECUTE FUNCTION filings_dispute_answered();
