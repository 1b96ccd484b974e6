"""What `inboxguard init` decides and writes, without asking anybody anything.

The one fact a newcomer would get wrong: the configuration never holds the password. It names a file of mode 0600, or
nothing at all when the password comes from the environment.
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inboxguard.config.load import validate
from inboxguard.config.schema import Settings
from inboxguard.errors import ConfigProblem, UsageProblem
from inboxguard.imap.credentials import Server
from inboxguard.imap.token_store import write_private

DEFAULT_CONFIG: Final = "~/.config/inboxguard/inboxguard.toml"
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Plan:
    """An account about to be written down; empty means: leave the setting out."""

    name: str
    server: Server
    user: str
    me: str = ""
    auth: str = "password"
    password_file: Path | None = None
    oauth_provider: str = ""
    oauth_client_id: str = ""
    oauth_client_secret_file: Path | None = None
    oauth_tenant: str = ""
    mode: str = "observe"
    file_into: str = ""
    exports: tuple[Path, ...] = field(default=())
    state: Path | None = None


def written(plan: Plan, before: str = "") -> str:
    """The configuration with the account added to what it held before.

    Raises:
        UsageProblem: when the name is taken or cannot be one.
        ConfigProblem: when the whole would not be valid.
    """
    if not _NAME.fullmatch(plan.name):
        raise UsageProblem(f"“{plan.name}” cannot be an account's name", mend="use letters, digits, - and _")
    if plan.name in _accounts(before):
        raise UsageProblem(f"there is an account {plan.name} already", mend="choose another --name, or edit the file")
    text = (before.rstrip() + "\n\n" if before.strip() else _opening(plan)) + _table(plan)
    checked(text, "the new configuration")
    return text


def checked(text: str, origin: str) -> Settings:
    """The settings in the text.

    Raises:
        ConfigProblem: when it is not a valid configuration.
    """
    try:
        return validate(tomllib.loads(text), origin)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigProblem(f"{origin} is not valid TOML: {problem}") from None


def write(path: Path, text: str) -> None:
    """Put a file of mode 0600 in place in one step.

    Raises:
        ConfigProblem: when it cannot be written.
    """
    try:
        write_private(path, text)
    except OSError as problem:
        mend = f"name another place with --config, or make {path.parent} writable"
        raise ConfigProblem(f"{path} cannot be written: {problem.strerror}", mend=mend) from problem


def _accounts(text: str) -> frozenset[str]:
    return frozenset(checked(text, "the configuration there is").account) if text.strip() else frozenset()


def _opening(plan: Plan) -> str:
    lines = ["# inboxguard; `inboxguard settings` lists everything that can stand here.", ""]
    if plan.state:
        lines += ["[general]", f"state = {_quoted(str(plan.state))}", ""]
    return "\n".join(lines) + "\n"


def _table(plan: Plan) -> str:
    server = plan.server
    told: dict[str, object] = {
        "host": server.host,
        "port": server.port,
        "security": server.security.value,
        "ca_file": server.ca_file,
        "user": plan.user,
        "me": [plan.me] if plan.me and plan.me != plan.user else None,
        "auth": plan.auth if plan.auth != "password" else None,
        "password_file": plan.password_file,
        "oauth_provider": plan.oauth_provider,
        "oauth_client_id": plan.oauth_client_id,
        "oauth_client_secret_file": plan.oauth_client_secret_file,
        "oauth_tenant": plan.oauth_tenant,
        "mode": plan.mode,
        "file_into": plan.file_into,
        "exports": list(plan.exports) or None,
    }
    rows = [f"{key} = {_toml(value)}" for key, value in told.items() if value]
    return "\n".join([f"[account.{plan.name}]", *rows]) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    """A basic string; JSON's escapes are TOML's too, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
