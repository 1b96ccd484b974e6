"""Dovecot that asks a token server whether an access token is good."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.token_server import TokenServer

_PASSDB = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
_ASK = """
introspection_mode = post
introspection_url = {url}/introspect
username_attribute = email
active_attribute = active
active_value = true
timeout_msecs = 3000
"""


@dataclass
class DovecotWithTokens(Dovecot):
    """Also takes XOAUTH2 and OAUTHBEARER."""

    tokens: TokenServer = field(default_factory=TokenServer)

    def _write(self) -> None:
        (self.folder / "oauth2.conf").write_text(_ASK.format(url=self.tokens.url))
        super()._write()
        path = self.folder / "dovecot.conf"
        text = path.read_text().replace("plain login", "plain login xoauth2 oauthbearer", 1)
        start, passdb, rest = text.partition("passdb {")
        rest = rest.replace("driver = static", "driver = static\n  mechanisms = plain login", 1)
        path.write_text(start + _PASSDB.format(folder=self.folder) + passdb + rest)


@pytest.fixture(scope="module")
def issuing() -> Iterator[TokenServer]:
    server = TokenServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def dovecot_with_tokens(issuing: TokenServer) -> Iterator[DovecotWithTokens]:
    server = DovecotWithTokens(tokens=issuing)
    server.start()
    yield server
    server.stop()
