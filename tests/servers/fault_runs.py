"""Randomised runs of the service behind a proxy in which everything happens, many accounts at a time.

The accounts in turn file, file and undo, tag, tag and undo. What a run proves: every message that was there is there
once and as it was; what was to be filed, tagged or put back was, once; the service never ended, and was back by itself.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inboxguard import clock
from inboxguard.ports import Ended, Request
from inboxguard.service.health import State
from inboxguard.service.watch import Service
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.mail import everything, flags_of, put, subjects
from tests.servers.pitches import deliver, export_of, lunch, pitches
from tests.servers.place import Account
from tests.servers.pymap_server import Pymap
from tests.servers.serving import pulse, section, serving, settings_of
from tests.servers.trouble import Trouble
from tests.servers.watching import eventually

DELETED = b"From: Mia <mia@mail.example>\r\nSubject: to be deleted by me\r\n\r\nx\r\n"
WAVES = 2
FIRST = "payroll 0-1"
PATIENCE_SECONDS = 60.0
"""A black hole has to be noticed and left within this time; every other trouble is over sooner."""


class What(StrEnum):
    """What is done in a run; UNDO and UNTAG put back what the first wave brought."""

    FILE = "file"
    UNDO = "undo"
    TAG = "tag"
    UNTAG = "untag"


@dataclass
class Tally:
    """How many runs there were and what happened in them; `slowest` is the longest way back, in seconds."""

    runs: Counter[What] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    @property
    def count(self) -> int:
        return sum(self.runs.values())

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {what}" for what, count in self.faults.most_common())
        steps = ", ".join(f"{count} at {what}" for what, count in self.steps.most_common())
        whats = ", ".join(f"{count} {what}" for what, count in sorted(self.runs.items()))
        return (
            f"{self.count} runs ({whats}), {sum(self.faults.values())} faults ({kinds}); {steps}; "
            f"back after at most {self.slowest:.1f} s"
        )


def together(parts: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    whole = Tally()
    for part in parts:
        whole.runs += part.runs
        whole.faults += part.faults
        whole.steps += part.steps
        whole.slowest = max(whole.slowest, part.slowest)
    return whole


@dataclass
class Run:
    """One account that is served through trouble."""

    name: str
    account: Account
    trouble: Trouble
    what: What

    @property
    def tags(self) -> bool:
        return self.what in {What.TAG, What.UNTAG}

    @property
    def wanted(self) -> list[str]:
        """The subjects that are filed or tagged at the end."""
        undone = self.what in {What.UNDO, What.UNTAG}
        return [f"payroll 0-{number}" for number in range(1 + undone, WAVES + 1)]

    def prepare(self) -> None:
        deliver(self.account, *pitches(0), (3, lunch(3)))
        put(self.account, DELETED, flags=("\\Deleted",))

    def done(self) -> list[str]:
        """The subjects that are filed or tagged now."""
        if self.tags:
            return sorted(subject for subject, flags in flags_of(self.account).items() if "HardSell" in flags)
        return subjects(self.account, "Hard sell")

    def verify(self) -> None:
        """Nothing is lost or doubled, what was judged is filed or tagged, and nobody else's mail was touched."""
        assert self.done() == self.wanted, self.name
        all_of_them = ["lunch 3", *(f"payroll 0-{number}" for number in range(WAVES + 1)), "to be deleted by me"]
        here = subjects(self.account)
        assert here == [one for one in all_of_them if self.tags or one not in self.wanted], self.name
        assert flags_of(self.account)["to be deleted by me"] == {"\\Deleted"}, self.name
        assert sum(len(rows) for rows in everything(self.account).values()) == len(all_of_them), self.name

    def verify_deeds(self, service: Service) -> None:
        """Each message was filed or tagged once, put back at most once, and nothing is open or unclear."""
        deeds = service.journal.deeds(self.name)
        done = [deed.intent for deed in deeds if deed.result and deed.result.ended is Ended.DONE]
        assert {deed.result.ended for deed in deeds if deed.result} <= SETTLED, (self.name, deeds)
        forth = Counter(intent.identity.key for intent in done if not intent.parent)
        back = Counter(intent.identity.key for intent in done if intent.parent)
        assert (len(forth), set(forth.values())) == (WAVES, {1}), (self.name, deeds)
        assert (len(back), set(back.values())) == ((0, set()) if self.what in ONE_WAY else (1, {1})), (self.name, deeds)


ONE_WAY = {What.FILE, What.TAG}
SETTLED = {Ended.DONE, Ended.VANISHED, Ended.REFUSED}


def play(server: Dovecot | Pymap | Cyrus, folder: Path, runs: int, seed: int, tally: Tally) -> None:
    """So many accounts, all in one service, each with its own trouble; afterwards all is as if there had been none."""
    with ExitStack() as stack:
        played = []
        for number in range(runs):
            account = server.account()
            chance = 0.04 + 0.04 * (number % 5)
            troubled = Trouble(account.server.port, seed * 10_000 + number, chance=chance, most=4, most_at_deeds=3)
            trouble = stack.enter_context(troubled)
            whats = list(What) if account.keeps_keywords else [What.FILE, What.UNDO]
            played.append(Run(f"run{number}", account, trouble, whats[number % len(whats)]))
            played[-1].prepare()
        accounts = {
            run.name: section(run.account.through(run.trouble.port), mode="tag" if run.tags else "file")
            for run in played
        }
        settings = settings_of(
            folder, accounts, exports=(export_of(folder),),
            service={"silence_seconds": 5, "command_seconds": 3, "poll_seconds": 5, "workers": 8},
        )  # fmt: skip
        service = stack.enter_context(serving(settings))
        order = random.Random(seed)
        _deliver(1, played, order)
        requests = {run.name: _ask_back(run, service) for run in played if run.what not in ONE_WAY}
        _deliver(2, played, order)
        for run in played:
            run.trouble.in_peace()
        began = time.monotonic()
        for run in played:
            _end(run, service, requests.get(run.name), PATIENCE_SECONDS - (time.monotonic() - began))
            tally.runs[run.what] += 1
            tally.faults.update(run.trouble.met)
            tally.steps.update(run.trouble.steps)
            tally.slowest = max(tally.slowest, time.monotonic() - began)
        assert service.running


def _deliver(wave: int, played: list[Run], order: random.Random) -> None:
    """A pitch for each account, in random order, and a wait until half of some have been dealt with."""
    for run in order.sample(played, len(played)):
        deliver(run.account, *pitches(wave))
    some = played[:4]
    eventually("half a wave is dealt with", lambda: 2 * sum(_has(run, wave) for run in some) >= len(some), 60)


def _has(run: Run, wave: int) -> bool:
    return f"payroll 0-{wave}" in run.done()


def _ask_back(run: Run, service: Service) -> int:
    """What `inboxguard undo` does beside a running service, as soon as there is something to put back."""
    eventually(f"{run.name} has dealt with the first", lambda: run.done() == [FIRST], PATIENCE_SECONDS)
    eventually(f"{run.name} knows it", lambda: _intents(run, service), PATIENCE_SECONDS)
    return service.journal.request(Request(run.name, clock.now(), _intents(run, service)))


def _intents(run: Run, service: Service) -> tuple[int, ...]:
    return tuple(
        deed.intent.id
        for deed in service.journal.deeds(run.name)
        if deed.result and deed.result.ended is Ended.DONE and not deed.intent.parent
    )


def _end(run: Run, service: Service, request: int | None, seconds: float) -> None:
    """With the trouble over, everything is done and settled within the time, and the account is connected."""
    eventually(f"{run.name} ({run.what}) is done", lambda: run.done() == run.wanted, seconds)
    eventually(f"{run.name} is connected", lambda: pulse(service, run.name).state is State.CONNECTED, seconds)
    eventually(f"{run.name} is settled", lambda: not service.journal.open_intents(run.name), seconds)
    if request is not None:
        eventually(f"{run.name} has its answer", lambda: service.journal.answered(request), seconds)
    run.verify()
    run.verify_deeds(service)
