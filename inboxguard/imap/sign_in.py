"""How an account signs in, again and again, without anybody being asked.

The one fact a newcomer would get wrong: credentials are made anew for every connection. A password file may have been
changed and a token may have expired since the last one; a program that keeps what it read at start stops at night.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from inboxguard.errors import SignInRefused
from inboxguard.imap import oauth, session
from inboxguard.imap.credentials import Credentials, Limits, Proof, Server
from inboxguard.imap.guidance import mend_for
from inboxguard.imap.oauth import Client, Token
from inboxguard.imap.session import USUAL_LIMITS, Session
from inboxguard.imap.token_store import TokenStore
from inboxguard.log import forget_secret

MARGIN: Final = timedelta(minutes=5)


class SignIn(Protocol):
    """Gives the credentials of one account."""

    @property
    def account(self) -> str:
        """The account's name in the configuration."""

    @property
    def by_token(self) -> bool:
        """Whether an access token is used, not a password."""

    def credentials(self, now: datetime) -> Credentials:
        """Credentials that are good now.

        Raises:
            SignInRefused: when the user has to sign in again.
            ConfigProblem: when a setting or a secret is wrong.
            Unreachable: when the token server does not answer.
        """

    def renew(self, now: datetime) -> bool:
        """Get new credentials although the old ones looked good; whether there may be better ones now."""


class PasswordSignIn:
    """A password or app password, read anew each time."""

    by_token = False

    def __init__(self, account: str, user: str, read: Callable[[], str]) -> None:
        self.account = account
        self._user = user
        self._read = read

    def credentials(self, now: datetime) -> Credentials:
        """The login name with the password as it is now."""
        del now
        return Credentials(self._user, self._read())

    def renew(self, now: datetime) -> bool:
        """Never: a password that was refused stays refused until the user changes it."""
        del now
        return False


class TokenSignIn:
    """An access token, renewed some minutes before it expires; safe to be shared by the account's sessions."""

    by_token = True

    def __init__(
        self,
        account: str,
        user: str,
        client: Client,
        store: TokenStore,
        *,
        proof: Proof = Proof.XOAUTH2,
        for_application: bool = False,
    ) -> None:
        self.account = account
        self._user = user
        self._client = client
        self._store = store
        self._proof = proof
        self._for_application = for_application
        self._lock = threading.Lock()

    def credentials(self, now: datetime) -> Credentials:
        """The login name with a token that lasts for some minutes."""
        with self._lock:
            token = self._store.load()
            if token is None or not token.lasts(now, MARGIN):
                token = self._fresh(token, now)
            return Credentials(self._user, token.access, self._proof)

    def renew(self, now: datetime) -> bool:
        """A new token, after the server refused one that had not expired by the clock."""
        with self._lock:
            self._fresh(self._store.load(), now)
        return True

    def _fresh(self, token: Token | None, now: datetime) -> Token:
        """A new token, stored before it is used: the refresh token may have been good for once only."""
        try:
            if self._for_application:
                fresh = oauth.for_application(self._client, now)
            else:
                fresh = oauth.refreshed(self._client, token, now)
        except SignInRefused as problem:
            raise SignInRefused(str(problem), mend=f"inboxguard login {self.account}") from problem
        self._store.save(fresh)
        if token is not None:
            _forget(token, fresh)
        return fresh


def open_session(server: Server, sign_in: SignIn, *, now: datetime, limits: Limits = USUAL_LIMITS) -> Session:
    """A signed-in session; a token that the server refuses is renewed and tried once more.

    Raises:
        SignInRefused: with what to do about it at this provider.
        ServerTrouble: as `session.connect` says.
        ConfigProblem: when a setting or a secret is wrong.
    """
    credentials = sign_in.credentials(now)
    try:
        return session.connect(server, credentials, limits=limits)
    except SignInRefused as problem:
        if not sign_in.renew(now):
            raise _guided(problem, server, sign_in) from problem
    try:
        return session.connect(server, sign_in.credentials(now), limits=limits)
    except SignInRefused as problem:
        raise _guided(problem, server, sign_in) from problem


def _guided(problem: SignInRefused, server: Server, sign_in: SignIn) -> SignInRefused:
    mend = mend_for(server.host, str(problem), account=sign_in.account, by_token=sign_in.by_token)
    return SignInRefused(str(problem), mend=mend)


def _forget(old: Token, fresh: Token) -> None:
    """Let the log's mask forget what is no longer good, or it would grow for as long as the service runs."""
    for secret in (old.access, old.refresh):
        if secret not in {fresh.access, fresh.refresh}:
            forget_secret(secret)
