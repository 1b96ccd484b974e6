"""What is held in memory for an account goes after half a day without mail, and nothing is forgotten by that."""

from dataclasses import replace
from datetime import timedelta

from inboxguard.journal.memory import MemoryJournal
from inboxguard.policy.table import Mode
from inboxguard.service.desk import Desk, Rules
from inboxguard.service.guard import Guard, Sequences
from tests.servers.guard import NAME, opened
from tests.servers.mail import NOON, subjects
from tests.servers.pitches import deliver, pitches
from tests.servers.place import Account
from tests.unit.service.mailbox import guard


def test_a_desk_rests_and_remembers(account: Account) -> None:
    """No mail, no guard; the guard made after a rest knows what the journal says, so the next pitch is hard sell."""
    journal, made = MemoryJournal(), []

    def make() -> Guard:
        sequences = Sequences(lambda person: journal.history(NAME, [person]).get(person))
        made.append(Guard(replace(guard(everyone=True).world), sequences))
        return made[-1]

    rules = Rules(NAME, frozenset({"sam@northpine.example"}), Mode.FILE, since=timedelta(days=2000))
    desk = Desk(rules, make, journal)
    with opened(account) as store:

        def look(hours: float) -> bool:
            desk.look(store, now=NOON + timedelta(hours=hours), run=f"run-{hours}")
            return desk.resting

        assert look(0)
        deliver(account, *pitches(0))
        assert [look(1), look(2), look(12), look(14), look(30)] == [False, False, False, True, True]
        deliver(account, *pitches(1))
        assert not look(31)
    assert len(made) == 2
    assert subjects(account, "Hard sell") == ["payroll 0-1"]
