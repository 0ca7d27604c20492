"""Every error Kejin raises on purpose, as one tree.

    KejinError
      InputError            a file that somebody gave us
        FileError             cannot be opened, is not what its name says, or passes a limit
        MappingError          headers and facts do not meet
        CellError             one cell; CellErrors: all of them, with every place
      FactError             a frame that does not fit the dictionary; FactErrors: all that is wrong with it
        UnknownFactError, GrainError, KindError, BoundsError, KeyFactError
      PolicyError           law as data that does not hold together
        PackError, SchemaError, CitationError, PeriodError, TableError, RuleError, CycleError, LintError,
        CaseError, OverlayError, UnknownPolicyError, OverflowRiskError
      InstrumentError       terms that do not make a contract, or flows that do not make a series
        TermsError            a term breaks a rule; SeveralTermsErrors: all that do
        ObservationError      market data or an observed event that a contract needs is not there
        CashFlowError
      PlanningError         CatalogueError, StackingError, RunError
      RiskError             EventError
      MoneyError            CurrencyError, AmountError, RateError, MoneyOverflowError, SplitError
      CalendarError         CoverageError, UnknownCalendarError
      IdentityError         CreditCodeError (and RecordsError, in kejin.records.errors)

A message is built from parts, so that a terminal prints a sentence and `--json` prints the parts. A bug in
Kejin itself is not in this tree: it surfaces as the built-in exception it is.
"""

from kejin.errors.base import KejinError as KejinError
from kejin.errors.base import _SeveralErrors


class InputError(KejinError):
    """A file that somebody gave us cannot be used as it is."""

    code = "input"


class FileError(InputError):
    """A file cannot be opened, is not what its name says, or passes a limit."""

    code = "input.file"


class MappingError(InputError):
    """The headers of a sheet and the facts of the dictionary do not meet."""

    code = "input.mapping"


class CellError(InputError):
    """One cell does not hold what its column promises; `where` names file, sheet and cell."""

    code = "input.cell"


class CellErrors(_SeveralErrors, InputError):
    """Every cell of an import that does not hold what its column promises."""

    code = "input.cells"


class FactError(KejinError):
    """A frame does not fit the fact dictionary."""

    code = "facts"


class UnknownFactError(FactError):
    """A name that the dictionary does not hold."""

    code = "facts.unknown"


class GrainError(FactError):
    """A fact stands in a frame of another grain, or a path between two grains does not exist."""

    code = "facts.grain"


class KindError(FactError):
    """A column has a type that the fact's kind does not allow."""

    code = "facts.kind"


class BoundsError(FactError):
    """A value lies outside the fact's bounds or choices."""

    code = "facts.bounds"


class KeyFactError(FactError):
    """A key of a frame is missing, null or twice there."""

    code = "facts.key"


class FactErrors(_SeveralErrors, FactError):
    """Everything that is wrong with one frame."""

    code = "facts.several"


class PolicyError(KejinError):
    """Law as data that does not hold together."""

    code = "policy"


class PackError(PolicyError):
    """A pack cannot be found or loaded."""

    code = "policy.pack"


class SchemaError(PolicyError):
    """A policy document has a key, a type or a unit that its schema does not allow."""

    code = "policy.schema"


class CitationError(PolicyError):
    """A citation does not resolve, or an `official` value has no quotation."""

    code = "policy.citation"


class PeriodError(PolicyError):
    """Versions overlap or leave a gap, or no version is in force on a date."""

    code = "policy.period"


class TableError(PolicyError):
    """The rows of a table overlap, leave something uncovered, or one of them can never be reached."""

    code = "policy.table"


class RuleError(PolicyError):
    """A rule is not well formed: its arguments, its type or its grain."""

    code = "policy.rule"


class CycleError(RuleError):
    """Rules wait for each other in a circle."""

    code = "policy.rule.cycle"


class LintError(PolicyError):
    """A policy breaks one of the lint's demands."""

    code = "policy.lint"


class CaseError(PolicyError):
    """A case of a policy does not come out as its source says."""

    code = "policy.case"


class OverlayError(PolicyError):
    """An overlay names something that is not there, or changes what may not be changed."""

    code = "policy.overlay"


class UnknownPolicyError(PolicyError):
    """A policy, parameter, table or rule of that name does not exist."""

    code = "policy.unknown"


class OverflowRiskError(PolicyError):
    """At the extremes of the declared bounds a formula would leave its integer type."""

    code = "policy.overflow"


class InstrumentError(KejinError):
    """A contract or its cash flows cannot be worked out."""

    code = "instruments"


class TermsError(InstrumentError):
    """A term of a contract breaks a rule; the message names the term, the value and the rule."""

    code = "instruments.terms"


class SeveralTermsErrors(_SeveralErrors, InstrumentError):
    """Every term of one contract that breaks a rule."""

    code = "instruments.several_terms"


class ObservationError(InstrumentError):
    """Market data or an observed event that a contract needs is not there."""

    code = "instruments.observation"


class CashFlowError(InstrumentError):
    """Flows that do not make a series: an amount that is no number, or a flow without its time."""

    code = "instruments.cash_flow"


class PlanningError(KejinError):
    """Offers, their cost or the matrix cannot be worked out."""

    code = "planning"


class CatalogueError(PlanningError):
    """No such product, or a catalogue that lacks what the matrix rests on."""

    code = "planning.catalogue"


class StackingError(PlanningError):
    """Rules on supports of one contract that cannot be settled."""

    code = "planning.stacking"


class RunError(PlanningError):
    """A run over many parts cannot begin or go on."""

    code = "planning.run"


class RiskError(KejinError):
    """An agreement that is not there, a loss that cannot be shared as asked, a simulation that cannot be run."""

    code = "risk"


class EventError(RiskError):
    """An event that does not fit the book of loans or the events before it."""

    code = "risk.event"


class MoneyError(KejinError):
    """An exact value cannot be made or combined."""

    code = "money"


class CurrencyError(MoneyError):
    """An unknown currency, or two different ones in one sum."""

    code = "money.currency"


class AmountError(MoneyError):
    """A text is not an amount, or not one that its currency can hold exactly."""

    code = "money.amount"


class RateError(MoneyError):
    """A text is not a rate, or finer than one part per billion."""

    code = "money.rate"


class MoneyOverflowError(MoneyError):
    """A result does not fit a 64-bit integer of minor units. Never wraps around silently."""

    code = "money.overflow"


class SplitError(MoneyError):
    """A whole cannot be split by these weights."""

    code = "money.split"


class CalendarError(KejinError):
    """A date cannot be judged or moved."""

    code = "calendars"


class CoverageError(CalendarError):
    """A date outside the years whose working days are published: unknown, never assumed to be one."""

    code = "calendars.coverage"


class UnknownCalendarError(CalendarError):
    """A calendar of that name does not exist."""

    code = "calendars.unknown"


class IdentityError(KejinError):
    """Something that should identify a party does not."""

    code = "identity"


class CreditCodeError(IdentityError):
    """A text is not a unified social credit code; the message names the character and what was expected."""

    code = "identity.credit_code"
