-- A posting's entry and account are of one book, and its currency is the account's.
ALTER TABLE ledger_posting ADD CONSTRAINT posting_entry_of_the_book
    FOREIGN KEY (entry_id, book_id) REFERENCES ledger_entry (id, book_id);
ALTER TABLE ledger_posting ADD CONSTRAINT posting_account_of_the_book
    FOREIGN KEY (account_id, book_id, currency) REFERENCES ledger_account (id, book_id, currency);

-- An entry counts for the day of its act.
CREATE FUNCTION ledger_date_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    SELECT business_date INTO NEW.business_date FROM kept_act
        WHERE id = nullif(current_setting('kejin.act', true), '')::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER date_entry BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_date_entry();

-- At the commit every entry has postings, and in each currency they sum to nothing.
CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    lines bigint;
    wrong bigint;
BEGIN
    SELECT coalesce(sum(n), 0), count(*) FILTER (WHERE total <> 0) INTO lines, wrong FROM (
        SELECT count(*) AS n, sum(amount_minor) AS total FROM ledger_posting WHERE entry_id = NEW.id GROUP BY currency
    ) s;
    IF lines = 0 OR wrong > 0 THEN
        RAISE EXCEPTION 'entry % is not balanced', NEW.id
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'entry_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();

-- Nobody adds a line to an entry of another transaction.
CREATE FUNCTION ledger_same_transaction() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN ledger_entry e ON e.id = n.entry_id
        WHERE e.transaction <> pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'an entry is sealed once its transaction is over'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'posting_sealed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sealed AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_same_transaction();

-- Guarded accounts: their balance is kept here, in the order of their numbers so that two entries do not cross, and
-- must not pass zero. With the owner's rights, because nobody else may write a balance.
CREATE FUNCTION ledger_keep_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    passed text;
BEGIN
    INSERT INTO ledger_balance AS b (account_id, amount_minor)
        SELECT n.account_id, sum(n.amount_minor) FROM new_rows n JOIN ledger_account a ON a.id = n.account_id
        WHERE a.guarded GROUP BY n.account_id ORDER BY n.account_id
        ON CONFLICT (account_id) DO UPDATE SET amount_minor = b.amount_minor + excluded.amount_minor;
    SELECT a.code INTO passed FROM new_rows n JOIN ledger_account a ON a.id = n.account_id
        JOIN ledger_balance b ON b.account_id = a.id
        WHERE a.guarded AND (CASE a.side WHEN 'debit' THEN b.amount_minor ELSE -b.amount_minor END) < 0 LIMIT 1;
    IF passed IS NOT NULL THEN
        RAISE EXCEPTION 'account % would pass zero', passed
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'account_not_below_zero';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_balances AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_balances();

-- Only a day that is past is closed: no entry can be dated on it any more.
CREATE FUNCTION ledger_close_past() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.day >= (SELECT max(day) FROM kept_businessday) THEN
        RAISE EXCEPTION 'business day % is not over', NEW.day
            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'closing_of_a_past_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER close_past BEFORE INSERT ON ledger_closing FOR EACH ROW EXECUTE FUNCTION ledger_close_past();
