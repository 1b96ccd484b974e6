"""Lints applied to a case: scope, then the date of receipt against the citations, then the check.

The one fact a newcomer would get wrong: a lint that crashes says Undecided and the others go on; mail is hostile, and
no message may keep the program from judging the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from inboxguard.compliance.outcome import Breach, Level, Outcome, OutOfScope, Undecided
from inboxguard.compliance.profiles import OF_BULK_SENDERS
from inboxguard.compliance.spec import Case, Cite, Lint
from inboxguard.mail.fields.list_id import Bulk


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach with the lint, the level it has here, and the citations that were in force and asked for."""

    lint: Lint
    breach: Breach
    level: Level
    cites: tuple[Cite, ...]

    @property
    def profiles(self) -> tuple[str, ...]:
        """Who asks for it, in the order of the citations."""
        return tuple(dict.fromkeys(cite.profile for cite in self.cites))


@dataclass(frozen=True, slots=True)
class Ran:
    """One lint and what it saw; `cites` are those that were in force and asked for."""

    lint: Lint
    outcome: Outcome
    cites: tuple[Cite, ...] = ()


def run_one(lint: Lint, case: Case, profiles: frozenset[str] = frozenset()) -> Ran:
    """What one lint sees; with `profiles` only citations of these count."""
    try:
        objection = lint.scope(case)
        if objection is not None:
            return Ran(lint, objection)
        cites = _speaking(lint, case, profiles)
        if not cites:
            return Ran(lint, OutOfScope("nothing cited speaks of a message received on that day in this way"))
        return _ran(lint, lint.check(case), cites)
    except Exception as crash:  # noqa: BLE001  # around one lint: hostile mail must not stop the others
        return Ran(lint, Undecided(f"the lint failed ({type(crash).__name__}: {crash})"))


def _speaking(lint: Lint, case: Case, profiles: frozenset[str]) -> tuple[Cite, ...]:
    """The citations that were in force, were asked for, and speak of messages sent like this one.

    What providers ask of bulk senders counts only for mail that was surely sent in bulk.
    """
    day = case.received.date() if case.received else None
    in_bulk = case.bulk.bulk is Bulk.YES
    return tuple(
        cite
        for cite in lint.cites
        if cite.in_force(day)
        and (not profiles or cite.profile in profiles)
        and (in_bulk or cite.profile not in OF_BULK_SENDERS)
    )


def _ran(lint: Lint, outcome: Outcome, cites: tuple[Cite, ...]) -> Ran:
    """The outcome with the citations it touches; a breach that none of them asks about is none."""
    if not isinstance(outcome, Breach) or not outcome.asked_by:
        return Ran(lint, outcome, cites)
    touched = tuple(cite for cite in cites if cite.profile in outcome.asked_by)
    if not touched:
        return Ran(lint, OutOfScope("none of the profiles asked for speaks of this"), cites)
    return Ran(lint, outcome, touched)


def run(lints: Iterable[Lint], case: Case, profiles: Iterable[str] = ()) -> tuple[Ran, ...]:
    """What every lint sees, in the order given; lints that none of the profiles asks for are left out."""
    wanted = frozenset(profiles)
    chosen = (lint for lint in lints if not wanted or wanted.intersection(lint.profiles))
    return tuple(run_one(lint, case, wanted) for lint in chosen)


def findings(ran: Iterable[Ran]) -> tuple[Finding, ...]:
    """The breaches among them, the gravest first, else in the order given."""
    found = [
        Finding(one.lint, one.outcome, _level(one, one.outcome), one.cites)
        for one in ran
        if isinstance(one.outcome, Breach)
    ]
    return tuple(sorted(found, key=lambda finding: -finding.level.weight))


def _level(one: Ran, breach: Breach) -> Level:
    """The lowest of what the lint allows and the breach says, but no more than the strongest citation in force."""
    spoken = max((cite.level or one.lint.level for cite in one.cites), key=lambda level: level.weight)
    return min((one.lint.level, breach.level or one.lint.level, spoken), key=lambda level: level.weight)
