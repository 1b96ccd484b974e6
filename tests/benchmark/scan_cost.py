"""What a whole scan costs: octets, time and memory, the first time, with nothing new, and with ten new messages.

    python -m tests.benchmark.scan_cost 10000

It fills a mailbox of a Dovecot of its own on loopback (one message in twenty is from a connection), runs the real
command through a proxy that counts octets, and prints each figure with its ratio to a bare drain of the triage fields
measured in the same run. Ratios travel between machines, seconds do not.
"""

import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from inboxguard.clock import now
from tests.benchmark.header_triage import drain
from tests.servers.dovecot import Dovecot
from tests.servers.place import PASSWORD, Account

CONNECTIONS = 200
ONE_IN = 20
TEXT = (
    "We help firms like yours with the audit of their leases. Would you have 15 minutes for a call next week?",
    "The minutes of Tuesday are attached; the next meeting is on the ninth. Tell me when something is missing.",
)


class CountingProxy:
    """Passes octets through and counts those the server sent."""

    def __init__(self, port: int) -> None:
        self.received = 0
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            server = socket.create_connection(("127.0.0.1", self._to))
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while data := source.recv(1 << 18):
                self.received += len(data) if counted else 0
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return


@dataclass(frozen=True)
class Cost:
    """One run of the command."""

    what: str
    seconds: float
    octets: int
    megabytes: float


def message(number: int) -> bytes:
    """A message of some 4 kB; one in twenty is from a connection."""
    known = number % ONE_IN == 0
    person = number // ONE_IN % CONNECTIONS if known else number % 5_000
    sender = f"Ada{person} Byron{person} <ada@firm{person}.example>" if known else f"P{person} <p{person}@else.example>"
    when = now() - timedelta(days=40) + timedelta(minutes=number % 50_000)
    return (
        f"Received: from mx.example by mail.example; {when:%a, %d %b %Y %H:%M:%S} +0000\r\nFrom: {sender}\r\n"
        f"To: me@home.example\r\nSubject: note {number}\r\nDate: {when:%a, %d %b %Y %H:%M:%S} +0000\r\n"
        f"Message-ID: <n{number}@mail.example>\r\n\r\n{TEXT[not known]}\r\n\r\n"
        + "A line like any other, to give it weight.\r\n"
        * 80
    ).encode()


def fill(account: Account, first: int, count: int) -> None:
    client = account.plain()
    for start in range(first, first + count, 500):
        client.multiappend("INBOX", [message(number) for number in range(start, min(start + 500, first + count))])
    client.logout()


def configure(folder: Path, account: Account, port: int) -> Path:
    accepted = now() - timedelta(days=50)
    rows = "".join(f"Ada{n},Byron{n},,,Firm{n},Sales,{accepted:%d %b %Y}\n" for n in range(CONNECTIONS))
    (folder / "Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + rows
    )
    (folder / "secret").write_text(PASSWORD)
    path = folder / "inboxguard.toml"
    path.write_text(
        f'[general]\nstate = "{folder}/state.sqlite3"\n[people]\nexports = ["{folder}/Connections.csv"]\n[account.home]\n'
        f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"\nuser = "{account.user}"\nme = ["me@home.example"]\n'
        f'password_file = "{folder}/secret"\n'
    )
    return path


def run(what: str, config: Path, proxy: CountingProxy) -> Cost:
    """One scan by the real command, timed from outside."""
    before, began = proxy.received, time.monotonic()
    done = subprocess.run([sys.executable, "-c", CHILD, str(config)], capture_output=True, text=True, check=True)
    seconds = time.monotonic() - began
    time.sleep(0.1)
    return Cost(what, seconds, proxy.received - before, int(done.stderr.split()[-1]) / 1024)


CHILD = """
import sys
from inboxguard.cli.main import run
code = run(["scan", "home", "--config", sys.argv[1], "--format", "csv"])
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak, file=sys.stderr)
sys.exit(code)
"""


def measure(count: int) -> tuple[float, list[Cost]]:
    """Seconds of a bare drain of the triage fields, and what each run cost."""
    server = Dovecot().start()
    try:
        account = server.account()
        fill(account, 0, count)
        drain(account, count)
        began = time.monotonic()
        drain(account, count)
        floor = time.monotonic() - began
        proxy = CountingProxy(server.port)
        with tempfile.TemporaryDirectory() as folder:
            config = configure(Path(folder), account, proxy.port)
            costs = [
                run("first scan", config, proxy),
                run("nothing new", config, proxy),
                run("nothing new again", config, proxy),
            ]
            fill(account, count, 10)
            costs.append(run("ten new", config, proxy))
    finally:
        server.stop()
    return floor, costs


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    floor, costs = measure(count)
    whole = count * len(message(0))
    print(
        f"{count} messages, {whole / 1e6:.0f} MB, one in {ONE_IN} from a connection; drain of the triage fields {floor:.2f} s"
    )
    print(f"{'':<20}{'seconds':>9}{'x drain':>9}{'octets':>13}{'of all':>9}{'peak MB':>9}")
    for cost in costs:
        print(
            f"{cost.what:<20}{cost.seconds:>9.2f}{cost.seconds / floor:>9.1f}{cost.octets:>13,}{cost.octets / whole:>9.2%}{cost.megabytes:>9.0f}"
        )
    print(f"the benchmark itself peaked at {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
