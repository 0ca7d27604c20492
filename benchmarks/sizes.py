"""How much is measured: the sizes of `make bench`, and small ones that only show that everything works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows and repetitions of every benchmark.

    Attributes:
        rows: Filings in memory for the twenty rules, the explanation and the overlay.
        parts: Part files of `rows` filings each for the streamed run.
        enterprises: Enterprises of the register that the packs are run over one by one.
        register_enterprises: Enterprises of the register that all packs are run over together.
        offered_enterprises: Enterprises of the register that offers are made to.
        sheet_rows: Rows of the workbook that is imported.
        text_rows: Rows of the CSV file that is imported.
        run_enterprises: Sizes of the provinces that are run over as part files, smallest first.
        yield_series: Series of dated flows whose rate is worked out.
        loans: Loans of 36 months whose schedules are worked out.
        tape_loans: Loans of the tape that is reconciled.
        ledger_entries: Entries that are posted one after the other, and by several at once.
        filed_enterprises: Enterprises that are filed and registered in one act.
        province_enterprises: Enterprises of the synthetic province that is made.
        simulated_loans: Loans of the books whose losses are simulated.
        simulated_scenarios: How often.
        console_enterprises: Enterprises that are registered behind the pages.
        console_samples: Of how many of them pages are asked for; the first one only warms up.
        console_files: Applications that wait for a bank, three of each applicant.
        repetitions: How often quick work is repeated.
        slow_repetitions: How often work of several seconds is repeated.
    """

    rows: int = 1_000_000
    parts: int = 10
    enterprises: int = 200_000
    register_enterprises: int = 1_000_000
    offered_enterprises: int = 100_000
    sheet_rows: int = 100_000
    text_rows: int = 1_000_000
    run_enterprises: tuple[int, ...] = (20_000, 100_000, 1_000_000)
    yield_series: int = 100_000
    loans: int = 100_000
    tape_loans: int = 100_000
    ledger_entries: int = 2_000
    filed_enterprises: int = 1_000_000
    province_enterprises: int = 1_000_000
    simulated_loans: int = 10_000
    simulated_scenarios: int = 10_000
    console_enterprises: int = 1_000_000
    console_samples: int = 101
    console_files: int = 3_000
    repetitions: int = 25
    slow_repetitions: int = 3


# The smaller sizes are in every `make bench`.
FULL = Sizes(run_enterprises=(10_000_000,))

QUICK = Sizes(
    rows=20_000,
    parts=3,
    enterprises=2_000,
    register_enterprises=2_000,
    offered_enterprises=1_000,
    run_enterprises=(200, 400),
    sheet_rows=1_000,
    text_rows=5_000,
    yield_series=2_000,
    loans=2_000,
    tape_loans=2_000,
    ledger_entries=80,
    filed_enterprises=2_000,
    province_enterprises=1_000,
    simulated_loans=1_000,
    simulated_scenarios=400,
    console_enterprises=300,
    console_samples=6,
    console_files=6,
    repetitions=3,
    slow_repetitions=1,
)
