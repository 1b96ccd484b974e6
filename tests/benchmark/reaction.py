"""How long from the server's notification to the message filed, and from the delivery.

    python -m tests.benchmark.reaction [--messages 200] [--server dovecot|cyrus|pymap]

Each message is a further pitch of a known person; the next is delivered a tenth of a second after the last was filed.
The first figure is the one of the service's own metric, taken with an exact clock.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from inboxguard.service.metrics import Metrics
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.pitches import export_of, pitch, when
from tests.servers.pymap_server import Pymap
from tests.servers.serving import connected, section, serving, settings_of
from tests.servers.watching import eventually

SERVERS: dict[str, type[Dovecot | Cyrus | Pymap]] = {"dovecot": Dovecot, "cyrus": Cyrus, "pymap": Pymap}


def measure(messages: int, server: Dovecot | Cyrus | Pymap) -> None:
    account = server.account()
    reactions: list[float] = []
    exact = Metrics.observe

    def observe(self: Metrics, name: str, value: float) -> None:
        reactions.append(value)
        exact(self, name, value)

    Metrics.observe = observe
    delivered: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = settings_of(folder, {"home": section(account)}, exports=(export_of(folder),))
        with serving(settings) as service:
            connected(service)
            client = account.plain()
            client.append("INBOX", pitch(0), msg_time=when(0))
            eventually("the first mail was judged", lambda: service.journal.examined("home"))
            time.sleep(1)
            for number in range(messages):
                began = time.monotonic()
                client.append("INBOX", pitch(number + 1), msg_time=when(number + 1))
                ends = began + 30
                while len(reactions) <= number:
                    assert time.monotonic() < ends, f"message {number} was not filed"
                    time.sleep(0.001)
                delivered.append(time.monotonic() - began)
                time.sleep(0.1)  # let it idle again, or the next one is found without a notification
            client.logout()
    show("from the server's notification", reactions)
    show("from the delivery", delivered)


def show(what: str, values: list[float]) -> None:
    ordered = sorted(values)
    print(
        f"{what}: {len(values)} messages, median {statistics.median(ordered) * 1000:.1f} ms, "
        f"99th percentile {ordered[int(len(ordered) * 0.99) - 1] * 1000:.1f} ms, longest {ordered[-1] * 1000:.1f} ms"
    )


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--messages", type=int, default=200)
    read.add_argument("--server", choices=SERVERS, default="dovecot")
    asked = read.parse_args()
    server = SERVERS[asked.server]().start()
    print(asked.server)
    try:
        measure(asked.messages, server)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
