"""The people store: what is kept comes back, and what is forgotten is gone from the whole file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inboxguard.errors import JournalTrouble
from inboxguard.journal.people_store import SqlitePeopleStore
from inboxguard.mail.address import Address
from inboxguard.people.connection import Connection, Direction, Source, Strength
from inboxguard.people.facts import PeopleFacts
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


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    """A file of another kind gives an error with a way to mend it, not a crash."""
    path = tmp_path / "state.sqlite3"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(JournalTrouble):
        SqlitePeopleStore(path)
