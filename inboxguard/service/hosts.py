"""Servers that do not answer, and who asks whether they are back.

The one fact a newcomer would get wrong: a thousand accounts at one dead server are one trouble, not a thousand.
"""

from dataclasses import dataclass, field

from inboxguard.errors import InboxguardError, TlsRefused, Unreachable
from inboxguard.service.seat import Seat


@dataclass(slots=True)
class _Host:
    down: bool = True
    asking: Seat | None = None
    others: set[Seat] = field(default_factory=set)


class Hosts:
    """While a server is down lets one account at a time try it; belongs to the watcher's thread.

    A server that nobody has reached yet counts as down. Whichever account's time comes next is the one that tries, so
    that one with a trouble of its own holds up nobody.
    """

    def __init__(self) -> None:
        self._hosts: dict[tuple[str, int], _Host] = {}

    def may_try(self, seat: Seat) -> bool:
        """Whether the account may connect now; else it is among those that `tried` gives when the server is back."""
        host = self._of(seat)
        if host.down and host.asking is not None:
            host.others.add(seat)
            return False
        host.asking = seat
        host.others.discard(seat)
        return True

    def tried(self, seat: Seat, problem: InboxguardError | None) -> set[Seat]:
        """Take in how connecting went; those that waited for it, when the server is there.

        Only a server that cannot be reached at all counts as down.
        """
        host = self._of(seat)
        if host.asking is seat:
            host.asking = None
        host.down = isinstance(problem, Unreachable) and not isinstance(problem, TlsRefused)
        if host.down:
            return set()
        waited, host.others = host.others, set()
        return waited

    def forget(self, seat: Seat) -> None:
        """The account goes, or goes elsewhere."""
        for host in self._hosts.values():
            host.others.discard(seat)
            if host.asking is seat:
                host.asking = None

    def _of(self, seat: Seat) -> _Host:
        account = seat.office.account
        return self._hosts.setdefault((account.host, account.at_port), _Host())
