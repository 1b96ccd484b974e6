"""The connection is cut at every command of filing, tagging and undo; afterwards everything is there exactly once."""

from collections.abc import Callable

import pytest

from inboxguard.errors import Unreachable
from inboxguard.journal.memory import MemoryJournal
from inboxguard.ports import Ended, Kind
from tests.servers.dovecot import Dovecot
from tests.servers.guard import guard, put_back
from tests.servers.mail import NAMELESS, flags_of, message, put, subjects
from tests.servers.place import Account
from tests.servers.proxy import Cut, FaultProxy
from tests.servers.pymap_server import Pymap

SERVERS = ["dovecot", "dovecot_without_move", "pymap"]
KEPT = "no Message-ID"
Step = Callable[[Account, MemoryJournal], object]


def filled(server: Dovecot | Pymap) -> Account:
    """Two to file, one of them twice and without Message-ID; one to leave; one that its user marked for deletion."""
    account = server.account()
    put(account, message(1), NAMELESS, message(2), NAMELESS)
    put(account, message(3), flags=("\\Deleted",))
    return account


def file_them(account: Account, journal: MemoryJournal) -> object:
    return guard(account, journal, only={1, -1, 3})


def tag_them(account: Account, journal: MemoryJournal) -> object:
    return guard(account, journal, Kind.TAG, only={1, -1, 3})


def every_cut(
    server: Dovecot | Pymap, cut: Cut, prepare: Step, step: Step, verify: Callable[[Account, MemoryJournal], None]
) -> int:
    """Play `step` with the connection cut at its 1st, 2nd, 3rd … command, then once more in peace; how many cuts."""
    number = 0
    while True:
        number += 1
        account, journal = filled(server), MemoryJournal()
        prepare(account, journal)
        with FaultProxy(account.server.port) as proxy:
            proxy.arm(number, cut)
            try:
                step(account.through(proxy.port), journal)
            except Unreachable:
                assert proxy.fired
            if not proxy.fired:
                return number - 1
        step(account, journal)
        verify(account, journal)


def settled(journal: MemoryJournal) -> None:
    assert journal.open_intents("work") == ()
    assert {deed.result.ended for deed in journal.deeds() if deed.result} <= {Ended.DONE, Ended.VANISHED}


def nothing(account: Account, journal: MemoryJournal) -> None:
    """No preparation."""


@pytest.mark.parametrize("cut", list(Cut))
@pytest.mark.parametrize("name", SERVERS)
def test_cut_while_filing(request: pytest.FixtureRequest, name: str, cut: Cut) -> None:
    """Each message is filed exactly once, the others are where they were, and nothing is left open."""

    def verify(account: Account, journal: MemoryJournal) -> None:
        assert subjects(account, "Hard sell") == ["Question 1", KEPT, KEPT]
        assert subjects(account) == ["Question 2", "Question 3"]
        assert flags_of(account)["Question 3"] == {"\\Deleted"}
        settled(journal)

    cuts = every_cut(request.getfixturevalue(name), cut, nothing, file_them, verify)
    print(f"{cuts} cuts {cut} while filing on {name}")
    assert cuts >= 12


@pytest.mark.parametrize("cut", list(Cut))
@pytest.mark.parametrize("name", SERVERS)
def test_cut_while_putting_back(request: pytest.FixtureRequest, name: str, cut: Cut) -> None:
    """Each message comes back exactly once, and stays: the next pass does not file it again."""

    def verify(account: Account, journal: MemoryJournal) -> None:
        assert guard(account, journal, only={1, -1}, run="run-2") is not None
        assert subjects(account) == ["Question 1", "Question 2", "Question 3", KEPT, KEPT]
        assert subjects(account, "Hard sell") == []
        assert flags_of(account)["Question 3"] == {"\\Deleted"}
        settled(journal)

    cuts = every_cut(request.getfixturevalue(name), cut, file_them, lambda a, j: put_back(a, j, run="run-1"), verify)
    print(f"{cuts} cuts {cut} while putting back on {name}")
    assert cuts >= 12


@pytest.mark.parametrize("cut", list(Cut))
def test_cut_while_tagging(dovecot: Dovecot, cut: Cut) -> None:
    """Each message has its tag, the others have none, and undo takes all of them away again."""

    def verify(account: Account, journal: MemoryJournal) -> None:
        flags = flags_of(account)
        assert (flags["Question 1"], flags[KEPT]) == ({"HardSell"}, {"HardSell"})
        assert (flags["Question 2"], flags["Question 3"]) == (set(), {"\\Deleted"})
        settled(journal)
        put_back(account, journal)
        assert all("HardSell" not in found for found in flags_of(account).values())

    cuts = every_cut(dovecot, cut, nothing, tag_them, verify)
    print(f"{cuts} cuts {cut} while tagging")
    assert cuts >= 8
