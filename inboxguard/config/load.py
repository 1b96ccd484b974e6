"""From a TOML file and the environment to Settings, or to one clear ConfigProblem.

Names in the environment are INBOXGUARD_SECTION__KEY, for an account INBOXGUARD_ACCOUNT__NAME__KEY; with _FILE at the
end the value is the first line of that file. An unknown name is an error, because a mistyped one would be silence.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr, ValidationError

from inboxguard.config.schema import Account, Settings
from inboxguard.errors import ConfigProblem
from inboxguard.log import keep_secret

PREFIX = "INBOXGUARD_"
CONFIG_NAME = "INBOXGUARD_CONFIG"
DEFAULT_PLACES = ("inboxguard.toml", "~/.config/inboxguard/inboxguard.toml", "/config/inboxguard.toml")


def find_config(given: str | None) -> Path | None:
    """The configuration file: the one given, else the first of the usual places that exists, else None.

    Raises:
        ConfigProblem: when the one given does not exist.
    """
    chosen = given or os.environ.get(CONFIG_NAME)
    if chosen:
        path = Path(chosen).expanduser()
        if path.is_dir():
            raise ConfigProblem(f"{chosen} is a folder, not a configuration file", mend=f"ls {chosen}/*.toml")
        if not path.is_file():
            raise ConfigProblem(f"{chosen}: no such configuration file", mend="inboxguard init --config " + chosen)
        return path
    places = (Path(place).expanduser() for place in DEFAULT_PLACES)
    return next((place for place in places if place.is_file()), None)


def load(given: str | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from the file and the environment, the environment winning.

    Raises:
        ConfigProblem: for a broken file, an unknown key or environment name, or a value that does not fit.
    """
    path = find_config(given)
    tree = _read_toml(path) if path else {}
    _overlay(tree, os.environ if environment is None else environment)
    return validate(tree, str(path or "the environment"))


def validate(tree: Mapping[str, object], origin: str) -> Settings:
    """The tree as Settings.

    Raises:
        ConfigProblem: naming every key that does not fit; values are never shown.
    """
    try:
        return Settings.model_validate(tree)
    except ValidationError as trouble:
        lines = [
            f"{'.'.join(str(part) for part in found['loc'])}: {_plain(found['msg'])}" for found in trouble.errors()
        ]
        raise ConfigProblem(
            f"{origin}: " + "; ".join(lines), mend="inboxguard settings   (lists every setting with its meaning)"
        ) from None


def password_of(name: str, account: Account) -> str:
    """The account's password from its file, setting, or the keyring extra; from now on masked in every log.

    Raises:
        ConfigProblem: when there is none, or its file cannot be read.
    """
    secret = secret_file(account.password_file) if account.password_file else _given(account.password)
    secret = secret or _from_keyring(account)
    if not secret:
        raise ConfigProblem(
            f"account {name}: there is no password for {account.user}",
            mend=f"export {PREFIX}ACCOUNT__{name.upper()}__PASSWORD_FILE=/path/to/file   (or set password_file)",
        )
    keep_secret(secret)
    return secret


def _given(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def secret_file(path: Path) -> str:
    """The first line of a file that holds one secret.

    Raises:
        ConfigProblem: when it cannot be read; with the line that mends it.
    """
    try:
        return path.expanduser().read_text("utf-8").splitlines()[0].strip()
    except PermissionError:
        raise ConfigProblem(
            f"{path} cannot be read by user {os.getuid()}", mend=f"chown {os.getuid()} {path} && chmod 400 {path}"
        ) from None
    except (OSError, UnicodeDecodeError, IndexError) as trouble:
        raise ConfigProblem(f"the secret file {path} is missing, empty or not text", mend=f"ls -l {path}") from trouble


def _from_keyring(account: Account) -> str:
    try:
        import keyring
    except ImportError:
        return ""
    return keyring.get_password(f"inboxguard:{account.host}", account.user) or ""


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as trouble:
        raise ConfigProblem(f"{path} is not valid TOML: {trouble}", mend=f"open {path} at that line") from None
    except UnicodeDecodeError:
        raise ConfigProblem(f"{path} is not UTF-8 text", mend="inboxguard settings > inboxguard.toml") from None
    except OSError as trouble:
        raise ConfigProblem(f"{path} cannot be read: {trouble.strerror}", mend=f"ls -l {path}") from None


def _overlay(tree: dict[str, object], environment: Mapping[str, str]) -> None:
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name == CONFIG_NAME:
            continue
        parts = name[len(PREFIX) :].lower().split("__")
        if parts[0] == "account" and len(parts) == 3:
            parts[1] = _known_account(tree, parts[1])
        from_file = parts[-1].endswith("_file") and not _is_setting(parts)
        if from_file:
            parts[-1] = parts[-1].removesuffix("_file")
        if not _is_setting(parts):
            raise ConfigProblem(f"{name}: there is no such setting", mend="inboxguard settings")
        _put(tree, parts, _typed(parts, secret_file(Path(value)) if from_file else value))


def _known_account(tree: Mapping[str, object], lowered: str) -> str:
    accounts = tree.get("account")
    names = list(accounts) if isinstance(accounts, dict) else []
    return next((known for known in names if known.lower().replace("-", "_") == lowered), lowered)


def _is_setting(parts: list[str]) -> bool:
    if len(parts) == 3 and parts[0] == "account":
        return parts[2] in Account.model_fields
    section = Settings.model_fields.get(parts[0])
    fields = getattr(section.annotation, "model_fields", {}) if section else {}
    return len(parts) == 2 and parts[1] in fields


def _typed(parts: list[str], value: str) -> object:
    model = Account if parts[0] == "account" else Settings.model_fields[parts[0]].annotation
    wants_many = "tuple" in str(getattr(model, "model_fields", {})[parts[-1]].annotation)
    if not wants_many:
        return value
    if value.startswith("["):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return [value]
    return [item.strip() for item in value.split(",") if item.strip()]


def _put(tree: dict[str, object], parts: list[str], value: object) -> None:
    for part in parts[:-1]:
        inner = tree.setdefault(part, {})
        if not isinstance(inner, dict):
            raise ConfigProblem(f"{part} is a table, not a value", mend="inboxguard settings")
        tree = inner
    tree[parts[-1]] = value


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Extra inputs are not permitted", "there is no such setting")
