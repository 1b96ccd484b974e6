"""What can be checked without a server: settings, secrets, the state, the lists of people.

The one fact a newcomer would get wrong: the doctor changes nothing. It takes no lock that others would notice, makes no
folder, and says of a missing one who could make it.
"""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from inboxguard.config.load import find_config, load, password_of
from inboxguard.config.schema import Account, Settings
from inboxguard.errors import ConfigProblem, InboxguardError, JournalTrouble
from inboxguard.service.checkup import Check, fail, ok, warn
from inboxguard.service.health_page import address_of
from inboxguard.service.roster import read_file
from inboxguard.service.sign_in import client_of, flow_of, token_path, token_store_of

_LEAST_BYTES: Final = 200 << 20
_STALE: Final = timedelta(days=30)
_EXPORT_PAGE: Final = "https://www.linkedin.com/mypreferences/d/download-my-data"
_GIVEN_BY_THE_SYSTEM: Final = ("/run/", "/var/run/")


def check_settings(given: str | None) -> tuple[Settings | None, list[Check]]:
    """The settings, None when they cannot be used, and what there is to say of them."""
    try:
        path = find_config(given)
        settings = load(given)
    except InboxguardError as problem:
        return None, [fail("settings", "file", problem)]
    found = [ok("settings", "file", str(path) if path else "no file; the environment alone")]
    if path is not None and any(account.password for account in settings.account.values()) and _others_read(path):
        found = [warn("settings", "file", f"{path} holds a password and others may read it", f"chmod 600 {path}")]
    if not settings.account:
        none = ConfigProblem("there is no account in the configuration", mend="inboxguard init")
        found.append(fail("settings", "accounts", none))
    return settings, found


def check_here(settings: Settings, now: datetime) -> Iterator[Check]:
    """Everything on this machine but the accounts' secrets."""
    yield from _state(settings.general.state.expanduser())
    yield from _listen(settings.service.listen)
    yield from _exports(settings, now)


def check_secret(name: str, account: Account, state: Path) -> Check:
    """Whether the account's password or token can be read, and by whom."""
    try:
        if account.auth == "password":
            password_of(name, account)
            return _kept_well(name, account.password_file)
        client_of(name, account)
        token = token_store_of(name, account, state).load()
    except InboxguardError as problem:
        return fail(name, "secret", _with_owner(problem, account.password_file))
    if token is None and flow_of(account) != "application":
        none = ConfigProblem("nobody has signed in for this account yet", mend=f"inboxguard login {name}")
        return fail(name, "secret", none)
    if account.oauth_keep == "keyring" or token is None:
        return ok(name, "secret", "OAuth2, kept in the keyring" if token else "OAuth2, as an application")
    return _kept_well(name, token_path(name, state))


def _kept_well(name: str, path: Path | None) -> Check:
    if path is None:
        return ok(name, "secret", "from the environment, the configuration or the keyring")
    path = path.expanduser()
    if _others_read(path) and not str(path).startswith(_GIVEN_BY_THE_SYSTEM):
        return warn(name, "secret", f"other users of this machine may read {path}", f"chmod 600 {path}")
    return ok(name, "secret", str(path))


def _with_owner(problem: InboxguardError, path: Path | None) -> InboxguardError:
    """The problem with who owns the file, since a container's user is often not who made it."""
    try:
        seen = path.expanduser().stat() if path else None
    except OSError:
        return problem
    if seen is None or seen.st_uid == os.getuid():
        return problem
    says = f"{problem}: it belongs to user {seen.st_uid} with mode {stat.S_IMODE(seen.st_mode):o}"
    mend = f"sudo chown {os.getuid()} {path}   (in a container: the file on the host behind it)"
    return ConfigProblem(says, mend=mend)


def _others_read(path: Path) -> bool:
    try:
        return bool(path.expanduser().stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _state(path: Path) -> Iterator[Check]:
    folder = path.parent
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        mend = f"sudo mkdir -p -m 700 {folder} && sudo chown -R {os.getuid()} {folder}"
        yield fail("state", "folder", JournalTrouble(f"user {os.getuid()} cannot write to {there}", mend=mend))
        return
    yield ok("state", "folder", f"{folder} is writable" if there == folder else f"{folder} is made when needed")
    if folder.is_dir() and _others_read(folder):
        yield warn("state", "privacy", f"other users of this machine may look into {folder}", f"chmod 700 {folder}")
    free = shutil.disk_usage(there).free
    if free < _LEAST_BYTES:
        yield warn("state", "disk", f"only {free >> 20} MB are free at {there}", f"df -h {there}")
    yield ok("state", "lock", "held by a running inboxguard" if _is_held(path) else "free")


def _is_held(path: Path) -> bool:
    """Whether somebody holds the lock; it is shared for an instant, never taken."""
    try:
        with path.with_name(path.name + ".lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _listen(listen: str) -> Iterator[Check]:
    if not listen:
        yield warn("service", "health page", "switched off", 'listen = "127.0.0.1:8025" in [service]')
        return
    try:
        host, port = address_of(listen)
    except InboxguardError as problem:
        yield fail("service", "health page", problem)
        return
    yield ok("service", "health page", f"http://{host}:{port}/healthz while the service runs")


def _exports(settings: Settings, now: datetime) -> Iterator[Check]:
    own = [path for account in settings.account.values() for path in account.exports]
    paths = [*settings.people.exports, *own]
    if not paths and not settings.people.import_dir:
        mend = f'get your connections at {_EXPORT_PAGE}, then exports = ["Connections.csv"] in [people]'
        yield warn("people", "exports", "there is no list of whom you accepted; only notices tell", mend)
    for path in paths:
        yield _export(path.expanduser(), now)


def _export(path: Path, now: datetime) -> Check:
    try:
        learnt = read_file(path)
        age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (InboxguardError, OSError) as problem:
        known = problem if isinstance(problem, InboxguardError) else ConfigProblem(f"{path} cannot be read")
        return fail("people", path.name, known)
    says = f"{learnt.count} people, {max(0, age.days)} days old"
    if age > _STALE and "linkedin" in learnt.kind:
        mend = (
            f"ask for a new one at {_EXPORT_PAGE} (Connections; it comes by mail in ten minutes) and save it as {path}"
        )
        return warn("people", path.name, says, mend)
    return ok("people", path.name, says)
