"""Intents without a result: what became of them is found out by looking, on real servers."""

import pytest

from inboxguard.journal.memory import MemoryJournal
from inboxguard.mail.ref import key_of
from inboxguard.ports import Ended, Identity, Intent, Kind
from inboxguard.service.reconcile import reconcile
from tests.servers.guard import NAME, new_mail, opened
from tests.servers.mail import NOON, create, message, put, subjects
from tests.servers.place import Account


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


def intended(account: Account, journal: MemoryJournal, kind: Kind = Kind.FILE, number: int = 1) -> Intent:
    """An intent about a message in INBOX, written and then forgotten by a crash."""
    put(account, message(number))
    create(account, "Hard sell")
    with opened(account) as store:
        (raw,) = new_mail(store, journal)
        target = store.destination("Hard sell")
    identity = Identity(key_of(raw), raw.size)
    filing = (target.mailbox, target.uidvalidity, target.uidnext) if kind is Kind.FILE else ("", 0, 0)
    keyword = "" if kind is Kind.FILE else "HardSell"
    return journal.intend([Intent(kind, raw.ref, identity, NOON, "run-1", (), *filing, keyword)])[0]


def ended(account: Account, journal: MemoryJournal, *, may_act: bool = True) -> list[Ended]:
    with opened(account) as store:
        deeds = reconcile(store, journal, now=NOON, may_act=may_act)
    assert journal.open_intents(NAME) == ()
    return [deed.result.ended for deed in deeds if deed.result]


def moved_by_somebody(account: Account, destination: str) -> None:
    client = account.plain()
    client.select_folder("INBOX")
    client.move(client.search("ALL"), destination)
    client.logout()


def test_not_begun_is_done_now(filing_account: Account, journal: MemoryJournal) -> None:
    """A filing that was intended and not begun is done where the account may act."""
    intended(filing_account, journal)
    assert ended(filing_account, journal) == [Ended.DONE]
    assert (subjects(filing_account), subjects(filing_account, "Hard sell")) == ([], ["Question 1"])


def test_not_begun_is_left_where_the_account_observes(filing_account: Account, journal: MemoryJournal) -> None:
    """Back in observe mode nothing is filed any more, and the intent says so."""
    intended(filing_account, journal)
    assert ended(filing_account, journal, may_act=False) == [Ended.WITHDRAWN]
    assert subjects(filing_account) == ["Question 1"]


def test_not_begun_is_left_when_it_was_undone(account: Account, journal: MemoryJournal) -> None:
    """A message that is to be left alone is left alone by an old intent, too."""
    intent = intended(account, journal)
    journal.keep_out(NAME, [intent.identity.key], NOON)
    assert ended(account, journal) == [Ended.WITHDRAWN]
    assert subjects(account) == ["Question 1"]


def test_done_is_seen_to_be_done(account: Account, journal: MemoryJournal) -> None:
    """A message that lies at its destination is not touched, and its place is known for undo."""
    intended(account, journal)
    moved_by_somebody(account, "Hard sell")
    assert ended(account, journal, may_act=False) == [Ended.DONE]
    place = journal.deeds()[0].result.now_at
    with opened(account) as store:
        assert store.standing(place.mailbox, place.uidvalidity, [place.uid])


def test_half_a_copy_is_finished(filing_account: Account, journal: MemoryJournal) -> None:
    """A message that was copied and not yet removed is there once afterwards."""
    intended(filing_account, journal)
    client = filing_account.plain()
    client.select_folder("INBOX")
    client.copy(client.search("ALL"), "Hard sell")
    client.logout()
    assert ended(filing_account, journal) == [Ended.DONE]
    assert (subjects(filing_account), subjects(filing_account, "Hard sell")) == ([], ["Question 1"])


def test_neither_here_nor_there_is_left_to_a_person(account: Account, journal: MemoryJournal) -> None:
    """A message that is nowhere to be seen is not guessed about."""
    intended(account, journal)
    create(account, "Elsewhere")
    moved_by_somebody(account, "Elsewhere")
    assert ended(account, journal) == [Ended.UNSETTLED]
    assert subjects(account, "Elsewhere") == ["Question 1"]


@pytest.mark.parametrize("anew", ["Box", "Hard sell"])
def test_mailbox_made_anew_is_left_to_a_person(account: Account, journal: MemoryJournal, anew: str) -> None:
    """Where UIDVALIDITY has changed nothing is done on the strength of an old UID."""
    create(account, "Box", "Hard sell")
    put(account, message(1), mailbox="Box")
    with opened(account) as store:
        (raw,) = new_mail(store, journal, "Box")
        target = store.destination("Hard sell")
    place = (target.mailbox, target.uidvalidity, target.uidnext)
    journal.intend([Intent(Kind.FILE, raw.ref, Identity(key_of(raw), raw.size), NOON, "run-1", (), *place)])
    client = account.plain()
    client.rename_folder(anew, "Old")
    client.create_folder(anew)
    client.delete_folder(anew)
    client.create_folder(anew)
    client.logout()
    with opened(account) as store:
        if store.snapshot(anew).uidvalidity in {raw.ref.uidvalidity, target.uidvalidity}:
            pytest.fail("the server gave a new mailbox the old UIDVALIDITY")
    assert ended(account, journal) == [Ended.UNSETTLED]


def test_tag_that_was_not_set_is_set_now(account: Account, journal: MemoryJournal) -> None:
    """A tag is set at the next start, and where the server drops it the result says so."""
    intended(account, journal, Kind.TAG)
    assert ended(account, journal) == [Ended.DONE if account.keeps_keywords else Ended.NOT_KEPT]


def test_tag_of_a_message_that_is_gone(account: Account, journal: MemoryJournal) -> None:
    """A tag for a message that somebody moved meanwhile is nothing to worry about."""
    intended(account, journal, Kind.TAG)
    moved_by_somebody(account, "Hard sell")
    assert ended(account, journal) == [Ended.VANISHED]
