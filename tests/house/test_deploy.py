"""The files one deploys with speak of settings, options and modules that exist."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from inboxguard.cli.main import cli
from inboxguard.config.load import DEFAULT_PLACES, validate
from inboxguard.config.schema import Account, Settings
from inboxguard.healthcheck import _PLACES

DEPLOY = ["Dockerfile", "compose.yaml", "deploy/systemd/inboxguard.service", "deploy/kubernetes/inboxguard.yaml"]
GUIDES = sorted(str(path) for path in Path("docs/how-to").glob("*.md"))


def settings_named(text: str) -> set[str]:
    return set(re.findall(r"INBOXGUARD_[A-Z]+__[A-Z_]+", text))


@pytest.mark.parametrize("name", DEPLOY + GUIDES)
def test_every_setting_in_the_environment_exists(name: str) -> None:
    """A mistyped INBOXGUARD_… name would keep the service from starting."""
    known = {f"INBOXGUARD_{section}__{key}".upper() for section, field in Settings.model_fields.items()
             for key in getattr(field.annotation, "model_fields", {})}  # fmt: skip
    of_account = {key.upper() for key in Account.model_fields}
    for told in settings_named(Path(name).read_text()):
        parts = told.removeprefix("INBOXGUARD_").split("__")
        plain = told.removesuffix("_FILE")
        assert (
            told in known or plain in known or (parts[0] == "ACCOUNT" and parts[-1].removesuffix("_FILE") in of_account)
        )


@pytest.mark.parametrize("name", ["deploy/kubernetes/inboxguard.yaml", *GUIDES])
def test_every_configuration_shown_is_valid(name: str) -> None:
    """The TOML in the guides and in the ConfigMap loads as it stands."""
    text = Path(name).read_text()
    shown = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    shown += [re.sub(r"(?m)^    ", "", found) for found in re.findall(r"inboxguard\.toml: \|\n((?:    .*\n)+)", text)]
    for block in shown:
        validate(tomllib.loads(block), name)


@pytest.mark.parametrize("name", GUIDES)
def test_every_option_shown_exists(name: str) -> None:
    """Each `inboxguard COMMAND --option` in a guide is one that the command has."""
    context = click.Context(cli)
    for line in re.findall(r"(?:^\$ |`)(?:\S*/)?inboxguard ([a-z][^`\n]*)", Path(name).read_text(), re.MULTILINE):
        words = line.split()
        command = cli.get_command(context, words[0])
        if isinstance(command, click.Group):
            command = command.get_command(context, words[1])
        assert command is not None, line
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", line)) <= known, line


def test_the_image_is_as_promised() -> None:
    """Fixed user, exec form, a HEALTHCHECK by the module that is there, no absolute path to python3."""
    text = Path("Dockerfile").read_text()
    assert "USER 10001:10001" in text
    assert 'ENTRYPOINT ["inboxguard"]' in text
    assert 'CMD ["python3", "-m", "inboxguard.healthcheck"]' in text
    assert not re.search(r"/python3(\s|\")", text)
    assert Path("inboxguard/healthcheck.py").is_file()


def test_nothing_built_early_gets_into_the_image() -> None:
    """Setuptools keeps a built file newer than its source, so what the empty package left goes before the source comes."""
    early, source, _ = Path("Dockerfile").read_text().partition("COPY inboxguard")
    assert source
    assert "pip install" in early
    assert "rm -rf build *.egg-info" in early.rpartition("pip install")[2]


def test_compose_takes_every_right_away() -> None:
    """Read-only, no capability, no new privileges, secrets from files, and time to finish a deed."""
    text = Path("compose.yaml").read_text()
    for line in ("read_only: true", "- ALL", "- no-new-privileges:true", "stop_grace_period: 15s", "/run/secrets/"):
        assert line in text
    assert "PASSWORD:" not in text


def test_the_healthcheck_looks_where_the_service_looks() -> None:
    """The places of the configuration file are the same in both, though the healthcheck imports nothing of ours."""
    assert _PLACES == DEFAULT_PLACES
