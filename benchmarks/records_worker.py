"""A database of its own for what `records` measures, in a process of its own.

python -m benchmarks.records_worker ENTRIES ENTERPRISES REPETITIONS, with KEJIN_DATABASE in the environment
"""

import json
import sys
import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import polars as pl

from benchmarks.importing import credit_code
from benchmarks.records import WRITERS
from kejin.records import load

load()

# Below this line Django's models may be imported.
from django.db import connection, connections, transaction  # noqa: E402

from kejin.facts import FactSet, Grain, check_frame  # noqa: E402
from kejin.records.actions.action import read_action  # noqa: E402
from kejin.records.actions.performing import perform  # noqa: E402
from kejin.records.database import embedded_server  # noqa: E402
from kejin.records.filings.batches import file_factset  # noqa: E402
from kejin.records.kept.migrating import migrate  # noqa: E402
from kejin.records.ledger.acts import PostDirect  # noqa: E402
from kejin.records.ledger.models import Entry  # noqa: E402
from kejin.records.ledger.verifying import verify  # noqa: E402
from kejin.records.parties.standing import Caller  # noqa: E402
from kejin.records.registry.founding import found  # noqa: E402

Seconds = dict[str, list[float]]
BARE = ("kept_act", "kept_reply", "ledger_entry", "ledger_posting")


def main(entries: int, enterprises: int, repetitions: int) -> None:
    """Measure, and print the seconds of every repetition by name, as one JSON document."""
    try:
        caller = founded()
        seconds: Seconds = {}
        posted = 0
        # The first one only warms up.
        for repetition in range(repetitions + 1):
            counted: Seconds = seconds if repetition else {}
            post = poster(caller, repetition)
            for writers in WRITERS:
                count = (entries if repetition else max(entries // 10, writers)) // writers * writers
                _timed(counted, f"Kejin: entries by {writers}", partial(shared, writers, count, work=post))
                _timed(
                    counted, f"bare inserts by {writers}", partial(shared, writers, count, work=bare_insert)
                )
                posted += count
        assert Entry.objects.count() == posted
        assert verify() == []
        file_all(caller, enterprises, repetitions, seconds=seconds)
        print(json.dumps({"seconds": seconds}))
    finally:
        connections.close_all()
        embedded_server().stop()


def founded() -> Caller:
    """A founded office with a pool and somebody who keeps and files for it; and bare tables like those of an entry."""
    migrate()
    number = found("示例主管部门", ("root", "甲"), date(2026, 4, 1))
    root = Caller("root", number)
    _does(root, "registry.register_person", username="clerk", name="乙")
    for role in ("treasurer", "handler"):
        _does(root, "registry.appoint", username="clerk", organisation_id=number, role=role)
    _does(root, "ledger.open_book", book="pool", name="资金池", template="pool")
    with connections["owner"].cursor() as cursor:
        for table in BARE:
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")  # noqa: S608 - names above
        cursor.execute("CREATE TABLE bare_filing (code text, name text, founded_on date, city_code text)")
        cursor.execute("GRANT INSERT ON ALL TABLES IN SCHEMA public TO kejin_app")
        cursor.execute("REVOKE INSERT ON ledger_balance, audit_version FROM kejin_app")
    return Caller("clerk", number, "测算")


def _does(caller: Caller, code: str, **parts: Any) -> None:
    perform(read_action(code, json.dumps(parts)), caller)


def shared(writers: int, count: int, *, work: Callable[[str], None]) -> None:
    """So many pieces of work by so many writers at once, each with a connection of its own."""

    def write(writer: int) -> None:
        try:
            for number in range(count // writers):
                work(f"{writers}-{writer}-{number}")
        finally:
            connections.close_all()

    if writers == 1:
        for number in range(count):
            work(f"1-0-{number}")
        return
    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def poster(caller: Caller, repetition: int) -> Callable[[str], None]:
    """An entry by its act, with a key of its own."""
    action = PostDirect(book="pool", kind="pool.contribution", amount_minor=1)

    def post(name: str) -> None:
        perform(action, caller, key=f"{repetition}-{name}")

    return post


def bare_insert(name: str) -> None:
    """The same rows without anything that makes them records."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bare_kept_act (request_id, code, person_id, person_name, organisation_id, organisation_name, "
            "business_date, reason, channel, key, body, body_sha256, recorded_at) VALUES (gen_random_uuid(), "
            "'ledger.post', 2, '乙', 1, '示例主管部门', '2026-04-01', '测算', 'cli', %s, '{\"book\": \"pool\"}', "
            "repeat('0', 64), now())",
            [name],
        )
        cursor.execute(
            "INSERT INTO bare_ledger_entry (book_id, business_date, kind, facts, subject_kind, subject_id, act_id, "
            "recorded_at) VALUES (1, '2026-04-01', 'pool.contribution', '{\"amount_minor\": 1}', 'book', 1, 1, now())"
        )
        cursor.execute(
            "INSERT INTO bare_ledger_posting (entry_id, book_id, account_id, currency, amount_minor, recorded_at) "
            "VALUES (1, 1, 1, 'CNY', 1, now()), (1, 1, 2, 'CNY', -1, now())"
        )
        cursor.execute(
            "INSERT INTO bare_kept_reply (act_id, subject_kind, subject_id, subject_label, content, recorded_at) "
            "VALUES (1, 'entry', 1, 'pool.contribution pool', '{\"entry_id\": 1}', now())"
        )


def file_all(caller: Caller, count: int, repetitions: int, *, seconds: Seconds) -> None:
    """So many enterprises filed and registered, other ones in each repetition."""
    for repetition in range(repetitions):
        first = repetition * count
        frame = pl.DataFrame(
            {
                "enterprise_id": [credit_code(first + number) for number in range(count)],
                "enterprise_name": [f"演示企业{first + number}号" for number in range(count)],
                "founded_on": [date(2015, 1, 1 + number % 28) for number in range(count)],
                "city_code": [("4401", "4403", "4404")[number % 3] for number in range(count)],
            }
        )
        check_frame(frame, Grain.ENTERPRISE)
        factset = FactSet({Grain.ENTERPRISE: frame})
        _timed(seconds, "bare file", partial(bare_copy, frame))
        filing = partial(file_factset, caller, factset, "名录", register_enterprises=True)
        done = _timed(seconds, "file", filing)
        assert (done.content["new"], done.content["registered"]) == (count, count)


def bare_copy(frame: pl.DataFrame) -> None:
    """The same rows as text into a table without any constraint."""
    copying = "COPY bare_filing FROM STDIN (FORMAT csv)"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(copying) as copy:
        for piece in frame.iter_slices(50_000):
            copy.write(piece.write_csv(include_header=False).encode())


def _timed(seconds: Seconds, name: str, work: Callable[[], Any]) -> Any:
    start = perf_counter()
    result = work()
    seconds.setdefault(name, []).append(perf_counter() - start)
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
