"""Hours in minutes: a stream of mail over many accounts, and whether memory, threads and sockets stay as they are.

    python -m tests.benchmark.soak [--minutes 30] [--accounts 50] [--per-second 5]

Starts the real command against one Dovecot. A third of the mail is from accepted people who sell, the rest is from
strangers. Memory is read every second; the last third is compared with the second.
"""

import argparse
import imaplib
import itertools
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmark.idle_memory import configuration, memory_kb
from tests.servers.crowded import CrowdedDovecot
from tests.servers.mail import subjects
from tests.servers.pitches import lunch, pitch, when
from tests.servers.place import PASSWORD
from tests.servers.watching import Watching, eventually, watching


@dataclass
class Seen:
    """What was read of the process, second by second."""

    memory_kb: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def read(self, service: Watching) -> None:
        process = Path(f"/proc/{service.process.pid}")
        self.memory_kb.append(memory_kb(service))
        self.threads.append(len(list((process / "task").iterdir())))
        self.files.append(len(list((process / "fd").iterdir())))

    def show(self) -> None:
        third = len(self.memory_kb) // 3
        second, last = self.memory_kb[third : 2 * third], self.memory_kb[2 * third :]
        before, after = statistics.mean(second), statistics.mean(last)
        print(
            f"memory: {before / 1024:.1f} MB in the second third, {after / 1024:.1f} MB in the last "
            f"({100 * (after - before) / before:+.1f} %)"
        )
        print(f"threads: {min(self.threads)} to {max(self.threads)}, at the end {self.threads[-1]}")
        print(f"open files: {min(self.files)} to {max(self.files)}, at the end {self.files[-1]}")


class Postman:
    """Delivers over one connection for each account."""

    def __init__(self, server: CrowdedDovecot, accounts: int) -> None:
        self._clients = []
        for number in range(accounts):
            client = imaplib.IMAP4("127.0.0.1", server.port)
            client.login(f"idler{number}", PASSWORD)
            self._clients.append(client)
        self.pitches = [0] * accounts

    def deliver(self, number: int, account: int) -> None:
        if number % 3 == 0:
            step = self.pitches[account]
            self.pitches[account] += 1
            message, at = pitch(step), when(step)
        else:
            message, at = lunch(number), when(number % 400)
        self._clients[account].append("INBOX", "", imaplib.Time2Internaldate(at), message)

    def close(self) -> None:
        for client in self._clients:
            client.logout()


def soak(minutes: float, accounts: int, per_second: float) -> None:
    server = CrowdedDovecot(clients=4 * accounts + 100)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            config = configuration(folder, server, accounts)
            Path(config).write_text(
                Path(config).read_text().replace("observe_days = 0", "observe_days = 0\nmoves_per_hour = 10000")
            )
            with watching(config, folder) as service:
                service.wait_for("account_connected", times=accounts, seconds=120)
                postman = Postman(server, accounts)
                seen, delivered = stream(service, postman, minutes, accounts, per_second)
                expected = [max(0, count - 1) for count in postman.pitches]
                eventually("all is filed", lambda: filed(server, accounts) == sum(expected), 120)
                print(f"{delivered} messages over {accounts} accounts, {sum(expected)} hard sells, all filed")
                postman.close()
                seen.show()
                print(f"ended in {service.end():.2f} s with exit code {service.ended}")
                surprises = len(service.events("surprise")) + len(service.events("account_waiting"))
                print(f"surprises and lost connections: {surprises}")
    finally:
        server.stop()


def stream(service: Watching, postman: Postman, minutes: float, accounts: int, per_second: float) -> tuple[Seen, int]:
    """Deliver at an even pace; what was seen meanwhile and how many messages went out."""
    seen, began = Seen(), time.monotonic()
    for number in itertools.count():
        due = began + number / per_second
        if due - began > minutes * 60:
            return seen, number
        time.sleep(max(0.0, due - time.monotonic()))
        postman.deliver(number, number * 7 % accounts)
        if len(seen.memory_kb) < time.monotonic() - began:
            seen.read(service)
    raise AssertionError


def filed(server: CrowdedDovecot, accounts: int) -> int:
    return sum(len(subjects(server.account(f"idler{number}"), "Hard sell")) for number in range(accounts))


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--minutes", type=float, default=30)
    read.add_argument("--accounts", type=int, default=50)
    read.add_argument("--per-second", type=float, default=5)
    asked = read.parse_args()
    soak(asked.minutes, asked.accounts, asked.per_second)


if __name__ == "__main__":
    main()
