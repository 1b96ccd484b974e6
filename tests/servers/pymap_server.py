"""pymap in a process of its own: a server in pure Python that says OK to keywords and drops them."""

import subprocess
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from inboxguard.imap.credentials import Security, Server
from tests.servers.place import PASSWORD, Account, open_folder, remove, write_certificate

_numbers = count(1)


@dataclass
class Pymap:
    """One running server with its users user1, user2, …"""

    folder: Path = field(default_factory=open_folder)
    port: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> "Pymap":
        write_certificate(self.folder)
        program = Path(__file__).with_name("pymap_process.py")
        line = [sys.executable, str(program), str(self.folder / "cert.pem"), str(self.folder / "key.pem"), PASSWORD]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        if not said.isdigit():
            pytest.fail(
                f"pymap is needed: pip install pymap==0.36.7 ({(self.folder / 'log').read_text()[-300:]})", False
            )
        self.port = int(said)
        return self

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
        remove(self.folder)

    def account(self, user: str = "") -> Account:
        """A new, empty mailbox."""
        user = user or f"user{next(_numbers)}"
        return Account(Server("127.0.0.1", self.port, Security.NONE), user, keeps_keywords=False, kind="pymap")

    def starttls(self) -> Server:
        """The same server reached with STARTTLS."""
        return Server("localhost", self.port, Security.STARTTLS, self.folder / "ca.pem")
