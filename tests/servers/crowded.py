"""Dovecot that lets thousands idle at once."""

from dataclasses import dataclass

from tests.servers.dovecot import Dovecot

_MORE = """
service imap {{
  process_limit = {clients}
  vsz_limit = 2G
}}
service auth {{
  client_limit = {twice}
}}
"""


@dataclass
class CrowdedDovecot(Dovecot):
    """Takes so many clients; where inotify instances run out, it looks at mailboxes once a second by itself."""

    clients: int = 2000

    def _write(self) -> None:
        super()._write()
        path = self.folder / "dovecot.conf"
        text = path.read_text()
        for name in ("default_client_limit", "default_process_limit"):
            text = "\n".join(
                f"{name} = {self.clients}" if line.startswith(name) else line for line in text.splitlines()
            )
        text = text.replace("service anvil {\n", f"service anvil {{\n  client_limit = {2 * self.clients + 200}\n")
        path.write_text(text + _MORE.format(clients=self.clients, twice=2 * self.clients + 100))
