"""`inboxguard init` as a user starts it, against Dovecot."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from inboxguard.errors import ConfigProblem, UsageProblem
from inboxguard.imap.credentials import Security, Server
from inboxguard.service.set_up import Plan, checked, written
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import dovecot
from tests.servers.place import PASSWORD, Account

__all__ = ["dovecot"]
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,Byron,,,Engines,,01 Nov 2026\n"
MESSAGE = b"From: Ada Byron <ada@engines.example>\r\nTo: me@home.example\r\nSubject: hello\r\n\r\nGood to meet you.\r\n"


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    made = dovecot.account()
    client = made.plain()
    client.append("INBOX", MESSAGE)
    client.logout()
    return made


def init(
    folder: Path, account: Account, *more: str, typed: str = "", at: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run it without a terminal, so that a hidden prompt reads what is typed here."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("INBOXGUARD_")}
    place = ["--host", "127.0.0.1", "--port", str(account.server.port), "--security", "none"] if at else []
    line = [sys.executable, "-W", "ignore", "-m", "inboxguard", "init", "--config", str(folder / "new" / "guard.toml")]
    line += ["--user", account.user, "--state", str(folder / "state.sqlite3"), *place, *more]
    return subprocess.run(
        line, input=typed, capture_output=True, text=True, timeout=120, check=False, env=clean, start_new_session=True
    )


def mailboxes(account: Account) -> set[str]:
    client = account.plain()
    found = {name for _, _, name in client.list_folders()}
    client.logout()
    return found


def secret(folder: Path, text: str = PASSWORD) -> str:
    path = folder / "secret"
    path.write_text(text)
    path.chmod(0o600)
    return str(path)


def test_without_questions_it_ends_with_a_report(account: Account, tmp_path: Path) -> None:
    """With --yes and a password file: configuration 0600, mailbox made, export read, and an observe scan printed."""
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    done = init(
        tmp_path, account, "--address", "me@home.example", "--yes", "--password-file", secret(tmp_path),
        "--export", str(tmp_path / "Connections.csv"),
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    path = tmp_path / "new" / "guard.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    tree = tomllib.loads(path.read_text())["account"]["home"]
    assert (tree["mode"], tree["me"], tree["exports"]) == (
        "observe",
        ["me@home.example"],
        [str(tmp_path / "Connections.csv")],
    )
    assert PASSWORD not in path.read_text() + done.stdout + done.stderr
    assert "Hard sell" in mailboxes(account)
    assert "1 people" in done.stdout
    assert "by what you said" in done.stdout
    assert "Looking at the last 30 days" in done.stdout


def test_a_person_is_asked_step_by_step(account: Account, tmp_path: Path) -> None:
    """Asked for address, export, password (again after a wrong one), where to keep it, and the mailbox."""
    typed = f"me@home.example\n\nwrong\n{PASSWORD}\ny\nn\n"
    done = init(tmp_path, account, "--no-scan", typed=typed)
    assert done.returncode == 0, done.stderr
    kept = tmp_path / "new" / "home.password"
    assert kept.read_text().strip() == PASSWORD
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "refused signing in" in done.stderr
    assert tomllib.loads((tmp_path / "new" / "guard.toml").read_text())["account"]["home"]["password_file"] == str(kept)
    assert "Hard sell" not in mailboxes(account)


def test_a_password_may_be_kept_nowhere(account: Account, tmp_path: Path) -> None:
    """Who does not want a file is told the name in the environment, and nothing is written."""
    typed = f"me@home.example\n\n{PASSWORD}\nn\ny\n"
    done = init(tmp_path, account, "--no-scan", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "INBOXGUARD_ACCOUNT__HOME__PASSWORD" in done.stdout
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["guard.toml"]
    assert PASSWORD not in (tmp_path / "new" / "guard.toml").read_text()


def test_a_refused_sign_in_writes_nothing(account: Account, tmp_path: Path) -> None:
    """With a wrong password the exit code is 4 and no configuration is left behind."""
    done = init(
        tmp_path, account, "--address", "me@home.example", "--yes", "--password-file", secret(tmp_path, "wrong")
    )
    assert done.returncode == 4
    assert "try:" in done.stderr
    assert not (tmp_path / "new").exists()


def test_without_a_password_nobody_is_asked(account: Account, tmp_path: Path) -> None:
    """--yes never waits for somebody to type: what is missing is a usage error that names the option."""
    done = init(tmp_path, account, "--address", "me@home.example", "--yes")
    assert (done.returncode, "--password-file" in done.stderr) == (2, True)
    assert init(tmp_path, account, "--yes").returncode == 2


def test_a_second_account_is_added(account: Account, dovecot: Dovecot, tmp_path: Path) -> None:
    """A configuration that is there keeps what it holds; a name that is taken is refused."""
    first = ("--address", "me@home.example", "--yes", "--no-scan", "--password-file", secret(tmp_path))
    assert init(tmp_path, account, *first).returncode == 0
    assert init(tmp_path, account, *first).returncode == 2
    other = dovecot.account()
    assert init(tmp_path, other, *first, "--name", "office").returncode == 0
    assert list(tomllib.loads((tmp_path / "new" / "guard.toml").read_text())["account"]) == ["home", "office"]


def test_a_broken_export_is_noticed_first(account: Account, tmp_path: Path) -> None:
    """An export that is none ends it with exit code 3 before anything is written."""
    (tmp_path / "junk.csv").write_text("a,b\n1,2\n")
    done = init(
        tmp_path, account, "--address", "me@home.example", "--yes", "--password-file", secret(tmp_path),
        "--export", str(tmp_path / "junk.csv"),
    )  # fmt: skip
    assert done.returncode == 3
    assert not (tmp_path / "new").exists()


def test_a_provider_without_passwords_needs_an_application(account: Account, tmp_path: Path) -> None:
    """For Outlook.com no password is asked for: the client id is needed and the guide named."""
    done = init(tmp_path, account, "--address", "me@outlook.com", "--yes", at=False)
    assert (done.returncode, "--client-id" in done.stderr) == (2, True)
    assert "outlook.office365.com" in done.stdout


@pytest.mark.parametrize("odd", ['qu"ote', "back\\slash", "new\nline", "umläut", "tab\t", "del\x7f"])
def test_odd_texts_are_written_safely(odd: str) -> None:
    """Whatever stands in a path or name comes back from the written file as it was."""
    plan = Plan("home", Server("mail.example", 993, Security.TLS), "me", file_into=odd)
    assert checked(written(plan), "test").account["home"].file_into == odd.strip()


@pytest.mark.parametrize("name", ["", "a b", "x]\n[general", "é", "a.b"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    """An account's name is a bare TOML key."""
    with pytest.raises(UsageProblem):
        written(Plan(name, Server("mail.example"), "me"))


def test_a_broken_configuration_is_not_added_to() -> None:
    """A file that is not valid is left alone and said to be."""
    with pytest.raises(ConfigProblem):
        written(Plan("home", Server("mail.example"), "me"), "[general\n")
