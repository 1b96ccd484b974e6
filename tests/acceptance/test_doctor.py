"""`inboxguard doctor` and `inboxguard login` as a user starts them, against Dovecot and a token server."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from inboxguard import clock
from tests.servers.dovecot import Dovecot
from tests.servers.dovecot_oauth import DovecotWithTokens, dovecot_with_tokens, issuing
from tests.servers.fixtures import dovecot, dovecot_bare
from tests.servers.place import PASSWORD
from tests.servers.token_server import CLIENT_ID, CLIENT_SECRET

__all__ = ["dovecot", "dovecot_bare", "dovecot_with_tokens", "issuing"]
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,Byron,,,Engines,,01 Nov 2026\n"


def guard(*line: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("INBOXGUARD_")}
    return subprocess.run(
        [sys.executable, "-m", "inboxguard", *line], capture_output=True, text=True, timeout=120, check=False,
        env=clean | (environment or {}),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "state").mkdir(mode=0o700)
    return tmp_path


def write_config(folder: Path, account: str, more: str = "") -> str:
    path = folder / "inboxguard.toml"
    path.write_text(
        f'[general]\nstate = "{folder}/state/state.sqlite3"\n[people]\nexports = ["{folder}/Connections.csv"]\n{more}\n'
        f"[account.work]\n{account}\n"
    )
    path.chmod(0o600)
    return str(path)


def plain(server: Dovecot, folder: Path, user: str = "") -> str:
    user = user or server.account().user
    return f'host = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nuser = "{user}"\npassword_file = "{folder}/secret"'


def checks(*line: str) -> tuple[int, dict[str, dict[str, str]]]:
    done = guard("doctor", "--format", "json", *line)
    assert done.stderr == ""
    rows = json.loads(done.stdout)["checks"]
    return done.returncode, {row["what"]: row for row in rows}


def test_a_sound_set_up_is_all_ok(dovecot: Dovecot, folder: Path) -> None:
    """Over TLS, with a private secret and a fresh export, nothing fails and each step has its line."""
    account = plain(dovecot, folder).replace("127.0.0.1", "localhost").replace('"none"', '"tls"')
    account = account.replace(str(dovecot.port), str(dovecot.tls_port)) + f'\nca_file = "{dovecot.folder}/certs/ca.pem"'
    code, found = checks("--config", write_config(folder, account))
    assert code == 0
    assert [what for what, row in found.items() if row["mark"] == "FAIL"] == []
    assert {
        "file",
        "folder",
        "lock",
        "health page",
        "Connections.csv",
        "secret",
        "DNS",
        "TCP",
        "TLS",
        "sign-in",
    } <= set(found)
    assert {"server", "IDLE", "filing", "CONDSTORE", "mailbox", "keyword", "sent mail", "file into"} <= set(found)
    assert "localhost" in found["TLS"]["says"]
    assert found["filing"]["says"] == "MOVE"
    assert found["sent mail"]["says"] == "Sent"
    assert found["Connections.csv"]["says"].startswith("1 people")


def test_starttls_is_looked_at_too(dovecot: Dovecot, folder: Path) -> None:
    """With STARTTLS the certificate is shown as well."""
    account = plain(dovecot, folder).replace("127.0.0.1", "localhost").replace('"none"', '"starttls"')
    code, found = checks("--config", write_config(folder, account + f'\nca_file = "{dovecot.folder}/certs/ca.pem"'))
    assert code == 0
    assert "localhost" in found["TLS"]["says"]


def test_a_poor_server_is_warned_about(dovecot_bare: Dovecot, folder: Path) -> None:
    """Without IDLE, MOVE and UIDPLUS the lines say what follows, and warnings do not change the exit code."""
    code, found = checks("--config", write_config(folder, plain(dovecot_bare, folder)))
    assert code == 0
    assert found["IDLE"]["mark"] == "warn"
    assert (found["filing"]["mark"], found["filing"]["mend"]) == ("warn", 'mode = "tag"')
    assert found["authserv-id"]["mark"] == "warn"


def test_the_server_s_own_name_is_learnt(dovecot: Dovecot, folder: Path) -> None:
    """Messages that agree on who checked their senders teach the authserv-id."""
    account = dovecot.account()
    client = account.plain()
    for number in range(6):
        client.append(
            "INBOX", f"Authentication-Results: mx.mail.example; dmarc=pass\r\nSubject: {number}\r\n\r\nx".encode()
        )
    client.logout()
    _, found = checks("--config", write_config(folder, plain(dovecot, folder, account.user)))
    assert found["authserv-id"]["says"] == "learnt from the newest mail: mx.mail.example"


@pytest.mark.parametrize(
    ("change", "what", "code", "says"),
    [
        (("127.0.0.1", "localhost"), "TLS", 6, "certificate"),
        (("pw-for-tests", "wrong"), "sign-in", 4, "refused signing in"),
        (("port = ", "port = 1\n#"), "TCP", 5, "cannot be reached"),
        (("127.0.0.1", "no-such-host.invalid"), "DNS", 5, "no server named"),
    ],
)
def test_each_failure_has_its_exit_code(
    dovecot: Dovecot, folder: Path, *, change: tuple[str, str], what: str, code: int, says: str
) -> None:
    """The first failure gives the exit code, its reason and what mends it; nothing is tried after it."""
    account = plain(dovecot, folder)
    if what == "TLS":
        account = account.replace('"none"', '"starttls"')
    if what == "DNS":
        account = account.replace('"none"', '"tls"')
    (folder / "secret").write_text((folder / "secret").read_text().replace(*change))
    ended, found = checks("--config", write_config(folder, account.replace(*change)))
    assert (ended, found[what]["mark"]) == (code, "FAIL")
    assert says in found[what]["says"]
    assert found[what]["mend"]
    assert list(found)[-1] == what


def test_a_missing_mailbox_names_those_that_are(dovecot: Dovecot, folder: Path) -> None:
    """A watched mailbox that is not there fails, and the line that mends it lists the ones that are."""
    code, found = checks("--config", write_config(folder, plain(dovecot, folder) + '\nmailboxes = ["Posteingang"]'))
    assert code == 7
    assert "INBOX" in found["mailbox"]["mend"]


def test_a_secret_others_can_read_is_warned_about(dovecot: Dovecot, folder: Path) -> None:
    """Mode 644 on a password file is a warning with the chmod that mends it."""
    (folder / "secret").chmod(0o644)
    code, found = checks("--offline", "--config", write_config(folder, plain(dovecot, folder)))
    assert (code, found["secret"]["mend"]) == (0, f"chmod 600 {folder}/secret")


def test_an_old_export_says_how_to_get_a_new_one(dovecot: Dovecot, folder: Path) -> None:
    """An export older than 30 days is a warning that leads to LinkedIn's page."""
    old = clock.now().timestamp() - 40 * 86_400
    os.utime(folder / "Connections.csv", (old, old))
    _, found = checks("--offline", "--config", write_config(folder, plain(dovecot, folder)))
    assert found["Connections.csv"]["mark"] == "warn"
    assert "linkedin.com" in found["Connections.csv"]["mend"]


def test_a_broken_configuration_ends_it(folder: Path) -> None:
    """A mistyped setting is the only line, with exit code 3."""
    code, found = checks(
        "--offline", "--config", write_config(folder, 'host = "a.example"\nuser = "u"\npasword = "canary"')
    )
    assert (code, list(found)) == (3, ["file"])
    assert "canary" not in str(found)


def test_the_text_form_has_an_arrow_to_the_cure(dovecot: Dovecot, folder: Path) -> None:
    """Each line has its mark first; what mends it follows after an arrow; no password is shown."""
    done = guard("doctor", "--config", write_config(folder, plain(dovecot, folder)))
    lines = done.stdout.splitlines()
    assert all(line[:4] in {"ok  ", "warn", "FAIL"} for line in lines)
    assert all("→" in line for line in lines if not line.startswith("ok"))
    assert PASSWORD not in done.stdout


def oauth(server: DovecotWithTokens, folder: Path, *more: str) -> str:
    (folder / "client").write_text(CLIENT_SECRET)
    (folder / "client").chmod(0o600)
    tokens = server.tokens
    return "\n".join((
        'host = "127.0.0.1"', f"port = {server.port}", 'security = "none"', f'user = "{tokens.user}"', 'auth = "oauth2"',
        'oauth_provider = "custom"', f'oauth_client_id = "{CLIENT_ID}"', f'oauth_client_secret_file = "{folder}/client"',
        f'oauth_token_url = "{tokens.url}/token"', f'oauth_device_url = "{tokens.url}/device"',
        f'oauth_authorize_url = "{tokens.url}/authorize"', *more,
    ))  # fmt: skip


def test_login_by_browser_keeps_a_private_token(dovecot_with_tokens: DovecotWithTokens, folder: Path) -> None:
    """`login` prints an address, waits for the browser, keeps the token 0600 beside the state, and tries it out."""
    config = write_config(folder, oauth(dovecot_with_tokens, folder, 'oauth_flow = "browser"'))
    code, found = checks("--offline", "--config", config)
    assert (code, found["secret"]["mend"]) == (3, "inboxguard login work")
    started = subprocess.Popen(
        [sys.executable, "-m", "inboxguard", "login", "work", "--config", config],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert started.stdout is not None
    address = next(line.strip() for line in started.stdout if line.startswith("http"))
    landing = dovecot_with_tokens.tokens.landing(address)
    assert b"close this window" in urllib.request.urlopen(landing, timeout=10).read()
    said, _ = started.communicate(timeout=60)
    assert started.returncode == 0
    assert "accepted it" in said
    assert "canary" not in said
    kept = folder / "state" / "token-work.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert checks("--config", config)[0] == 0


def test_login_by_pasted_address(dovecot_with_tokens: DovecotWithTokens, folder: Path) -> None:
    """With --paste the address the browser ended at is typed in; one that is not ours is refused with exit code 4."""
    config = write_config(folder, oauth(dovecot_with_tokens, folder, 'oauth_flow = "browser"'))
    line = [sys.executable, "-m", "inboxguard", "login", "work", "--paste", "--config", config]
    done = subprocess.run(
        line, input="http://127.0.0.1/?code=x&state=y\n", capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 4


def test_login_as_an_application(dovecot_with_tokens: DovecotWithTokens, folder: Path) -> None:
    """Client credentials need nobody at a browser."""
    config = write_config(folder, oauth(dovecot_with_tokens, folder, 'oauth_flow = "application"'))
    done = guard("login", "work", "--config", config)
    assert (done.returncode, done.stderr) == (0, "")


def test_login_of_an_account_with_a_password_is_a_usage_error(dovecot: Dovecot, folder: Path) -> None:
    """`login` is for OAuth2 accounts; another account, or one that does not exist, is said so."""
    config = write_config(folder, plain(dovecot, folder))
    assert guard("login", "work", "--config", config).returncode == 2
    unknown = guard("login", "nobody", "--config", config)
    assert unknown.returncode == 2
    assert "work" in unknown.stderr
