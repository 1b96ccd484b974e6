"""The people store: what is kept comes back, and what is forgotten is gone from the whole file."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inboxguard.errors import JournalLocked, JournalTrouble
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.mail.address import Address
from inboxguard.people.connection import Connection, Direction, Source, Strength
from inboxguard.people.facts import Change, PeopleFacts
from inboxguard.people.learnt import Conversation, Invitation

DAY = datetime(2026, 10, 1, tzinfo=UTC)
JANE = Connection(
    "linkedin:jane-1", "Jane Doé 🚀", "Acme", "Head", "jane-1", (Address("jane", "acme.example"),), DAY, Direction.INCOMING, Strength.CERTAIN, (Source("linkedin export", "c.csv:2", DAY),), "linkedin", DAY,
)  # fmt: skip
FACTS = PeopleFacts(
    (Connection("linkedin:kim", "Kim"), JANE),
    (Invitation("Jane Doé 🚀", "jane-1", DAY, Direction.INCOMING, "hi", "i.csv:2"),),
    (Conversation("Jane Doé 🚀", "jane-1", DAY, DAY, 1, 2, "hello", "m.csv:2"),),
    (("linkedin:old", "linkedin:kim"),),
    frozenset({"@acme.example", "list:x.example"}),
    frozenset({Address("me", "canary.example")}),
    (("Acme", "acme.example"),),
    (Change(DAY, "merge", "linkedin:old", "linkedin:kim", ("linkedin:old",)),),
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The path of a state file that is not there yet, in a folder that is not either."""
    return tmp_path / "new" / "state.sqlite3"


def test_an_empty_store_knows_nobody(state: Path) -> None:
    """A new file holds no facts."""
    store = SqlitePeopleStore(state)
    assert store.load() == PeopleFacts()
    store.close()


def test_facts_come_back_as_they_were(state: Path) -> None:
    """Every field of every fact survives closing and opening."""
    store = SqlitePeopleStore(state)
    store.save(FACTS)
    store.close()
    again = SqlitePeopleStore(state)
    assert again.load() == FACTS
    again.save(PeopleFacts())
    assert again.load() == PeopleFacts()
    again.close()


def test_the_file_is_for_its_owner_alone(state: Path) -> None:
    """The state file has mode 0600 and its folder 0700."""
    SqlitePeopleStore(state).close()
    assert state.stat().st_mode & 0o777 == 0o600
    assert state.parent.stat().st_mode & 0o777 == 0o700


def test_forgetting_reaches_facts_and_remembered_mail(state: Path) -> None:
    """Nothing about the person stays in the file; deeds stay without sender and person, and stay append-only."""
    store = SqlitePeopleStore(state)
    store.save(FACTS)
    with store._transaction():
        store.database.execute(
            "INSERT INTO examined VALUES ('a','k','INBOX',1,1,NULL,'jane@acme.example','Subject of Jane','<m@x>','p1',NULL,'{}','r')"
        )
        store.database.execute("INSERT INTO replies VALUES ('a','p1','2026-10-01','neutral','<r@x>','dear Jane')")
        columns = "kind,account,mailbox,uidvalidity,uid,key,size,server_id,at,run,flags_before,destination,destination_uidvalidity,destination_uidnext,keyword,sender,person,because,parent"
        store.database.execute(
            f"INSERT INTO intents ({columns}) VALUES ('file','a','INBOX',1,1,'k',1,'','t','r','','',0,0,'','jane@acme.example','p1','row',0)"
        )
    gone = store.forget(JANE)
    assert (gone.facts, gone.messages) == (3, 2)
    assert [one.name for one in store.load().connections] == ["Kim"]
    for table in ("examined", "replies"):
        assert store.database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert store.database.execute("SELECT sender, person, key FROM intents").fetchall() == [("", "", "k")]
    with pytest.raises(JournalTrouble, match="append-only"), store._transaction():
        store.database.execute("UPDATE intents SET sender = 'x'")
    store.close()


def test_after_forgetting_no_file_holds_name_address_or_profile(state: Path) -> None:
    """Not the database, not its log, not its unused parts: no octet of the person is left beside others' data."""
    store = SqlitePeopleStore(state)
    store.save(FACTS)
    forms = (Conversation("Dr. Jane Doé 🚀", first=DAY, opening="call me, Jane Doé 🚀"), Conversation("Kim", "kim-9"))
    store.save(replace(FACTS, conversations=forms))
    verdict = json.dumps({"name": JANE.name, "note": "https://www.linkedin.com/in/jane-1"})
    with store._transaction():
        for number in range(200):
            row = (
                "a",
                f"k{number}",
                "INBOX",
                1,
                number,
                None,
                "jane@acme.example",
                "From Jane",
                "<m>",
                "p1",
                None,
                verdict,
                "r",
            )
            store.database.execute("INSERT INTO examined VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
        for key, sender, text in (("x", "jd@home.example", verdict), ("y", "kim@pulse.example", "{}")):
            row = ("a", key, "INBOX", 1, 900, None, sender, "A word", "<m>", "", None, text, "r")
            store.database.execute("INSERT INTO examined VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
        store.database.execute("INSERT INTO replies VALUES ('a','p9','2026','neutral','<r>','ask Jane Doé 🚀 instead')")
        said = ("a", "y", "2026", "not-a-pitch", "p9", "about Jane Doé 🚀")
        store.database.execute("INSERT INTO corrections (account,key,at,kind,person,says) VALUES (?,?,?,?,?,?)", said)
    store.forget(JANE)
    assert [one.name for one in store.load().conversations] == ["Kim"]
    for table, column in (("replies", "words"), ("corrections", "says")):
        assert store.database.execute(f"SELECT person, {column} FROM {table}").fetchall() == [("p9", "")]
    assert store.database.execute("SELECT key FROM examined").fetchall() == [("y",)]
    written = b"".join(path.read_bytes() for path in state.parent.iterdir())
    assert b"kim@pulse.example" in written
    for text in ("Jane", "jane@acme.example", "jane-1", "Doé", json.dumps("Doé")[1:-1]):
        assert text.encode() not in written
    store.close()


def test_forgetting_beside_a_reader_says_that_the_file_was_not_written_anew(state: Path) -> None:
    """While another process reads, unused parts cannot be cleared: the person is gone and the user is told the rest."""
    store, reader = SqlitePeopleStore(state), SqlitePeopleStore(state)
    store.save(FACTS)
    store.database.execute("PRAGMA busy_timeout = 50")
    reader.database.execute("BEGIN")
    reader.database.execute("SELECT * FROM people_facts").fetchall()
    with pytest.raises(JournalLocked, match="unused parts") as raised:
        store.forget(JANE)
    assert "VACUUM" in raised.value.mend
    reader.database.execute("COMMIT")
    assert [one.name for one in store.load().connections] == ["Kim"]
    reader.close()
    store.close()


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    """A file of another kind gives an error with a way to mend it, not a crash."""
    path = tmp_path / "state.sqlite3"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(JournalTrouble):
        SqlitePeopleStore(path)
