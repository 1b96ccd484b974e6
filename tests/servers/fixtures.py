"""The servers as fixtures; one process of each for a test session, a mailbox of its own for each test."""

from collections.abc import Iterator

import pytest

from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.place import Account
from tests.servers.pymap_server import Pymap

BARE = "IMAP4rev1 LITERAL+ ID ENABLE NAMESPACE UNSELECT CHILDREN SPECIAL-USE"


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def dovecot_without_move() -> Iterator[Dovecot]:
    server = Dovecot(capabilities=f"{BARE} UIDPLUS IDLE").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def dovecot_bare() -> Iterator[Dovecot]:
    server = Dovecot(capabilities=BARE, separator=".", prefix="INBOX.").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def dovecot_dotted() -> Iterator[Dovecot]:
    server = Dovecot(separator=".", prefix="INBOX.").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def pymap() -> Iterator[Pymap]:
    server = Pymap().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    server = Cyrus().start()
    yield server
    server.stop()


@pytest.fixture(params=["dovecot", "cyrus", "pymap"])
def account(request: pytest.FixtureRequest) -> Account:
    """A new mailbox on each of the servers in turn."""
    server: Dovecot | Cyrus | Pymap = request.getfixturevalue(request.param)
    return server.account()


@pytest.fixture(params=["dovecot", "cyrus", "pymap", "dovecot_without_move"])
def filing_account(request: pytest.FixtureRequest) -> Account:
    """A new mailbox on each server that can file, with MOVE and without."""
    server: Dovecot | Cyrus | Pymap = request.getfixturevalue(request.param)
    return server.account()
