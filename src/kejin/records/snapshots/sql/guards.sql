-- Who asks is who acts, and what is asked for is past: nothing can be filed for that day any more.
CREATE FUNCTION snapshots_ordered() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    today date;
BEGIN
    SELECT organisation_id, business_date INTO NEW.organisation_id, today
        FROM kept_act WHERE id = nullif(current_setting('kejin.act', true), '')::bigint;
    IF NEW.known_by >= today THEN
        RAISE EXCEPTION 'a snapshot is of a day that is past'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'snapshot_of_a_past_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ordered BEFORE INSERT ON snapshots_snapshotorder FOR EACH ROW EXECUTE FUNCTION snapshots_ordered();

-- The same question has one answer.
CREATE FUNCTION snapshots_same() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7230047);
    IF EXISTS (
        SELECT FROM snapshots_snapshotorder mine
        JOIN snapshots_snapshotorder o ON (o.organisation_id, o.known_by, o.basis, o.origins, o.dictionary)
            = (mine.organisation_id, mine.known_by, mine.basis, mine.origins, mine.dictionary)
        JOIN snapshots_snapshot s ON s.order_id = o.id
        WHERE mine.id = NEW.order_id AND (s.digest, s.rows) IS DISTINCT FROM (NEW.digest, NEW.rows)
    ) THEN
        RAISE EXCEPTION 'made again, this snapshot is another one'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'snapshot_made_again';
    END IF;
    IF NOT EXISTS (
        SELECT FROM snapshots_snapshotorder o JOIN kept_act a ON a.organisation_id = o.organisation_id
        WHERE o.id = NEW.order_id AND a.id = nullif(current_setting('kejin.act', true), '')::bigint
    ) THEN
        RAISE EXCEPTION 'a snapshot is registered by who ordered it'
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'snapshot_of_its_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER same BEFORE INSERT ON snapshots_snapshot FOR EACH ROW EXECUTE FUNCTION snapshots_same();
