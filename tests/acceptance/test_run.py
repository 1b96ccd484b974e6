"""`inboxguard run` as a user starts it: woken by mail, ended by a signal, and never two on one state."""

import re
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acceptance.command import ACCEPTED, PITCHES, configuration, inboxguard, mail
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import account, cyrus, dovecot, pymap
from tests.servers.mail import subjects
from tests.servers.place import Account
from tests.servers.watching import eventually, watching

__all__ = ["account", "cyrus", "dovecot", "pymap"]
SUBJECT = "payroll at Northpine"


def put(account: Account, number: int, *, mailbox: str = "INBOX") -> None:
    """One pitch of Dana."""
    client = account.plain()
    client.append(mailbox, mail(number, PITCHES[number]), msg_time=ACCEPTED + timedelta(days=3 * number + 1))
    client.logout()


def test_new_mail_is_filed_as_it_arrives(account: Account, tmp_path: Path) -> None:
    """What lies there is dealt with at the start, what comes later when the server tells; SIGTERM ends in order."""
    put(account, 0)
    with watching(configuration(tmp_path, account), tmp_path) as service:
        service.wait_for("mailbox_looked_at")
        put(account, 1)
        eventually("the second pitch is filed", lambda: subjects(account, "Hard sell") == [SUBJECT])
        put(account, 2)
        eventually("the third pitch is filed", lambda: subjects(account, "Hard sell") == [SUBJECT] * 2)
        assert subjects(account) == [SUBJECT]
        assert service.end() < 2.0
        assert service.ended == 0
        assert service.events("service_stopped")[0]["in_order"] is True


def test_interrupt_ends_it_too(dovecot: Dovecot, tmp_path: Path) -> None:
    """Ctrl-C ends an idle service in order and at once."""
    with watching(configuration(tmp_path, dovecot.account()), tmp_path) as service:
        service.wait_for("account_connected")
        assert service.end(signal.SIGINT) < 2.0
        assert service.ended == 0


def test_hangup_reads_the_configuration_again(dovecot: Dovecot, tmp_path: Path) -> None:
    """A broken configuration is refused and the old kept; a good one counts at once."""
    account = dovecot.account()
    config = Path(configuration(tmp_path, account, mode="observe"))
    with watching(str(config), tmp_path) as service:
        service.wait_for("account_connected")
        good = config.read_text()
        config.write_text("[general\n")
        service.tell(signal.SIGHUP)
        service.wait_for("configuration_refused")
        config.write_text(good.replace('mode = "observe"', 'mode = "file"'))
        service.tell(signal.SIGHUP)
        service.wait_for("configuration_reloaded")
        service.wait_for("account_connected", times=2)
        put(account, 0)
        put(account, 1)
        eventually("the second pitch is filed", lambda: subjects(account, "Hard sell") == [SUBJECT])
        assert service.end() < 2.0


def test_two_on_one_state_are_refused(dovecot: Dovecot, tmp_path: Path) -> None:
    """The second process ends with 8 and says why; the first goes on."""
    config = configuration(tmp_path, dovecot.account())
    with watching(config, tmp_path) as service:
        service.wait_for("account_connected")
        second = inboxguard("run", "--config", config, environment={"INBOXGUARD_SERVICE__LISTEN": ""})
        assert second.returncode == 8
        assert "another inboxguard works on" in second.stderr
        assert service.end() < 2.0


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (("[account.home]", "[account.home]\ncolour = 1"), 3, "there is no such setting"),
        (('password_file = "', 'auth = "oauth2"\npassword_file = "'), 3, "oauth_provider"),
        (("Connections.csv", "Gone.csv"), 3, "cannot be read"),
        (("[account.home]", '[service]\nlisten = "nowhere"\n[account.home]'), 3, "not a host and a port"),
    ],
)
def test_what_keeps_it_from_starting_is_said(
    dovecot: Dovecot, tmp_path: Path, change: tuple[str, str], code: int, says: str
) -> None:
    """A service that cannot start says why in one line and ends with the code for it."""
    config = Path(configuration(tmp_path, dovecot.account()))
    config.write_text(config.read_text().replace(*change))
    ended = inboxguard("run", "--config", str(config))
    assert (ended.returncode, says in ended.stderr) == (code, True), ended.stderr


def test_unknown_account_is_a_usage_error(dovecot: Dovecot, tmp_path: Path) -> None:
    """An account that is not configured ends with 2."""
    assert inboxguard("run", "nobody", "--config", configuration(tmp_path, dovecot.account())).returncode == 2


def test_log_gives_nothing_private_away(dovecot: Dovecot, tmp_path: Path) -> None:
    """Neither passwords nor whole addresses nor words of mail stand in the log, whatever went well or wrong."""
    account = dovecot.account("canary.person@northpine.example")
    config = Path(configuration(tmp_path, account))
    (tmp_path / "wrong").write_text("canary-wrong-horse")
    text = config.read_text()
    section = text[text.index("[account.home]") :].replace("[account.home]", "[account.broken]")
    section = re.sub(r'password_file = "[^"]*"', f'password_file = "{tmp_path}/wrong"', section)
    section = section.replace("[account.broken]", '[account."ada@mail.example"]')
    config.write_text(text.replace("[people]", 'log_level = "debug"\n[people]') + section)
    with watching(str(config), tmp_path) as service:
        service.wait_for("account_connected")
        service.wait_for("account_waiting")
        put(account, 0)
        put(account, 1)
        eventually("the second pitch is filed", lambda: subjects(account, "Hard sell") == [SUBJECT])
        service.end()
        log = service.log.read_text()
    private = ["canary-wrong-horse", "pw-for-tests", "canary.person@", "ada@mail", "dana@", "sam@", "payroll", "demo"]
    assert [word for word in private if word in log] == []
    assert re.findall(r"[\w.+-]{2,}@[\w-]+\.[a-z]+", log) == []
