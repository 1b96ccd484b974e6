"""The service inside the test's own process: quick to start, and its parts can be asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inboxguard.config.load import validate
from inboxguard.config.schema import Settings
from inboxguard.imap.credentials import Security
from inboxguard.service.health import Pulse, State
from inboxguard.service.watch import Service
from tests.servers.place import PASSWORD, Account
from tests.servers.watching import eventually

ME = "sam@northpine.example"


def section(account: Account, **changes: object) -> dict[str, object]:
    """The account's section of a configuration."""
    server = account.server
    tree: dict[str, object] = {
        "host": server.host, "port": server.port, "security": server.security.value, "user": account.user,
        "password": PASSWORD, "me": [ME], "mode": "file", "since_days": 400,
    }  # fmt: skip
    if server.security is not Security.NONE and server.ca_file:
        tree["ca_file"] = str(server.ca_file)
    return tree | changes


def settings_of(
    folder: Path,
    accounts: dict[str, dict[str, object]],
    *,
    exports: tuple[Path, ...] = (),
    **sections: dict[str, object],
) -> Settings:
    """Settings that act from the first day and listen nowhere."""
    tree: dict[str, object] = {
        "general": {"state": str(folder / "state" / "state.sqlite3")} | sections.get("general", {}),
        "people": {"exports": [str(path) for path in exports], "recent_days": 365} | sections.get("people", {}),
        "safety": {"observe_days": 0, "moves_per_hour": 10_000} | sections.get("safety", {}),
        "service": {"listen": "", "workers": 4} | sections.get("service", {}),
        "account": accounts,
    }
    return validate(tree, "the test")


@contextmanager
def serving(settings: Settings) -> Iterator[Service]:
    """A service until the end of the block."""
    service = Service(settings)
    service.start()
    try:
        yield service
    finally:
        assert service.stop(), "a worker had not ended"


def pulse(service: Service, name: str = "home") -> Pulse:
    known = {one.account: one for one in service.health.pulses}
    return known.get(name, Pulse(name, State.STARTING))


def connected(service: Service, name: str = "home", seconds: float = 20.0) -> float:
    """Wait until the account is connected; how long that took."""
    return eventually(f"{name} is connected", lambda: pulse(service, name).state is State.CONNECTED, seconds)
