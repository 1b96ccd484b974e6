"""Dovecot from Debian, in a folder of its own; every user name is accepted with the test password."""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from inboxguard.imap.credentials import Security, Server
from tests.servers.place import PASSWORD, Account, free_port, open_folder, remove, write_certificate

PROGRAM = "/usr/sbin/dovecot"
_numbers = count(1)

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_client_limit = 2000
default_process_limit = 500
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_home = {folder}/mail/%u
mail_location = maildir:~/mail
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/certs/cert.pem
ssl_key = <{folder}/certs/key.pem
auth_failure_delay = 0
auth_mechanisms = plain login
mail_max_userip_connections = 0
mailbox_idle_check_interval = 1 s
mail_fsync = never
maildir_very_dirty_syncs = no
postmaster_address = postmaster@localhost
hostname = localhost
{capabilities}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap-urlauth-login {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
"""


@dataclass
class Dovecot:
    """One running server. `hidden` capabilities are taken out of what it advertises."""

    capabilities: str = ""
    separator: str = "/"
    prefix: str = ""
    folder: Path = field(default_factory=open_folder)
    port: int = 0
    tls_port: int = 0

    def start(self) -> "Dovecot":
        if not Path(PROGRAM).exists():
            pytest.fail("Dovecot is needed: apt-get install dovecot-imapd", pytrace=False)
        for _ in range(5):
            self.port, self.tls_port = free_port(), free_port()
            self._write()
            if self._launch():
                return self
        pytest.fail(f"Dovecot did not start: {(self.folder / 'dovecot.log').read_text()[-500:]}", pytrace=False)

    def stop(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            master = int((self.folder / "run" / "master.pid").read_text())
            os.kill(master, signal.SIGTERM)
            ends = time.monotonic() + 5
            while time.monotonic() < ends and alive(master):
                time.sleep(0.02)
        remove(self.folder)

    def account(self, user: str = "") -> Account:
        """A new, empty mailbox."""
        user = user or f"user{next(_numbers)}"
        return Account(Server("127.0.0.1", self.port, Security.NONE), user, kind="dovecot")

    def tls(self, account: Account, security: Security = Security.TLS, host: str = "localhost") -> Server:
        """The same server reached with TLS."""
        port = self.tls_port if security is Security.TLS else self.port
        return Server(host, port, security, self.folder / "certs" / "ca.pem")

    def _write(self) -> None:
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir(exist_ok=True)
        shutil.rmtree(self.folder / "certs", ignore_errors=True)
        write_certificate(self.folder / "certs")
        owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        text = CONFIGURATION.format(
            folder=self.folder,
            user=owner.pw_name,
            group=grp.getgrgid(owner.pw_gid).gr_name,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            capabilities=f"imap_capability = {self.capabilities}" if self.capabilities else "",
            separator=self.separator,
            prefix=self.prefix,
            port=self.port,
            tls_port=self.tls_port,
            password=PASSWORD,
        )
        (self.folder / "dovecot.conf").write_text(text)
        if os.getuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, owner.pw_uid, owner.pw_gid)

    def _launch(self) -> bool:
        identity = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid} if os.getuid() == 0 else {}
        log = (self.folder / "start.log").open("wb")
        with log:
            ended = subprocess.run(
                [PROGRAM, "-c", str(self.folder / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                extra_groups=[] if identity else None,
                check=False,
                **identity,
            )
        return ended.returncode == 0 and answers(self.port)


def alive(process: int) -> bool:
    """Whether the process runs; one that has ended but was not collected by its parent does not."""
    status = Path(f"/proc/{process}/stat")
    if status.parent.parent.is_dir():
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def answers(port: int, seconds: float = 10.0) -> bool:
    """Whether an IMAP greeting comes from the port in time."""
    ends = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as probe:
            if probe.recv(4) == b"* OK":
                return True
        if time.monotonic() >= ends:
            return False
        time.sleep(0.05)
