"""Each kind of trouble has one clear message and its own exit code."""

import json
import re
from pathlib import Path

import pytest

from tests.acceptance.command import PITCHES, configuration, export, inboxguard, mail
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import dovecot
from tests.servers.place import free_port

__all__ = ["dovecot"]


def said_once(stderr: str) -> str:
    """The first line, once it is sure that there is no traceback and a line to type follows."""
    assert "Traceback" not in stderr
    lines = [line for line in stderr.splitlines() if line.strip()]
    assert lines[0].startswith("inboxguard: ")
    assert any(line.startswith("  try: ") for line in lines), stderr
    return lines[0]


def test_an_archive_is_scanned_with_nothing_configured(tmp_path: Path) -> None:
    """eml: works without a configuration and gives JSON Lines with a summary last."""
    for number, body in enumerate(PITCHES):
        (tmp_path / f"{number}.eml").write_bytes(mail(number, body))
    done = inboxguard(
        "scan",
        f"eml:{tmp_path}",
        "--connections",
        str(export(tmp_path)),
        "--me",
        "sam@northpine.example",
        "--format",
        "jsonl",
    )
    assert done.returncode == 0, done.stderr
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["verdict"] for one in objects[:-1]] == ["pitch", "hard_sell", "hard_sell"]
    assert [one["decision"]["action"] for one in objects[:-1]] == ["leave", "file", "file"]
    assert objects[-1]["summary"] is True


def test_findings_end_with_one_when_asked(tmp_path: Path) -> None:
    """--fail-on-findings turns a hard sell into exit code 1; the format does not matter."""
    for number, body in enumerate(PITCHES):
        (tmp_path / f"{number}.eml").write_bytes(mail(number, body))
    line = (
        "scan",
        f"eml:{tmp_path}",
        "--connections",
        str(export(tmp_path)),
        "--me",
        "sam@northpine.example",
        "--fail-on-findings",
    )
    assert [inboxguard(*line, "--format", form).returncode for form in ("text", "csv")] == [1, 1]


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (("scan", "mbox:/nowhere.mbox"), 3, "no such file"),
        (("scan", "nobody"), 2, "there is no account"),
        (("scan", "home", "--config", "/nowhere.toml"), 3, "no such configuration file"),
        (("scan", "eml:.", "--me", "not an address"), 2, "not an e-mail address"),
        (("scan", "eml:.", "--now", "soon"), 2, "not a date"),
        (("check", "/nowhere.eml"), 3, "no such file"),
    ],
)
def test_a_wrong_word_is_named(line: tuple[str, ...], code: int, says: str, tmp_path: Path) -> None:
    """What was wrong stands in the first line, what to do in the next."""
    done = inboxguard(*line, environment={"HOME": str(tmp_path)})
    assert done.returncode == code, done.stderr
    assert says in said_once(done.stderr)


def test_an_unknown_option_is_a_usage_error() -> None:
    """A mistyped option ends with 2 and names it."""
    done = inboxguard("scan", "eml:.", "--formt", "json")
    assert done.returncode == 2
    assert "--formt" in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [("[general\n", "not valid TOML"), ("[general]\ncolour = 1\n", "general.colour: there is no such setting")],
)
def test_a_broken_configuration_ends_with_three(tmp_path: Path, text: str, says: str) -> None:
    """Broken TOML and unknown settings are said in one line each."""
    path = tmp_path / "inboxguard.toml"
    path.write_text(text)
    done = inboxguard("scan", "home", "--config", str(path))
    assert done.returncode == 3
    assert says in said_once(done.stderr)


def test_a_mistyped_environment_name_ends_with_three(tmp_path: Path, dovecot: Dovecot) -> None:
    """An unknown INBOXGUARD_ name is not ignored."""
    config = configuration(tmp_path, dovecot.account())
    done = inboxguard("scan", "home", "--config", config, environment={"INBOXGUARD_ACCOUNT__HOME__PASWORD": "x"})
    assert done.returncode == 3
    assert "INBOXGUARD_ACCOUNT__HOME__PASWORD" in said_once(done.stderr)


def test_a_wrong_password_ends_with_four_and_is_not_shown(tmp_path: Path, dovecot: Dovecot) -> None:
    """The server's refusal is told, the password is not."""
    config = configuration(tmp_path, dovecot.account())
    (tmp_path / "secret").write_text("canary-wrong-horse")
    done = inboxguard("scan", "home", "--config", config)
    assert done.returncode == 4, done.stderr
    said_once(done.stderr)
    assert "canary-wrong-horse" not in done.stderr + done.stdout


def test_an_unknown_host_ends_with_five(tmp_path: Path, dovecot: Dovecot) -> None:
    """A host that does not exist is named."""
    config = configuration(tmp_path, dovecot.account())
    Path(config).write_text(
        re.sub(r'host = "[^"]*"', 'host = "imap.nowhere.invalid"', Path(config).read_text()).replace(
            'security = "none"', 'security = "tls"'
        )
    )
    done = inboxguard("scan", "home", "--config", config)
    assert done.returncode == 5, done.stderr
    assert "imap.nowhere.invalid" in said_once(done.stderr)


def test_nothing_listening_ends_with_five(tmp_path: Path, dovecot: Dovecot) -> None:
    """A closed port is unreachable."""
    config = configuration(tmp_path, dovecot.account())
    Path(config).write_text(re.sub(r"port = \d+", f"port = {free_port()}", Path(config).read_text()))
    assert inboxguard("scan", "home", "--config", config).returncode == 5


def test_a_certificate_nobody_vouches_for_ends_with_six(tmp_path: Path, dovecot: Dovecot) -> None:
    """Without the test authority the certificate is refused."""
    account = dovecot.account()
    config = configuration(tmp_path, account)
    text = re.sub(r"port = \d+", f"port = {dovecot.tls_port}", Path(config).read_text())
    Path(config).write_text(text.replace('security = "none"', 'security = "tls"'))
    done = inboxguard("scan", "home", "--config", config)
    assert done.returncode == 6, (done.stderr, text)
    assert "certificate" in done.stderr


def test_a_state_in_use_ends_with_eight(tmp_path: Path, dovecot: Dovecot) -> None:
    """Two processes never work on one state."""
    import fcntl

    config = configuration(tmp_path, dovecot.account())
    (tmp_path / "state").mkdir(mode=0o700)
    with (tmp_path / "state" / "state.sqlite3.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = inboxguard("scan", "home", "--config", config)
    assert done.returncode == 8
    said_once(done.stderr)
