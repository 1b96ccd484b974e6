"""From an account's settings to how it signs in."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from inboxguard.config.schema import Account
from inboxguard.errors import ConfigProblem
from inboxguard.imap.credentials import Proof
from inboxguard.imap.oauth import Client, Token
from inboxguard.imap.sign_in import TokenSignIn
from inboxguard.imap.token_store import FileStore, KeyringStore
from inboxguard.service.checkup import Mark
from inboxguard.service.doctor import check_secret
from inboxguard.service.sign_in import client_of, flow_of, server_of, sign_in_of, token_path
from tests.servers.place import open_folder, remove

NOW = datetime(2026, 11, 1, tzinfo=UTC)
STATE = Path("/var/lib/inboxguard/state.sqlite3")


def account(**settings: object) -> Account:
    return Account.model_validate(
        {"host": "imap.example.com", "user": "ada@firm.example", "auth": "oauth2", "oauth_client_id": "id"} | settings
    )


def test_google_is_asked_by_browser_for_a_lasting_token() -> None:
    """Google: browser flow, the mail scope, offline access, a redirect to 127.0.0.1."""
    google = account(oauth_provider="google")
    client = client_of("work", google)
    assert flow_of(google) == "browser"
    assert (client.token_url, client.scope) == ("https://oauth2.googleapis.com/token", "https://mail.google.com/")
    assert dict(client.extra) == {"access_type": "offline", "prompt": "consent"}
    assert client.redirect_host == "127.0.0.1"


def test_microsoft_is_asked_by_device_in_its_tenant() -> None:
    """Microsoft: device flow, IMAP scope with offline access, the tenant in every address."""
    microsoft = account(oauth_provider="microsoft", oauth_tenant="firm.example")
    client = client_of("work", microsoft)
    assert flow_of(microsoft) == "device"
    start = "https://login.microsoftonline.com/firm.example/oauth2/v2.0"
    assert (client.token_url, client.device_url) == (f"{start}/token", f"{start}/devicecode")
    assert client.scope == "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
    assert client.redirect_host == "localhost"


def test_a_tenant_cannot_lead_elsewhere() -> None:
    """A tenant with a slash stays one part of the path."""
    client = client_of("work", account(oauth_provider="microsoft", oauth_tenant="../../evil"))
    assert client.token_url == "https://login.microsoftonline.com/..%2F..%2Fevil/oauth2/v2.0/token"


def test_an_organisation_asks_for_its_default_scope(tmp_path: Path) -> None:
    """Client credentials: the scope .default, and a secret is needed."""
    application = {"oauth_provider": "microsoft", "oauth_flow": "application", "oauth_tenant": "t"}
    with pytest.raises(ConfigProblem, match="oauth_client_secret_file"):
        client_of("work", account(**application))
    (tmp_path / "secret").write_text("canary-of-the-organisation\n")
    client = client_of("work", account(**application, oauth_client_secret_file=tmp_path / "secret"))
    assert client.scope == "https://outlook.office365.com/.default"
    assert client.client_secret == "canary-of-the-organisation"
    assert "canary" not in repr(client)


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({}, "oauth_provider"),
        ({"oauth_provider": "google", "oauth_client_id": ""}, "oauth_client_id"),
        ({"oauth_provider": "custom"}, "oauth_token_url"),
    ],
)
def test_what_is_missing_is_named(settings: dict[str, object], missing: str) -> None:
    """Incomplete OAuth settings name the first that is missing."""
    with pytest.raises(ConfigProblem, match=missing):
        client_of("work", account(**settings))


def test_the_envelope_follows_the_setting() -> None:
    """oauth_sasl chooses between XOAUTH2 and OAUTHBEARER."""
    signing = sign_in_of("work", account(oauth_provider="google", oauth_sasl="oauthbearer"), STATE)
    assert isinstance(signing, TokenSignIn)
    assert signing._proof is Proof.OAUTHBEARER


@pytest.mark.parametrize(
    ("name", "file"), [("work", "token-work.json"), ("../x", "token-..%2Fx.json"), ("a b", "token-a%20b.json")]
)
def test_a_token_lies_beside_the_state(name: str, file: str) -> None:
    """Whatever an account is called, its token stays in the state's folder."""
    assert token_path(name, STATE) == STATE.parent / file


def test_the_server_is_as_configured(tmp_path: Path) -> None:
    """Host, usual port and the file of authorities."""
    server = server_of(account(security="starttls", ca_file=tmp_path / "ca.pem"))
    assert (server.port, server.ca_file) == (143, tmp_path / "ca.pem")


def test_a_token_survives_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra the token is kept in the keyring under the server's name and comes back as it was."""
    kept: dict[tuple[str, str], str] = {}
    ring = SimpleNamespace(
        get_password=lambda *place: kept.get(place),
        set_password=lambda service, user, text: kept.update({(service, user): text}),
    )
    monkeypatch.setitem(sys.modules, "keyring", ring)
    store = KeyringStore("inboxguard-token:imap.example.com", "ada")
    token = Token("canary-a", NOW, "canary-r")
    assert store.load() is None
    store.save(token)
    assert store.load() == token


def test_without_the_keyring_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the error names what to install, and the file as the other way."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigProblem) as caught:
        KeyringStore("service", "user").load()
    assert "inboxguard[keyring]" in caught.value.mend


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Not root for a moment, so that permissions count."""
    if os.getuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_secret_of_root_is_explained() -> None:
    """A secret that this user may not read is said in plain words, with the chown that mends it."""
    folder = open_folder()
    secret = folder / "secret"
    secret.write_text("canary")
    secret.chmod(0o600 if os.getuid() == 0 else 0)
    with as_somebody_else():
        check = check_secret("work", account(auth="password", password_file=secret), folder / "state.sqlite3")
    secret.chmod(0o600)
    remove(folder)
    assert (check.mark, check.code) == (Mark.FAIL, 3)
    assert "cannot be read by user" in check.says
    assert "chown" in check.mend
    assert "canary" not in check.says


def test_a_folder_that_is_not_ours_is_explained() -> None:
    """A token that cannot be written says who has to own the folder."""
    folder = open_folder()
    folder.chmod(0o555)
    with as_somebody_else(), pytest.raises(ConfigProblem) as caught:
        FileStore(folder / "token.json").save(Token("canary-access", NOW))
    folder.chmod(0o755)
    remove(folder)
    assert "chown" in caught.value.mend


def test_a_client_keeps_its_secret_when_changed() -> None:
    """Copying a client shows no secret either."""
    assert "canary" not in repr(replace(Client("id", "https://a.example/", "s", "canary-client"), scope="x"))
