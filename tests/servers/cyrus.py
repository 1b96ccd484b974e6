"""Cyrus IMAP from Debian's packages, unpacked by `make servers`, in a folder of its own; any user with the test password.

Debian lets only one IMAP server be installed at a time, so Cyrus is not installed: its files lie below `.servers/cyrus`.
They are copied to where the server's own user may read them, because a checkout may be its owner's alone.
"""

import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from inboxguard.imap.credentials import Security, Server
from tests.servers.dovecot import answers
from tests.servers.place import PASSWORD, Account, free_port, open_folder, remove, write_certificate

UNPACKED = Path(__file__).parents[2] / ".servers" / "cyrus"
PROGRAMS = ("master", "imapd", "idled", "ctl_cyrusdb")
_numbers = count(1)

IMAPD = """
configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
temp_path: {folder}/run
proc_path: {folder}/run/proc
mboxname_lockpath: {folder}/run/lock
idlesocket: {folder}/run/idle
cyrus_user: {user}
admins: cyradm
allowplaintext: yes
sasl_mech_list: PLAIN
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {folder}/run/sasl/mux
virtdomains: off
unixhierarchysep: on
altnamespace: on
expunge_mode: immediate
delete_mode: immediate
duplicatesuppression: no
autocreate_quota: 0
autocreate_inbox_folders: Sent | Junk
autocreate_subscribe_folders: Sent | Junk
xlist-sent: Sent
xlist-junk: Junk
tls_server_cert: {folder}/certs/cert.pem
tls_server_key: {folder}/certs/key.pem
tls_sessions_db_path: {folder}/conf/tls_sessions.db
"""
MASTER = """
START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
DAEMON {{
  idled cmd="{programs}/idled -d -C {folder}/imapd.conf"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {folder}/imapd.conf" listen="127.0.0.1:{port}" prefork=2 maxchild=100
  imaps cmd="{programs}/imapd -s -C {folder}/imapd.conf" listen="127.0.0.1:{tls_port}" prefork=1 maxchild=100
}}
"""


@dataclass
class Cyrus:
    """One running server."""

    folder: Path = field(default_factory=open_folder)
    port: int = 0
    tls_port: int = 0
    process: subprocess.Popen[bytes] | None = None
    passwords: socket.socket | None = None

    def start(self) -> "Cyrus":
        missing = [name for name in PROGRAMS if not (UNPACKED / "usr/lib/cyrus/bin" / name).exists()]
        if missing:
            pytest.fail("Cyrus is needed: make servers", pytrace=False)
        owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._copy()
        for _ in range(5):
            self.port, self.tls_port = free_port(), free_port()
            self._write(owner)
            if self._launch(owner):
                return self
            self._end()
        pytest.fail(f"Cyrus did not start: {(self.folder / 'log').read_text()[-500:]}", pytrace=False)

    def stop(self) -> None:
        self._end()
        remove(self.folder)

    def account(self, user: str = "") -> Account:
        """A new, empty mailbox."""
        user = user or f"user{next(_numbers)}"
        return Account(Server("127.0.0.1", self.port, Security.NONE), user, kind="cyrus")

    def tls(self, security: Security = Security.TLS) -> Server:
        """The same server reached with TLS."""
        port = self.tls_port if security is Security.TLS else self.port
        return Server("localhost", port, security, self.folder / "certs" / "ca.pem")

    @property
    def _programs(self) -> Path:
        return self.folder / "bin"

    def _copy(self) -> None:
        for folder in (self._programs, self.folder / "lib"):
            folder.mkdir()
        for name in PROGRAMS:
            shutil.copy2(UNPACKED / "usr/lib/cyrus/bin" / name, self._programs)
        for library in UNPACKED.rglob("*.so*"):
            if library.parent.name.endswith("-linux-gnu"):
                shutil.copy2(library, self.folder / "lib")

    def _write(self, owner: pwd.struct_passwd) -> None:
        for name in ("conf", "spool", "run", "certs"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in ("spool", "run/proc", "run/lock", "run/sasl", *(f"conf/{part}" for part in _PARTS)):
            (self.folder / name).mkdir(parents=True)
        write_certificate(self.folder / "certs")
        facts = {"folder": self.folder, "user": owner.pw_name, "programs": self._programs}
        (self.folder / "imapd.conf").write_text(IMAPD.format(**facts))
        (self.folder / "cyrus.conf").write_text(MASTER.format(**facts, port=self.port, tls_port=self.tls_port))
        self._answer_for_passwords()
        if os.getuid() == 0:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, owner.pw_uid, owner.pw_gid)

    def _launch(self, owner: pwd.struct_passwd) -> bool:
        identity = {"user": owner.pw_uid, "group": owner.pw_gid} if os.getuid() == 0 else {}
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    self._programs / "master",
                    "-C", self.folder / "imapd.conf", "-M", self.folder / "cyrus.conf", "-p", self.folder / "run/pid",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
                extra_groups=[] if identity else None,
                env={"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": str(self.folder / "lib")}, **identity,
            )  # fmt: skip
        return answers(self.port) and self.process.poll() is None

    def _end(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)
            self.process = None
        if self.passwords is not None:
            self.passwords.close()
            self.passwords = None

    def _answer_for_passwords(self) -> None:
        """Be the daemon that Cyrus asks (SASL's saslauthd): four counted strings come in, one goes out."""
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(self.folder / "run/sasl/mux"))
        (self.folder / "run/sasl/mux").chmod(0o666)
        listener.listen(50)
        self.passwords = listener
        threading.Thread(target=_answer, args=(listener,), daemon=True).start()


_PARTS = ("db", "socket", "log", "msg", "proc", "sync", "user", "quota", "ptclient")


def _answer(listener: socket.socket) -> None:
    while True:
        try:
            asking, _ = listener.accept()
        except OSError:
            return
        with asking, suppress(OSError, struct.error):
            said = [_counted(asking) for _ in ("user", "password", "service", "realm")]
            told = b"OK" if said[1] == PASSWORD.encode() else b"NO"
            asking.sendall(struct.pack("!H", len(told)) + told)


def _counted(asking: socket.socket) -> bytes:
    size = struct.unpack("!H", asking.recv(2, socket.MSG_WAITALL))[0]
    return asking.recv(size, socket.MSG_WAITALL) if size else b""
