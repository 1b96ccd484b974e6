"""The servers for this folder."""

from tests.servers.fixtures import (  # noqa: F401 - fixtures
    account,
    cyrus,
    dovecot,
    dovecot_bare,
    dovecot_dotted,
    dovecot_without_move,
    filing_account,
    pymap,
)
