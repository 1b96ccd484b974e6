"""The servers for this folder."""

from tests.servers.fixtures import cyrus, dovecot, dovecot_without_move, pymap  # noqa: F401 - fixtures
