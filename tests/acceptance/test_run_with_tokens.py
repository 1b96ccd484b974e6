"""`inboxguard run` with OAuth2: tokens end while it watches, and consent is taken back."""

import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inboxguard import clock
from inboxguard.imap import consent
from inboxguard.imap.credentials import Security, Server
from inboxguard.imap.oauth import Token
from inboxguard.imap.token_store import FileStore
from tests.acceptance.command import configuration, inboxguard
from tests.acceptance.test_run import SUBJECT, put
from tests.servers.dovecot_oauth import DovecotWithTokens, dovecot_with_tokens, issuing
from tests.servers.mail import subjects
from tests.servers.place import Account, free_port
from tests.servers.proxy import FaultProxy
from tests.servers.token_server import CLIENT_ID, CLIENT_SECRET, TokenServer
from tests.servers.watching import eventually, watching

__all__ = ["dovecot_with_tokens", "issuing"]
EXPIRED = b"* BYE Session invalidated - AccessTokenExpired"


@pytest.fixture
def proxy(dovecot_with_tokens: DovecotWithTokens) -> Iterator[FaultProxy]:
    with FaultProxy(dovecot_with_tokens.port) as between:
        yield between


@pytest.fixture
def work(dovecot_with_tokens: DovecotWithTokens, tmp_path: Path) -> Account:
    """The account that signs in with tokens; each test has a user of its own."""
    tokens = dovecot_with_tokens.tokens
    tokens.user = f"{tmp_path.name.replace('_', '-')}@mail.example"
    tokens.asked.clear()
    return Account(Server("127.0.0.1", dovecot_with_tokens.port, Security.NONE), tokens.user, kind="dovecot")


def with_work(folder: Path, tokens: TokenServer, port: int, home: Account) -> str:
    """A configuration of two accounts: `home` with a password, and `work` with tokens, reached by this port."""
    path = Path(configuration(folder, home))
    (folder / "client-secret").write_text(CLIENT_SECRET)
    (folder / "client-secret").chmod(0o600)
    path.write_text(
        path.read_text() + f'[account.work]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        f'user = "{tokens.user}"\nme = ["sam@northpine.example"]\nmode = "file"\nauth = "oauth2"\n'
        f'oauth_provider = "custom"\noauth_client_id = "{CLIENT_ID}"\n'
        f'oauth_client_secret_file = "{folder}/client-secret"\noauth_token_url = "{tokens.url}/token"\n'
    )
    return str(path)


def sign_in(folder: Path, tokens: TokenServer) -> FileStore:
    """What `inboxguard login work` leaves behind when the user has agreed."""
    code = consent.ask_device_code(tokens.client, clock.now())
    store = FileStore(folder / "state" / "token-work.json")
    store.save(consent.await_device(tokens.client, code, now=clock.now, wait=lambda _: None))
    return store


def kept(store: FileStore) -> Token:
    token = store.load()
    assert token is not None
    return token


def renewals(tokens: TokenServer) -> int:
    return sum(said.get("grant_type") == "refresh_token" for said in tokens.asked)


@pytest.mark.parametrize("clock_says_so", [True, False])
def test_a_token_that_ends_is_renewed_on_the_way_back(
    dovecot_with_tokens: DovecotWithTokens, proxy: FaultProxy, work: Account, tmp_path: Path, clock_says_so: bool
) -> None:
    """The server ends the session as the token's hour is over, or earlier; it is renewed once, and mail is filed."""
    tokens = dovecot_with_tokens.tokens
    config = with_work(tmp_path, tokens, proxy.port, dovecot_with_tokens.account())
    store = sign_in(tmp_path, tokens)
    with watching(config, tmp_path) as service:
        service.wait_for("account_connected", account="work")
        put(work, 0)
        service.wait_for("mailbox_looked_at", account="work")
        before = kept(store)
        if clock_says_so:
            store.save(replace(before, expires=clock.now()))
        tokens.expire()
        proxy.dismiss(EXPIRED)
        service.wait_for("account_connected", account="work", times=2)
        put(work, 1)
        eventually("the second pitch is filed", lambda: subjects(work, "Hard sell") == [SUBJECT])
        (waited,) = service.events("account_waiting")
        assert (waited["account"], "AccessTokenExpired" in str(waited["says"])) == ("work", True)
        assert service.end() < 2.0
    assert renewals(tokens) == 1
    assert {before.access, before.refresh}.isdisjoint({kept(store).access, kept(store).refresh})
    assert "canary" not in service.log.read_text()


def test_consent_taken_back_names_the_command_that_mends_it(
    dovecot_with_tokens: DovecotWithTokens, proxy: FaultProxy, work: Account, tmp_path: Path
) -> None:
    """The log and `status` name the account and `inboxguard login`; the other goes on, and login and SIGHUP mend it."""
    tokens, home = dovecot_with_tokens.tokens, dovecot_with_tokens.account()
    config = with_work(tmp_path, tokens, proxy.port, home)
    sign_in(tmp_path, tokens)
    page = {"INBOXGUARD_SERVICE__LISTEN": f"127.0.0.1:{free_port()}"}
    with watching(config, tmp_path, **page) as service:
        for name in ("work", "home"):
            service.wait_for("account_connected", account=name)
        tokens.expire()
        tokens.renewals.clear()
        proxy.dismiss(EXPIRED)
        service.wait_for("account_waiting", account="work", mend="inboxguard login work", kind="SignInRefused")
        shown = inboxguard("status", "--config", config, "--format", "json", environment=page)
        told = {row["account"]: row for row in json.loads(shown.stdout)["accounts"]}
        assert (told["work"]["state"], told["home"]["state"]) == ("refused", "connected")
        assert "inboxguard login work" in told["work"]["says"]
        put(home, 0)
        put(home, 1)
        eventually("home goes on", lambda: subjects(home, "Hard sell") == [SUBJECT])
        sign_in(tmp_path, tokens)
        service.tell(signal.SIGHUP)
        service.wait_for("account_connected", account="work", times=2)
        put(work, 0)
        put(work, 1)
        eventually("work is filed again", lambda: subjects(work, "Hard sell") == [SUBJECT])
        assert len([one for one in service.events("account_connected") if one["account"] == "home"]) == 1
        assert service.end() < 2.0
    assert "canary" not in service.log.read_text()
