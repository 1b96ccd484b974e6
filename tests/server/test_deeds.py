"""Filing, tagging and undo on real servers: done where it can be done, once, and put back whole."""

import pytest

from inboxguard.errors import Refused
from inboxguard.journal.memory import MemoryJournal
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.ports import Cursor, Ended, Kind, Way
from inboxguard.service.deeds import Order, carry_out
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.guard import NAME, guard, new_mail, opened, put_back
from tests.servers.mail import NAMELESS, NOON, create, everything, flags_of, message, put, subjects
from tests.servers.place import Account

ODD = ('a "quoted" \\ name', "all * of 100 %")


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


def ends(handled: tuple[object, ...]) -> list[Ended]:
    return [one.ended for one in handled]


def test_observing_changes_nothing(account: Account, journal: MemoryJournal) -> None:
    r"""Looking at everything, bodies included, leaves every flag as it was, \Seen too."""
    put(account, message(1), message(2), NAMELESS)
    before = everything(account)
    with opened(account) as store:
        raws = new_mail(store, journal)
        assert len(list(store.bodies([raw.ref for raw in raws]))) == 3
    assert everything(account) == before


def test_tag_mode_tags_where_the_server_keeps_keywords(account: Account, journal: MemoryJournal) -> None:
    """The keyword is there afterwards; where the server drops it, the result says so and nothing else changed."""
    put(account, message(1), message(2), flags=("\\Flagged",))
    handled = guard(account, journal, Kind.TAG, only={1})
    if account.keeps_keywords:
        assert ends(handled) == [Ended.DONE]
        assert flags_of(account) == {"Question 1": {"\\Flagged", "HardSell"}, "Question 2": {"\\Flagged"}}
    else:
        assert ends(handled) == [Ended.NOT_KEPT]
        assert flags_of(account) == {"Question 1": {"\\Flagged"}, "Question 2": {"\\Flagged"}}


def test_file_mode_files(filing_account: Account, journal: MemoryJournal) -> None:
    """The messages named are in the destination, the others where they were, and the results say where."""
    put(filing_account, message(1), message(2), message(3))
    handled = guard(filing_account, journal, only={1, 3})
    assert ends(handled) == [Ended.DONE, Ended.DONE]
    assert subjects(filing_account) == ["Question 2"]
    assert subjects(filing_account, "Hard sell") == ["Question 1", "Question 3"]
    places = {one.deed.result.now_at for one in handled}
    uids = {uid for uid, *_ in everything(filing_account)["Hard sell"]}
    assert {place.uid for place in places} == uids


def test_undo_puts_everything_back(filing_account: Account, journal: MemoryJournal) -> None:
    """After undo each message lies where it lay, with its flags, date and size; only its UID is new."""
    put(filing_account, message(1), message(2), NAMELESS, flags=("\\Flagged", "\\Seen"))
    before = everything(filing_account)["INBOX"]
    guard(filing_account, journal, only={1, -1})
    assert len(subjects(filing_account, "Hard sell")) == 2
    assert ends(put_back(filing_account, journal)) == [Ended.DONE, Ended.DONE]
    after = everything(filing_account)["INBOX"]
    assert sorted(row[1:] for row in after) == sorted(row[1:] for row in before)
    assert subjects(filing_account, "Hard sell") == []


def test_what_was_put_back_is_never_filed_again(filing_account: Account, journal: MemoryJournal) -> None:
    """A message that was undone is new mail with a new UID, and still left alone."""
    put(filing_account, message(1))
    guard(filing_account, journal)
    put_back(filing_account, journal)
    assert ends(guard(filing_account, journal, run="run-2")) == [Ended.WITHDRAWN]
    assert subjects(filing_account) == ["Question 1"]


def test_undo_twice_does_nothing_the_second_time(filing_account: Account, journal: MemoryJournal) -> None:
    """What was put back is not put back again."""
    put(filing_account, message(1))
    guard(filing_account, journal)
    put_back(filing_account, journal)
    before = everything(filing_account)
    assert put_back(filing_account, journal) == ()
    assert everything(filing_account) == before


def test_undo_by_sender(filing_account: Account, journal: MemoryJournal) -> None:
    """All that was done to one sender's mail is put back, in whatever run it was done."""
    put(filing_account, message(1))
    guard(filing_account, journal, run="run-1")
    put(filing_account, message(2))
    guard(filing_account, journal, run="run-2")
    assert ends(put_back(filing_account, journal, sender="jane@acme.example")) == [Ended.DONE, Ended.DONE]
    assert subjects(filing_account) == ["Question 1", "Question 2"]


def test_undo_finds_a_message_by_what_it_is(account: Account, journal: MemoryJournal) -> None:
    """A filed message whose UID became stale, because its mailbox was made anew, is found by its key."""
    put(account, message(1), message(2))
    guard(account, journal, only={1})
    client = account.plain()
    client.create_folder("Elsewhere")
    client.select_folder("Hard sell")
    client.move(client.search("ALL"), "Elsewhere")
    client.select_folder("INBOX")
    client.delete_folder("Hard sell")
    client.create_folder("Hard sell")
    client.select_folder("Elsewhere")
    client.move(client.search("ALL"), "Hard sell")
    client.logout()
    assert ends(put_back(account, journal)) == [Ended.DONE]
    assert subjects(account) == ["Question 1", "Question 2"]


def test_undo_of_a_message_that_is_gone_says_so(account: Account, journal: MemoryJournal) -> None:
    """A message that its user has moved on from the destination stays there."""
    put(account, message(1))
    guard(account, journal)
    client = account.plain()
    client.create_folder("Mine")
    client.select_folder("Hard sell")
    client.move(client.search("ALL"), "Mine")
    client.logout()
    assert ends(put_back(account, journal)) == [Ended.VANISHED]
    assert subjects(account, "Mine") == ["Question 1"]


def test_undo_takes_away_the_tag(dovecot: Dovecot, journal: MemoryJournal) -> None:
    """A tag that the guard set is taken away; one that was there before stays."""
    account = dovecot.account()
    put(account, message(1))
    put(account, message(2), flags=("HardSell",))
    guard(account, journal, Kind.TAG)
    assert ends(put_back(account, journal)) == [Ended.DONE]
    assert flags_of(account) == {"Question 1": set(), "Question 2": {"HardSell"}}


def test_second_run_does_nothing_twice(filing_account: Account, journal: MemoryJournal) -> None:
    """Nothing is filed again, and an unchanged mailbox is left alone."""
    put(filing_account, message(1), message(2))
    guard(filing_account, journal, only={1})
    before = everything(filing_account)
    assert guard(filing_account, journal, only={1}, run="run-2") == ()
    assert everything(filing_account) == before


@pytest.mark.parametrize("kind", [Kind.FILE, Kind.TAG])
def test_message_marked_for_deletion_by_its_user_is_still_there(
    filing_account: Account, journal: MemoryJournal, kind: Kind
) -> None:
    r"""Somebody's \Deleted message survives our deeds on others, and is itself left alone."""
    put(filing_account, message(1), message(3))
    put(filing_account, message(2), flags=("\\Deleted",))
    handled = guard(filing_account, journal, kind)
    assert Ended.WITHDRAWN in ends(handled)
    assert flags_of(filing_account)["Question 2"] == {"\\Deleted"}


@pytest.mark.parametrize("name", ["Hard sell", "Verkäufer & Co", "売り込み", "Filed/Hard sell", "(a) [b] #c"])
def test_mailbox_names_of_all_kinds(account: Account, journal: MemoryJournal, name: str) -> None:
    """Spaces, other alphabets, levels and brackets in names work, as source and as destination."""
    create(account, "Büro Eingang")
    put(account, message(1), mailbox="Büro Eingang")
    assert ends(guard(account, journal, mailbox="Büro Eingang", destination=name)) == [Ended.DONE]
    assert subjects(account, name) == ["Question 1"]
    assert ends(put_back(account, journal)) == [Ended.DONE]
    assert subjects(account, "Büro Eingang") == ["Question 1"]


@pytest.mark.parametrize("server", ["dovecot", "pymap"])
@pytest.mark.parametrize("name", ODD)
def test_quotes_and_wildcards_in_a_name_are_sent_whole(
    request: pytest.FixtureRequest, journal: MemoryJournal, server: str, name: str
) -> None:
    """A destination with quotes or wildcards in its name is made and filed into where the server has such names."""
    account = request.getfixturevalue(server).account()
    put(account, message(1))
    assert ends(guard(account, journal, destination=name)) == [Ended.DONE]
    assert subjects(account, name) == ["Question 1"]
    assert ends(put_back(account, journal)) == [Ended.DONE]


@pytest.mark.parametrize("name", ODD)
def test_name_the_server_does_not_take_is_refused(cyrus: Cyrus, journal: MemoryJournal, name: str) -> None:
    """Cyrus takes no such names: the deed is refused, the message stays, and the next deed is done."""
    account = cyrus.account()
    put(account, message(1))
    before = everything(account)
    assert ends(guard(account, journal, destination=name)) == [Ended.REFUSED]
    assert everything(account) == before
    put(account, message(2))
    assert ends(guard(account, journal, run="run-2")) == [Ended.DONE]
    assert subjects(account, "Hard sell") == ["Question 2"]


def test_changed_uidvalidity_is_noticed_and_nothing_is_done_twice(account: Account, journal: MemoryJournal) -> None:
    """A mailbox made anew is read from its beginning; an order with the old UIDVALIDITY does nothing."""
    create(account, "Box")
    put(account, message(1), message(2), mailbox="Box")
    guard(account, journal, only={1}, mailbox="Box")
    with opened(account) as store:
        stale = new_mail(store, MemoryJournal(), "Box")[0]
    client = account.plain()
    client.delete_folder("Box")
    client.create_folder("Box")
    client.logout()
    put(account, message(3), message(1), mailbox="Box")
    journal.keep_out(NAME, [], NOON)
    with opened(account) as store:
        order = Order(Kind.FILE, stale.ref, MessageKey("0" * 32), "Hard sell")
        (refused,) = carry_out([order], store, journal, run="run-2", now=NOON)
        assert refused.ended is Ended.REFUSED
        assert [raw.ref.uidvalidity for raw in new_mail(store, journal, "Box")] == [
            store.session.selected.uidvalidity
        ] * 2
    assert subjects(account, "Box") == ["Question 1", "Question 3"]
    assert subjects(account, "Hard sell") == ["Question 1"]


def test_order_for_another_message_is_not_carried_out(account: Account, journal: MemoryJournal) -> None:
    """When another message lies under the UID than the one that was judged, nothing happens."""
    put(account, message(1))
    before = everything(account)
    with opened(account) as store:
        (raw,) = new_mail(store, journal)
        order = Order(Kind.FILE, raw.ref, MessageKey("0" * 32), "Hard sell")
        assert ends(carry_out([order], store, journal, run="r", now=NOON)) == [Ended.VANISHED]
    assert everything(account)["INBOX"] == before["INBOX"]
    assert journal.deeds() == ()


def test_copies_of_one_message_are_each_filed_once(filing_account: Account, journal: MemoryJournal) -> None:
    """Two equal messages, without a Message-ID, are two messages."""
    put(filing_account, NAMELESS, NAMELESS, message(1))
    assert ends(guard(filing_account, journal)) == [Ended.DONE] * 3
    assert len(subjects(filing_account, "Hard sell")) == 3
    assert subjects(filing_account) == []


def test_server_that_can_neither_move_nor_expunge_one_only_tags(dovecot_bare: Dovecot, journal: MemoryJournal) -> None:
    """Without MOVE and UIDPLUS a filing becomes a tag, and the message stays."""
    account = dovecot_bare.account()
    put(account, message(1), message(2))
    with opened(account) as store:
        assert store.way is Way.TAG_ONLY
    handled = guard(account, journal, only={1})
    assert [(one.ended, one.deed.intent.kind) for one in handled] == [(Ended.DONE, Kind.TAG)]
    assert flags_of(account) == {"Question 1": {"HardSell"}, "Question 2": set()}


def test_levels_of_a_name_follow_the_server(dovecot_bare: Dovecot) -> None:
    """A name written with slashes becomes the server's own, below its prefix."""
    with opened(dovecot_bare.account()) as store:
        name = store.server_name("Filed/Hard sell")
        assert name == "INBOX.Filed.Hard sell"
        assert store.destination(name).messages == 0
        assert store.server_name("inbox") == "INBOX"


def test_names_as_the_user_writes_them_work_everywhere(dovecot_dotted: Dovecot, journal: MemoryJournal) -> None:
    """Where levels are separated by dots below INBOX, "Büro/Eingang" is still the name in the configuration."""
    account = dovecot_dotted.account()
    create(account, "INBOX.Büro.Eingang")
    put(account, message(1), mailbox="INBOX.Büro.Eingang")
    with opened(account) as store:
        orders = [
            Order(Kind.FILE, raw.ref, key, "Filed/Hard sell")
            for raw, key in keyed(new_mail(store, journal, "Büro/Eingang"))
        ]
        assert ends(carry_out(orders, store, journal, run="r", now=NOON)) == [Ended.DONE]
    assert subjects(account, "INBOX.Filed.Hard sell") == ["Question 1"]
    assert ends(put_back(account, journal, run="r")) == [Ended.DONE]
    assert subjects(account, "INBOX.Büro.Eingang") == ["Question 1"]


def test_filing_into_where_it_lies_is_nothing(account: Account, journal: MemoryJournal) -> None:
    """A destination that is the source leaves the message alone."""
    put(account, message(1))
    before = everything(account)
    assert ends(guard(account, journal, destination="inbox")) == [Ended.WITHDRAWN]
    assert everything(account) == before


def test_destination_is_created_and_subscribed(account: Account, journal: MemoryJournal) -> None:
    """A mailbox made for filing is one that mail programs show, and its first message is not lost."""
    put(account, message(1))
    guard(account, journal)
    client = account.plain()
    assert "Hard sell" in [name for *_, name in client.list_sub_folders()]
    client.logout()
    assert subjects(account, "Hard sell") == ["Question 1"]


def test_many_are_filed_in_few_commands(dovecot: Dovecot, journal: MemoryJournal) -> None:
    """A hundred messages go in one MOVE."""
    account = dovecot.account()
    put(account, *(message(number) for number in range(100)))
    with opened(account) as store:
        orders = [Order(Kind.FILE, raw.ref, key, "Hard sell") for raw, key in keyed(new_mail(store, journal))]
        before = store.session.stream.sent
        handled = carry_out(orders, store, journal, run="r", now=NOON)
        sent = store.session.stream.sent - before
    assert ends(handled) == [Ended.DONE] * 100
    assert sent < 1500


def test_unknown_mailbox_is_a_plain_refusal(account: Account) -> None:
    """A mailbox that is not there is refused, and the session goes on."""
    put(account, message(1))
    with opened(account) as store:
        with pytest.raises(Refused):
            store.snapshot("No such mailbox")
        assert store.snapshot("INBOX").messages == 1


def test_cursor_past_the_end_finds_nothing(account: Account) -> None:
    """`n:*` would return the last message again; a range below UIDNEXT does not."""
    put(account, message(1))
    with opened(account) as store:
        snapshot = store.snapshot("INBOX")
        assert list(store.headers_since(snapshot, snapshot.cursor)) == []
        assert list(store.headers_since(snapshot, Cursor(snapshot.uidvalidity, 10_000))) == []


def test_messages_that_vanished_are_left_out(account: Account) -> None:
    """Reading messages that are not there any more gives the others."""
    put(account, message(1))
    with opened(account) as store:
        (raw,) = new_mail(store, MemoryJournal())
        gone = MessageRef(NAME, "INBOX", raw.ref.uidvalidity, raw.ref.uid + 7)
        assert [found.ref for found in store.bodies([gone, raw.ref])] == [raw.ref]


def keyed(raws: list[object]) -> list[tuple[object, MessageKey]]:
    from inboxguard.mail.ref import key_of

    return [(raw, key_of(raw)) for raw in raws]
