"""From an account of the configuration to its server and its way of signing in.

The one fact a newcomer would get wrong: nothing is read here. The password file and the token are read when a
connection is made, so that a changed one counts at once.
"""

from pathlib import Path
from typing import Final
from urllib.parse import quote

from inboxguard.config.load import password_of, secret_file
from inboxguard.config.schema import Account
from inboxguard.errors import ConfigProblem
from inboxguard.imap.credentials import Proof, Security, Server
from inboxguard.imap.oauth import Client
from inboxguard.imap.sign_in import PasswordSignIn, SignIn, TokenSignIn
from inboxguard.imap.token_store import FileStore, KeyringStore, TokenStore

_MICROSOFT: Final = "https://login.microsoftonline.com"
_SCOPES: Final = {
    "google": "https://mail.google.com/",
    "microsoft": "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
    "microsoft application": "https://outlook.office365.com/.default",
}


def server_of(account: Account) -> Server:
    """Where the account's server is."""
    ca_file = account.ca_file.expanduser() if account.ca_file else None
    return Server(account.host, account.at_port, Security(account.security), ca_file)


def sign_in_of(name: str, account: Account, state: Path) -> SignIn:
    """How the account signs in; `state` is the state file, beside which a token lies.

    Raises:
        ConfigProblem: when the OAuth settings are incomplete.
    """
    if account.auth == "password":
        return PasswordSignIn(name, account.user, lambda: password_of(name, account))
    return TokenSignIn(
        name,
        account.user,
        client_of(name, account),
        token_store_of(name, account, state),
        proof=Proof(account.oauth_sasl),
        for_application=flow_of(account) == "application",
    )


def flow_of(account: Account) -> str:
    """How consent is given: device, browser or application."""
    return account.oauth_flow or ("browser" if account.oauth_provider == "google" else "device")


def token_store_of(name: str, account: Account, state: Path) -> TokenStore:
    """Where the account's token is kept."""
    if account.oauth_keep == "keyring":
        return KeyringStore(f"inboxguard-token:{account.host}", account.user)
    return FileStore(token_path(name, state))


def token_path(name: str, state: Path) -> Path:
    """The token's file, beside the state file."""
    return state.expanduser().parent / f"token-{quote(name, safe='')}.json"


def client_of(name: str, account: Account) -> Client:
    """Whom to ask for the account's tokens.

    Raises:
        ConfigProblem: when something needed is not set.
    """
    if not account.oauth_provider or not account.oauth_client_id:
        missing = "oauth_client_id" if account.oauth_provider else "oauth_provider"
        raise ConfigProblem(f"account {name}: {missing} is needed with auth = “oauth2”", mend="inboxguard settings")
    secret = secret_file(account.oauth_client_secret_file) if account.oauth_client_secret_file else ""
    if flow_of(account) == "application" and not secret:
        raise ConfigProblem(f"account {name}: oauth_client_secret_file is needed for the flow “application”")
    if account.oauth_provider == "google":
        return _google(account, secret)
    if account.oauth_provider == "microsoft":
        return _microsoft(account, secret)
    if not account.oauth_token_url:
        raise ConfigProblem(f"account {name}: oauth_token_url is needed for the provider “custom”")
    return Client(
        account.oauth_client_id,
        account.oauth_token_url,
        account.oauth_scope,
        secret,
        account.oauth_device_url,
        account.oauth_authorize_url,
    )


def _google(account: Account, secret: str) -> Client:
    """Google as read 2026-11: a refresh token only with access_type=offline, surely only with prompt=consent."""
    return Client(
        account.oauth_client_id,
        account.oauth_token_url or "https://oauth2.googleapis.com/token",
        account.oauth_scope or _SCOPES["google"],
        secret,
        account.oauth_device_url,
        account.oauth_authorize_url or "https://accounts.google.com/o/oauth2/v2/auth",
        extra=(("access_type", "offline"), ("prompt", "consent")),
    )


def _microsoft(account: Account, secret: str) -> Client:
    """Microsoft as read 2026-11: redirects to http://localhost with any port, not to 127.0.0.1, without a manifest."""
    start = f"{_MICROSOFT}/{quote(account.oauth_tenant, safe='')}/oauth2/v2.0"
    flow = "microsoft application" if flow_of(account) == "application" else "microsoft"
    return Client(
        account.oauth_client_id,
        account.oauth_token_url or f"{start}/token",
        account.oauth_scope or _SCOPES[flow],
        secret,
        account.oauth_device_url or f"{start}/devicecode",
        account.oauth_authorize_url or f"{start}/authorize",
        redirect_host="localhost",
    )
