"""Signing in at a real server with tokens from a token server, and everything that may go wrong in between."""

import io
import stat
import threading
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from inboxguard import clock, log
from inboxguard.errors import ConfigProblem, Misbehaved, SignInRefused, Unreachable
from inboxguard.imap import consent, oauth
from inboxguard.imap.credentials import Proof, Security, Server
from inboxguard.imap.oauth import Client, Token
from inboxguard.imap.sign_in import PasswordSignIn, TokenSignIn, open_session
from inboxguard.imap.token_store import FileStore
from tests.servers.dovecot import Dovecot
from tests.servers.dovecot_oauth import DovecotWithTokens, dovecot_with_tokens, issuing
from tests.servers.place import PASSWORD
from tests.servers.token_server import TokenServer, token_server

__all__ = ["dovecot_with_tokens", "issuing", "token_server"]
HOUR = timedelta(hours=1)


def signing_in(tokens: TokenServer, path: Path, **more: object) -> TokenSignIn:
    return TokenSignIn("work", tokens.user, tokens.client, FileStore(path), **more)


def agreed(tokens: TokenServer, path: Path) -> Token:
    """A token that a user has just agreed to, kept in the file."""
    code = consent.ask_device_code(tokens.client, clock.now())
    token = consent.await_device(tokens.client, code, now=clock.now, wait=lambda _: None)
    FileStore(path).save(token)
    return token


def at(server: Dovecot) -> Server:
    return Server("127.0.0.1", server.port, Security.NONE)


@pytest.mark.parametrize("proof", [Proof.XOAUTH2, Proof.OAUTHBEARER])
def test_a_token_signs_in(dovecot_with_tokens: DovecotWithTokens, tmp_path: Path, proof: Proof) -> None:
    """A token from the device flow signs in at Dovecot in both envelopes."""
    tokens = dovecot_with_tokens.tokens
    agreed(tokens, tmp_path / "token")
    with open_session(
        at(dovecot_with_tokens), signing_in(tokens, tmp_path / "token", proof=proof), now=clock.now()
    ) as s:
        assert s.select("INBOX").uidvalidity > 0


def test_an_expired_token_is_renewed_on_reconnect(dovecot_with_tokens: DovecotWithTokens, tmp_path: Path) -> None:
    """After its hour the token is renewed without anybody being asked, and the new one is kept."""
    tokens = dovecot_with_tokens.tokens
    before = agreed(tokens, tmp_path / "token")
    tokens.expire()
    later = clock.now() + 2 * HOUR
    with open_session(at(dovecot_with_tokens), signing_in(tokens, tmp_path / "token"), now=later) as session:
        assert session.has("IDLE")
    kept = FileStore(tmp_path / "token").load()
    assert kept is not None
    assert kept.access != before.access
    assert kept.refresh != before.refresh


def test_a_token_withdrawn_early_is_renewed(dovecot_with_tokens: DovecotWithTokens, tmp_path: Path) -> None:
    """A token that the server refuses before its time is renewed and tried once more."""
    tokens = dovecot_with_tokens.tokens
    agreed(tokens, tmp_path / "token")
    tokens.expire()
    with open_session(at(dovecot_with_tokens), signing_in(tokens, tmp_path / "token"), now=clock.now()) as session:
        assert session.has("IDLE")


def test_a_refused_renewal_asks_for_a_new_sign_in(dovecot_with_tokens: DovecotWithTokens, tmp_path: Path) -> None:
    """When the provider has withdrawn everything, the error names the command that mends it."""
    tokens = dovecot_with_tokens.tokens
    agreed(tokens, tmp_path / "token")
    tokens.expire()
    tokens.renewals.clear()
    with pytest.raises(SignInRefused) as caught:
        open_session(at(dovecot_with_tokens), signing_in(tokens, tmp_path / "token"), now=clock.now())
    assert caught.value.mend == "inboxguard login work"


def test_an_organisation_signs_in_for_itself(dovecot_with_tokens: DovecotWithTokens, tmp_path: Path) -> None:
    """Client credentials need no consent of a person and no stored token to begin with."""
    signing = signing_in(dovecot_with_tokens.tokens, tmp_path / "token", for_application=True)
    with open_session(at(dovecot_with_tokens), signing, now=clock.now()) as session:
        assert session.has("IDLE")
    assert dovecot_with_tokens.tokens.asked[-1]["grant_type"] == "client_credentials"


def test_a_password_is_read_anew_each_time(dovecot: Dovecot) -> None:
    """A password changed on disk counts for the next connection; a wrong one is refused with advice."""
    account = dovecot.account()
    now_in_file = ["wrong"]
    signing = PasswordSignIn("home", account.user, lambda: now_in_file[0])
    with pytest.raises(SignInRefused, match="refused signing in") as caught:
        open_session(account.server, signing, now=clock.now())
    assert "app password" in caught.value.mend
    now_in_file[0] = PASSWORD
    open_session(account.server, signing, now=clock.now()).logout()


def test_a_token_is_renewed_before_it_expires(token_server: TokenServer, tmp_path: Path) -> None:
    """Five minutes before its end the token is renewed; before that it is used as it is."""
    token = agreed(token_server, tmp_path / "token")
    signing = signing_in(token_server, tmp_path / "token")
    early = signing.credentials(token.expires - timedelta(minutes=6))
    late = signing.credentials(token.expires - timedelta(minutes=4))
    assert (early.secret == token.access, late.secret == token.access) == (True, False)


def test_two_sessions_renew_once(token_server: TokenServer, tmp_path: Path) -> None:
    """Two connections of one account at the same moment use the refresh token once; it is good for once only."""
    agreed(token_server, tmp_path / "token")
    signing = signing_in(token_server, tmp_path / "token")
    later = clock.now() + 2 * HOUR
    token_server.life_seconds = 4 * 3600
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(signing.credentials(later).secret)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 1


def test_the_token_file_is_private(token_server: TokenServer, tmp_path: Path) -> None:
    """The file has mode 0600 and its new folder 0700, also after it was replaced, and no other file is left there."""
    path = tmp_path / "new" / "token-work.json"
    agreed(token_server, path)
    agreed(token_server, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_damaged_token_file_counts_as_none(token_server: TokenServer, tmp_path: Path) -> None:
    """A file cut short does not end the program; the user is asked to sign in again."""
    (tmp_path / "token").write_text('{"access_tok')
    with pytest.raises(SignInRefused, match="nobody has signed in") as caught:
        signing_in(token_server, tmp_path / "token").credentials(clock.now())
    assert caught.value.mend == "inboxguard login work"


def test_a_busy_token_server_is_waited_for(token_server: TokenServer, tmp_path: Path) -> None:
    """A token server that is down is Unreachable, so the account backs off; the refresh token is kept."""
    token = agreed(token_server, tmp_path / "token")
    token_server.down = True
    with pytest.raises(Unreachable):
        signing_in(token_server, tmp_path / "token").credentials(clock.now() + 2 * HOUR)
    kept = FileStore(tmp_path / "token").load()
    assert kept is not None
    assert kept.refresh == token.refresh


def test_a_refused_application_is_a_matter_of_the_configuration(token_server: TokenServer) -> None:
    """A wrong client id names the settings to look at."""
    wrong = Client("another", f"{token_server.url}/token", "imap", "canary-client-secret")
    with pytest.raises(ConfigProblem, match="invalid_client") as caught:
        oauth.for_application(wrong, clock.now())
    assert "oauth_client_id" in caught.value.mend


def test_the_device_flow_waits_as_told(token_server: TokenServer) -> None:
    """Pending answers are waited out, and slow_down lengthens the wait by five seconds."""
    waits: list[float] = []
    token_server.answers_before = ["authorization_pending", "slow_down", "authorization_pending"]
    code = consent.ask_device_code(token_server.client, clock.now())
    assert (code.user_code, code.address) == ("WDJB-MJHT", "https://sign-in.example/device")
    consent.await_device(token_server.client, code, now=clock.now, wait=waits.append)
    assert waits == [5, 5, 10, 10]


@pytest.mark.parametrize("error", ["access_denied", "expired_token", "something_new"])
def test_a_declined_device_code_ends_the_sign_in(token_server: TokenServer, error: str) -> None:
    """When the user declines, or the code has expired, the flow ends at once."""
    token_server.answers_before = [error]
    code = consent.ask_device_code(token_server.client, clock.now())
    with pytest.raises(SignInRefused):
        consent.await_device(token_server.client, code, now=clock.now, wait=lambda _: None)


def test_a_device_code_that_nobody_types_ends(token_server: TokenServer) -> None:
    """The flow does not go on for ever: it ends when the code does."""
    token_server.answers_before = ["authorization_pending"] * 1000
    instants = iter(clock.now() + timedelta(minutes=minute) for minute in range(1000))
    code = consent.ask_device_code(token_server.client, clock.now())
    with pytest.raises(SignInRefused, match="not used in time"):
        consent.await_device(token_server.client, code, now=lambda: next(instants), wait=lambda _: None)


def test_the_browser_comes_back(token_server: TokenServer) -> None:
    """The browser flow gives a token, with PKCE, and is not led astray by another page's request."""
    asking = consent.BrowserConsent(token_server.client, "ada@mail.example")
    landing = token_server.landing(asking.address)
    stray = landing.partition("?")[0] + "?code=evil&state=wrong"
    browser = threading.Thread(target=visit, args=([stray, landing],))
    browser.start()
    token = asking.await_browser(now=clock.now)
    browser.join()
    asking.close()
    assert token.access in token_server.live


def visit(addresses: list[str]) -> None:
    for address in addresses:
        try:
            urllib.request.urlopen(address, timeout=10).read()
        except urllib.error.HTTPError as problem:
            problem.close()


def test_a_pasted_address_is_enough(token_server: TokenServer) -> None:
    """Where the browser runs elsewhere, the address it ended at gives the token; one of another sign-in does not."""
    asking = consent.BrowserConsent(token_server.client, "ada@mail.example")
    landing = token_server.landing(asking.address)
    with pytest.raises(SignInRefused, match="does not belong"):
        asking.redeem("http://127.0.0.1/?code=canary-code&state=x", clock.now())
    assert asking.redeem(f" {landing}\n", clock.now()).refresh
    asking.close()


def test_a_declined_browser_sign_in_says_so(token_server: TokenServer) -> None:
    """A refusal on the sign-in page arrives as SignInRefused."""
    asking = consent.BrowserConsent(token_server.client, "ada@mail.example")
    landing = token_server.landing(asking.address).replace("code=canary-code", "error=access_denied")
    with pytest.raises(SignInRefused, match="access_denied"):
        asking.redeem(landing, clock.now())
    asking.close()


@pytest.mark.parametrize(
    "url",
    ["http://tokens.example/token", "ftp://127.0.0.1/token", "", "https://u:p@tokens.example/", "file:///etc/passwd"],
)
def test_secrets_go_out_encrypted_only(url: str) -> None:
    """A token address that is not https is refused before anything is sent; http is for this machine only."""
    with pytest.raises(ConfigProblem, match="https"):
        oauth.post(url, {"client_secret": "canary"})


@pytest.mark.parametrize(("path", "error"), [("/moved", Misbehaved), ("/page", Misbehaved)])
def test_a_strange_token_server_is_not_followed(token_server: TokenServer, path: str, error: type[Exception]) -> None:
    """A redirect is not followed and a page of HTML is no token."""
    with pytest.raises(error):
        oauth.post(token_server.url + path, {"client_id": "the-application", "grant_type": "client_credentials"})
    assert not [said for said in token_server.asked if "client_secret" in said]


@pytest.mark.parametrize("life", ["3600", 0, None, "soon", -5, 10**12])
def test_any_lifetime_is_understood(token_server: TokenServer, life: object) -> None:
    """A lifetime sent as text, as nonsense or not at all gives a token all the same."""
    token_server.life_seconds = life
    now = clock.now()
    assert now <= oauth.for_application(token_server.client, now).expires <= now + timedelta(days=366)


def test_no_secret_is_shown(token_server: TokenServer, tmp_path: Path) -> None:
    """Tokens, codes and the client secret are in no repr, no error and no log line."""
    out = io.StringIO()
    log.configure(level="debug", stream=out)
    token = agreed(token_server, tmp_path / "token")
    said = [
        repr(token),
        repr(token_server.client),
        repr(signing_in(token_server, tmp_path / "token").credentials(clock.now())),
    ]
    structlog.get_logger().info(
        "probe", access=token.access, text=f"x {token.refresh} y", secret="canary-client-secret"
    )
    token_server.answers_before = ["invalid_grant"]
    with pytest.raises(SignInRefused) as caught:
        signing_in(token_server, tmp_path / "token").credentials(clock.now() + 2 * HOUR)
    said += [str(caught.value), out.getvalue()]
    structlog.reset_defaults()
    assert "canary" not in "".join(said)
    assert "ada@" not in "".join([str(caught.value), out.getvalue()])
