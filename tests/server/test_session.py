"""Connecting and signing in at real servers, and what it costs to find nothing new."""

from pathlib import Path

import pytest
import trustme

from inboxguard.errors import ExitCode, Refused, SignInRefused, TlsRefused, Unreachable
from inboxguard.imap.credentials import Credentials, Limits, Security, Server
from inboxguard.imap.mailstore import ImapMailstore
from inboxguard.imap.session import connect
from inboxguard.ports import Cursor, SpecialUse
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.guard import opened
from tests.servers.mail import create, message, put
from tests.servers.place import PASSWORD, Account, free_port
from tests.servers.pymap_server import Pymap
from tests.servers.scripted import Scripted

LIMITS = Limits(5, 5)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_dovecot_over_tls(dovecot: Dovecot, security: Security) -> None:
    """Implicit TLS and STARTTLS, the certificate checked against the authority given."""
    account = dovecot.account()
    with connect(dovecot.tls(account, security), account.credentials, limits=LIMITS) as session:
        assert session.introduce()["name"] == "Dovecot"
        assert session.select("INBOX").messages == 0


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_cyrus_over_tls(cyrus: Cyrus, security: Security) -> None:
    """Another implementation of both, which offers LOGIN only where it asks for a password."""
    with connect(cyrus.tls(security), cyrus.account().credentials, limits=LIMITS) as session:
        assert session.introduce()["name"] == "Cyrus IMAPD"
        assert session.select("INBOX").messages == 0


def test_pymap_over_starttls(pymap: Pymap) -> None:
    """STARTTLS on a server whose capabilities change after it."""
    account = pymap.account()
    with connect(pymap.starttls(), account.credentials, limits=LIMITS) as session:
        assert session.has("MOVE")
        assert session.select("INBOX").uidnext > 0


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_unknown_authority_is_refused(dovecot: Dovecot, tmp_path: Path, security: Security) -> None:
    """A certificate of an authority nobody named ends with its own exit code, before the password is sent."""
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    known = dovecot.tls(dovecot.account(), security)
    with pytest.raises(TlsRefused) as refused:
        connect(Server(known.host, known.port, security, other), Credentials("jane", PASSWORD), limits=LIMITS)
    assert refused.value.exit_code is ExitCode.TLS


def test_certificate_of_another_name_is_refused() -> None:
    """A certificate that does not name the host is not accepted, whoever signed it."""
    with Scripted(lambda talk: talk.serve(b"NEVER"), tls=True, certified=("elsewhere.example",)) as server:
        with pytest.raises(TlsRefused, match="not accepted"):
            connect(server.account().server, Credentials("jane", PASSWORD), limits=LIMITS)
        assert server.seen == []


def test_tls_to_a_port_without_it_says_what_to_check(dovecot: Dovecot) -> None:
    """TLS to the plain port is refused with a hint at port and security."""
    with pytest.raises(TlsRefused) as refused:
        connect(Server("localhost", dovecot.port), Credentials("jane", PASSWORD), limits=LIMITS)
    assert "starttls" in refused.value.mend


def test_wrong_password_is_a_refused_sign_in(account: Account) -> None:
    """A wrong password has its own error and exit code, and does not appear in it."""
    with pytest.raises(SignInRefused) as refused:
        connect(account.server, Credentials(account.user, "wrong-password"), limits=LIMITS)
    assert refused.value.exit_code is ExitCode.SIGN_IN
    assert "wrong-password" not in str(refused.value)


def test_closed_port_is_unreachable() -> None:
    """Nobody listening has its own exit code."""
    with pytest.raises(Unreachable) as refused:
        connect(Server("127.0.0.1", free_port(), Security.NONE), Credentials("jane", PASSWORD), limits=LIMITS)
    assert refused.value.exit_code is ExitCode.UNREACHABLE


@pytest.mark.parametrize("user", ["with space", 'quo"te', "back\\slash"])
def test_odd_user_names_are_quoted(dovecot: Dovecot, user: str) -> None:
    """A user name with a space or a quote is one argument; the server may refuse it, but is not confused."""
    with pytest.raises(SignInRefused):
        connect(dovecot.account().server, Credentials(user, "wrong"), limits=LIMITS)


def test_password_in_another_alphabet_is_sent_whole(dovecot: Dovecot) -> None:
    """A password that is not ASCII goes by SASL PLAIN, and is refused or accepted as what it is."""
    with pytest.raises(SignInRefused, match="AUTHENTICATIONFAILED"):
        connect(dovecot.account().server, Credentials("jane", "pässwörd-売"), limits=LIMITS)


@pytest.mark.parametrize("server", ["dovecot", "cyrus"])
def test_modseq_is_told_where_the_server_keeps_it(request: pytest.FixtureRequest, pymap: Pymap, server: str) -> None:
    """A change of flags alone raises HIGHESTMODSEQ; a server without it says 0."""
    account = request.getfixturevalue(server).account()
    put(account, message(1))
    with opened(account) as store:
        before = store.snapshot("INBOX")
        client = account.plain()
        client.select_folder("INBOX")
        client.add_flags([1], ["\\Flagged"])
        client.logout()
        after = store.snapshot("INBOX")
    assert (before.cursor.uid, after.cursor.uid) == (1, 1)
    assert 0 < before.highestmodseq < after.highestmodseq
    with opened(pymap.account()) as store:
        assert store.snapshot("INBOX").highestmodseq == 0


def test_special_mailboxes_are_found(dovecot: Dovecot, cyrus: Cyrus, pymap: Pymap) -> None:
    """By the server's attribute, in lower case too, where it has one, else by the usual names."""
    special = cyrus.account()
    client = special.plain()
    client.rename_folder("Sent", "What went out")
    client.logout()
    with opened(special) as store:
        assert store.special(SpecialUse.SENT) == "What went out"
    with opened(dovecot.account()) as store:
        assert store.special(SpecialUse.SENT) == "Sent"
        assert store.special(SpecialUse.ALL) is None
    account = pymap.account()
    create(account, "Gesendete Elemente")
    with opened(account) as store:
        assert store.special(SpecialUse.SENT) == "Gesendete Elemente"


def test_own_mail_is_known_as_such(dovecot: Dovecot) -> None:
    """What lies in the mailbox for sent mail is from the user."""
    account = dovecot.account()
    put(account, message(1), mailbox="Sent")
    put(account, message(2))
    with opened(account) as store:
        assert [raw.from_me for raw in store.headers_since(store.snapshot("Sent"))] == [True]
        assert [raw.from_me for raw in store.headers_since(store.snapshot("INBOX"))] == [False]


def test_unchanged_mailbox_costs_a_constant_number_of_octets(account: Account) -> None:
    """Looking again at a mailbox in which nothing is new costs the same for 3 messages and for 60."""
    costs = []
    for number in (3, 57):
        put(account, *(message(index) for index in range(number)))
        with opened(account) as store:
            store.mailboxes()
            before = store.session.stream.received + store.session.stream.sent
            snapshot = store.snapshot("INBOX")
            assert list(store.headers_since(snapshot, snapshot.cursor)) == []
            costs.append(store.session.stream.received + store.session.stream.sent - before)
    assert max(costs) < 1000
    assert abs(costs[0] - costs[1]) < 20


def test_other_commands_between_batches_do_no_harm(dovecot: Dovecot) -> None:
    """While headers come in, bodies of another mailbox may be read; nothing is lost and nothing mixed up."""
    account = dovecot.account()
    put(account, *(message(index) for index in range(1100)))
    put(account, message(5000), mailbox="Sent")
    with opened(account) as store:
        (sent,) = store.headers_since(store.snapshot("Sent"))
        seen = []
        for raw in store.headers_since(store.snapshot("INBOX")):
            seen.append(raw.ref.uid)
            if raw.ref.uid % 250 == 0:
                assert [body.ref for body in store.bodies([sent.ref])] == [sent.ref]
    assert seen == list(range(1, 1101))


def test_reading_may_stop_in_the_middle(dovecot: Dovecot) -> None:
    """A caller that has seen enough leaves the session in step."""
    account = dovecot.account()
    put(account, *(message(index) for index in range(1100)))
    with opened(account) as store:
        headers = store.headers_since(store.snapshot("INBOX"))
        next(headers)
        headers.close()
        assert store.snapshot("INBOX").messages == 1100
        assert (
            len(list(store.headers_since(store.snapshot("INBOX"), Cursor(store.snapshot("INBOX").uidvalidity, 1090))))
            == 10
        )


def test_sparse_uids_are_searched_for(dovecot: Dovecot) -> None:
    """A mailbox of few messages and high UIDs is not walked through in windows."""
    account = dovecot.account()
    put(account, *(message(index) for index in range(1500)))
    client = account.plain()
    client.select_folder("INBOX")
    client.create_folder("Elsewhere")
    client.move(range(2, 1500), "Elsewhere")
    client.logout()
    with connect(account.server, account.credentials, limits=LIMITS) as session:
        store = ImapMailstore(session, "work")
        store.mailboxes()
        before = session.stream.sent
        assert [raw.ref.uid for raw in store.headers_since(store.snapshot("INBOX"))] == [1, 1500]
        assert session.stream.sent - before < 700


def test_long_message_is_cut_and_said_to_be(account: Account) -> None:
    """A message over the cap arrives cut, and does not pass for a whole one."""
    put(account, message(1, body="x" * 50_000))
    with opened(account) as store:
        (raw,) = store.headers_since(store.snapshot("INBOX"))
        (cut,) = store.bodies([raw.ref], most_bytes=10_000)
        (whole,) = store.bodies([raw.ref])
    assert (len(cut.data), cut.complete, whole.complete) == (10_000, False, True)
    assert cut.size == whole.size == len(whole.data)


def test_readonly_session_cannot_change_anything(account: Account) -> None:
    """A step that changes something is refused on a mailbox that was opened for reading."""
    put(account, message(1))
    with opened(account) as store:
        store.snapshot("INBOX")
        with pytest.raises(Refused, match="not open for writing"):
            store.remove_copied("INBOX", 1)
        with pytest.raises(Refused, match="not open for writing"):
            store.keep_keyword("INBOX", [1], "HardSell")
