"""Where a token is kept between runs: a file of mode 0600 beside the state, or the system's keyring.

The one fact a newcomer would get wrong: the file is written anew and put in place in one step. A token server may give
a refresh token once only, so a half-written file would cost the user a new sign-in.
"""

import os
import tempfile
from pathlib import Path
from typing import Protocol

from inboxguard.errors import ConfigProblem
from inboxguard.imap import oauth
from inboxguard.imap.oauth import Token


class TokenStore(Protocol):
    """Keeps one token."""

    def load(self) -> Token | None:
        """The token, or None when none is kept."""

    def save(self, token: Token) -> None:
        """Keep the token instead of the one before."""


class FileStore:
    """A token in a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Token | None:
        """The token, or None when there is no file or nothing readable in it.

        Raises:
            ConfigProblem: when the file may not be read.
        """
        try:
            return oauth.from_json(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as problem:
            mend = f"chown {os.getuid()} {self._path} && chmod 600 {self._path}"
            raise ConfigProblem(
                f"the token in {self._path} cannot be read by user {os.getuid()}", mend=mend
            ) from problem

    def save(self, token: Token) -> None:
        """Put the token in place in one step.

        Raises:
            ConfigProblem: when the folder cannot be written to.
        """
        try:
            write_private(self._path, oauth.to_json(token) + "\n")
        except OSError as problem:
            mend = f"chown {os.getuid()} {self._path.parent}"
            raise ConfigProblem(
                f"the token cannot be written to {self._path}: {problem.strerror}", mend=mend
            ) from problem


class KeyringStore:
    """A token in the system's keyring, with the extra `keyring`."""

    def __init__(self, service: str, user: str) -> None:
        self._service = service
        self._user = user

    def load(self) -> Token | None:
        """The token, or None when the keyring has none."""
        found = _keyring().get_password(self._service, self._user)
        return oauth.from_json(found) if isinstance(found, str) else None

    def save(self, token: Token) -> None:
        """Keep the token in the keyring."""
        _keyring().set_password(self._service, self._user, oauth.to_json(token))


class _Keyring(Protocol):
    def get_password(self, service: str, user: str) -> object: ...

    def set_password(self, service: str, user: str, secret: str) -> None: ...


def _keyring() -> _Keyring:
    try:
        import keyring
    except ImportError:
        mend = "pip install 'inboxguard[keyring]'   (or oauth_keep = \"file\")"
        raise ConfigProblem("the keyring is asked for but its package is not installed", mend=mend) from None
    return keyring  # type: ignore[no-any-return]  # keyring ships no types that mypy finds without the extra


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step, durably; a folder that is made for it gets mode 0700."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
