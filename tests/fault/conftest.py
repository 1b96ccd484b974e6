"""The servers for this folder."""

from tests.servers.fixtures import dovecot, dovecot_without_move, pymap  # noqa: F401 - fixtures
