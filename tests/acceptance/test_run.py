"""`inboxguard run` as a user starts it: woken by mail, ended by a signal, and never two on one state."""

import signal
from datetime import timedelta
from pathlib import Path

from tests.acceptance.command import ACCEPTED, PITCHES, configuration, mail
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import account, dovecot, pymap
from tests.servers.mail import subjects
from tests.servers.place import Account
from tests.servers.watching import eventually, watching

__all__ = ["account", "dovecot", "pymap"]
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
