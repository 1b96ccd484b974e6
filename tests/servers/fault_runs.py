"""Randomised runs of the service behind a proxy in which everything happens, many accounts at a time."""

import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from inboxguard.ports import Ended
from inboxguard.service.health import State
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


@dataclass
class Tally:
    """How many runs there were and what happened in them."""

    runs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {what}" for what, count in self.faults.most_common())
        steps = ", ".join(f"{count} at {what}" for what, count in self.steps.most_common())
        return f"{self.runs} runs, {sum(self.faults.values())} faults ({kinds}); {steps}"


@dataclass
class Run:
    """One account that is served through trouble."""

    name: str
    account: Account
    trouble: Trouble

    def prepare(self) -> None:
        deliver(self.account, *pitches(0), (3, lunch(3)))
        put(self.account, DELETED, flags=("\\Deleted",))

    def verify(self, waves: int) -> None:
        """Nothing is lost or doubled, what was judged is filed once, and nobody else's mail was touched."""
        filed = [f"payroll 0-{number}" for number in range(1, waves + 1)]
        assert subjects(self.account, "Hard sell") == filed, self.name
        assert subjects(self.account) == ["lunch 3", "payroll 0-0", "to be deleted by me"], self.name
        assert flags_of(self.account)["to be deleted by me"] == {"\\Deleted"}, self.name
        assert sum(len(rows) for rows in everything(self.account).values()) == 3 + waves, self.name


def play(server: Dovecot | Pymap, folder: Path, runs: int, seed: int, tally: Tally) -> None:
    """So many accounts, all in one service, each with its own trouble; afterwards all is as if there had been none."""
    with ExitStack() as stack:
        played = []
        for number in range(runs):
            account = server.account()
            chance = 0.04 + 0.04 * (number % 5)
            troubled = Trouble(account.server.port, seed * 10_000 + number, chance=chance, most=6)
            trouble = stack.enter_context(troubled)
            played.append(Run(f"run{number}", account, trouble))
            played[-1].prepare()
        accounts = {run.name: section(run.account.through(run.trouble.port)) for run in played}
        settings = settings_of(
            folder, accounts, exports=(export_of(folder),),
            service={"silence_seconds": 5, "command_seconds": 3, "poll_seconds": 5, "workers": 8},
        )  # fmt: skip
        service = stack.enter_context(serving(settings))
        order = random.Random(seed)
        for wave in range(1, WAVES + 1):
            for run in order.sample(played, len(played)):
                deliver(run.account, *pitches(wave))
            eventually("half a wave is filed", partial(_enough, played, wave), 60)
        for run in played:
            run.trouble.in_peace()
        for run in played:
            wanted = [f"payroll 0-{number}" for number in range(1, WAVES + 1)]
            eventually(f"{run.name} is filed", partial(_filed, run, wanted), 60)
            eventually(f"{run.name} is connected", partial(_connected, service, run.name), 60)
            run.verify(WAVES)
            ends = {deed.result.ended for deed in service.journal.deeds(run.name) if deed.result}
            assert Ended.DONE in ends, run.name
            assert ends <= {Ended.DONE, Ended.VANISHED, Ended.REFUSED}, (run.name, ends)
            eventually(f"{run.name} is settled", partial(_settled, service, run.name), 20)
            tally.runs += 1
            tally.faults.update(run.trouble.met)
            tally.steps.update(run.trouble.steps)


def _enough(played: list[Run], wave: int) -> bool:
    filed = sum(len(subjects(run.account, "Hard sell")) >= wave for run in played[:4])
    return filed * 2 >= len(played[:4])


def _filed(run: Run, wanted: list[str]) -> bool:
    return subjects(run.account, "Hard sell") == wanted


def _connected(service: object, name: str) -> bool:
    return pulse(service, name).state is State.CONNECTED  # type: ignore[arg-type]


def _settled(service: object, name: str) -> bool:
    return not service.journal.open_intents(name)  # type: ignore[attr-defined]
