"""What every test server needs: a folder others may enter, a free port, a certificate, and how to be reached."""

import contextlib
import os
import socket
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import imapclient
import trustme

from inboxguard.imap.credentials import Credentials, Security, Server

PASSWORD = "pw-for-tests"


@dataclass(frozen=True)
class Account:
    """A login at a test server; `plain` gives imapclient, to look at the mailbox behind the program's back."""

    server: Server
    user: str
    keeps_keywords: bool = True
    kind: str = ""

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.user, PASSWORD)

    def plain(self) -> imapclient.IMAPClient:
        client = imapclient.IMAPClient("127.0.0.1", port=self.server.port, ssl=False, timeout=20)
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(self.user, PASSWORD)
        return client

    def through(self, port: int) -> "Account":
        """The same login reached by another port, a proxy's."""
        return Account(Server("127.0.0.1", port, Security.NONE), self.user, self.keeps_keywords, self.kind)


def open_folder() -> Path:
    """An empty folder that a server running as nobody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="inboxguard-test-"))
    folder.chmod(0o755)
    return folder


def remove(folder: Path) -> None:
    """Take the folder away without waiting: a server's mailboxes are thousands of small files."""
    gone = folder.with_name(folder.name + "-gone")
    with contextlib.suppress(OSError):
        folder.rename(gone)
        os.posix_spawnp("rm", ["rm", "-rf", "--", str(gone)], os.environ)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def authority() -> trustme.CA:
    return trustme.CA()


def write_certificate(folder: Path, *names: str) -> Path:
    """Write ca.pem, cert.pem and key.pem for these names, this machine's when none; the path of ca.pem."""
    folder.mkdir(parents=True, exist_ok=True)
    issued = authority().issue_cert(*(names or ("localhost", "127.0.0.1")))
    issued.private_key_pem.write_to_path(folder / "key.pem")
    for number, blob in enumerate(issued.cert_chain_pems):
        blob.write_to_path(folder / "cert.pem", append=number > 0)
    authority().cert_pem.write_to_path(folder / "ca.pem")
    return folder / "ca.pem"
