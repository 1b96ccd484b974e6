"""What an idle account costs, and whether one delivery among many is still dealt with at once.

    python -m tests.benchmark.idle_memory [--accounts 1000]

Starts the real command against one Dovecot over TLS, first with one account and then with all, each connected and idling.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.servers.crowded import CrowdedDovecot
from tests.servers.mail import subjects
from tests.servers.pitches import deliver, export_of, pitches
from tests.servers.place import PASSWORD, Account
from tests.servers.watching import Watching, eventually, watching


def configuration(folder: Path, server: CrowdedDovecot, accounts: int) -> str:
    """A configuration of that many accounts that share one export."""
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    text = (
        f'[general]\nstate = "{folder}/state-{accounts}/state.sqlite3"\n[people]\nrecent_days = 365\n'
        f'exports = ["{export_of(folder)}"]\n[safety]\nobserve_days = 0\n'
    )
    for number in range(accounts):
        text += (
            f'[account.a{number}]\nhost = "localhost"\nport = {server.tls_port}\nuser = "idler{number}"\n'
            f'ca_file = "{server.folder}/certs/ca.pem"\npassword_file = "{secret}"\nme = ["sam@northpine.example"]\n'
            'mode = "file"\nsince_days = 400\n'
        )
    path = folder / f"inboxguard-{accounts}.toml"
    path.write_text(text)
    return str(path)


@contextmanager
def idle(folder: Path, server: CrowdedDovecot, accounts: int) -> Iterator[Watching]:
    """The service with all its accounts connected."""
    log = folder / "run.log"
    log.unlink(missing_ok=True)
    began = time.monotonic()
    with watching(configuration(folder, server, accounts), folder) as service:
        service.wait_for("account_connected", times=accounts, seconds=300)
        print(f"{accounts} accounts connected after {time.monotonic() - began:.1f} s")
        time.sleep(5)
        yield service


def memory_kb(service: Watching) -> int:
    pages = int(Path(f"/proc/{service.process.pid}/statm").read_text().split()[1])
    return pages * 4


def measure(accounts: int) -> None:
    server = CrowdedDovecot(clients=2 * accounts + 100)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with idle(folder, server, 1) as service:
                alone = memory_kb(service)
            with idle(folder, server, accounts) as service:
                together = memory_kb(service)
                threads = len(list(Path(f"/proc/{service.process.pid}/task").iterdir()))
                print(
                    f"one account {alone / 1024:.1f} MB, {accounts} accounts {together / 1024:.1f} MB, {threads} threads"
                )
                print(f"each above the first: {(together - alone) / (accounts - 1):.1f} kB")
                reactions(server, accounts)
                print(f"ended in {service.end():.2f} s with exit code {service.ended}")
    finally:
        server.stop()


def reactions(server: CrowdedDovecot, accounts: int) -> None:
    """Deliver a pitch and its follow-up to some accounts; how long the second takes to be filed."""
    took = []
    for number in range(3, accounts, max(1, accounts // 10)):
        account = server.account(f"idler{number}")
        deliver(account, *pitches(0))
        time.sleep(1.5)
        deliver(account, *pitches(1))
        took.append(eventually("it is filed", partial(_filed, account), 30))
    print(
        f"{len(took)} deliveries filed after {statistics.median(took):.2f} s at the median, {max(took):.2f} s at most"
    )


def _filed(account: Account) -> bool:
    return bool(subjects(account, "Hard sell"))


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--accounts", type=int, default=1000)
    measure(read.parse_args().accounts)


if __name__ == "__main__":
    main()
