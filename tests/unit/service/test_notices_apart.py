"""A notice counts for the account in whose mailbox it lies, unless the accounts share their notices."""

from pathlib import Path

import pytest

from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.mail.address import NamedAddress, parse_address
from inboxguard.mail.ref import MessageRef, RawMessage
from inboxguard.people.connection import Connection, Source
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.learnt import Conversation, Invitation, Learnt, account_of, received_in
from inboxguard.service.common_book import CommonBook, SharedRoster
from inboxguard.service.roster import Roster
from tests.unit.service.mailbox import ACCEPTED, DANA

SENDER = NamedAddress("Kim Rivera", parse_address("kim.rivera@acme.example"))
KIM = Connection(
    "linkedin:kim", "Kim Rivera", "Acme", accepted=ACCEPTED, sources=(Source("linkedin notice (accepted)", "<n@x>"),)
)
NOTICE = Learnt("linkedin notice", (KIM,), (Invitation("Kim Rivera", kind="linkedin notice (invitation)"),))
INVITED = Path(__file__).parents[2] / "corpus" / "linkedin-notices" / "linkedin_invitations-INCOMING_1.eml"


@pytest.fixture
def common(tmp_path: Path) -> CommonBook:
    return CommonBook(SqlitePeopleStore(tmp_path / "state.sqlite3"))


def knows(common: CommonBook, account: str, *, shared: bool = False) -> bool:
    """Whether the account's book may know Kim."""
    return SharedRoster(common, (), (), account, shared=shared).book().may_match(SENDER, ())


def test_a_notice_counts_for_its_own_account(common: CommonBook) -> None:
    """What came to home is not known at work, before and after work has a notice of its own, and after a restart."""
    common.learn([Learnt("linkedin export", (DANA,)), received_in(NOTICE, "home")])
    other = Connection("linkedin:lee", "Lee Park", sources=KIM.sources)
    assert (knows(common, "home"), knows(common, "work")) == (True, False)
    common.learn([received_in(Learnt("linkedin notice", (other,)), "work")])
    assert (knows(common, "home"), knows(common, "work")) == (True, False)
    again = CommonBook(common._store)
    assert (knows(again, "home"), knows(again, "work")) == (True, False)


def test_shared_notices_count_for_all(common: CommonBook) -> None:
    """With share_notices every account of the process knows what one was told."""
    common.learn([received_in(NOTICE, "home")])
    assert knows(common, "work", shared=True)


def test_two_accounts_may_be_told_of_one_person(common: CommonBook) -> None:
    """The second notice about the same person takes nothing from the first account."""
    common.learn([received_in(NOTICE, "home")])
    common.learn([received_in(NOTICE, "work")])
    assert (knows(common, "home"), knows(common, "work"), knows(common, "third")) == (True, True, False)


def test_an_account_without_notices_shares_the_book(common: CommonBook) -> None:
    """A thousand accounts that know the same people hold one book."""
    common.learn([Learnt("linkedin export", (DANA,)), received_in(NOTICE, "home")])
    first, second = (SharedRoster(common, (), (), name).book() for name in ("one", "two"))
    assert first is second


def test_what_a_roster_reads_is_marked_with_its_account() -> None:
    """The account is that of the mailbox the notice lies in, and the report's words stay as they were."""
    roster = Roster(())
    raw = RawMessage(INVITED.read_bytes(), "imap:home/INBOX#1", MessageRef("home", "INBOX", 1, 1))
    assert roster.read_notices([raw])
    facts = roster.facts
    kinds = [one.kind for one in facts.invitations] + [one.sources[0].kind for one in facts.connections]
    assert kinds
    assert {account_of(kind) for kind in kinds} == {"home"}
    assert facts.seen_by("home") is facts
    assert facts.seen_by("work") == PeopleFacts()


def test_the_report_does_not_name_the_account() -> None:
    """What a connection rests on reads as before; everything a notice teaches is marked."""
    marked = received_in(
        Learnt("linkedin notice", (KIM,), (), (Conversation("Kim", kind="linkedin notice (message)"),)), "home"
    )
    assert marked.connections[0].rests_on == KIM.rests_on == "linkedin notice (accepted) (certain)"
    assert account_of(marked.conversations[0].kind) == "home"
