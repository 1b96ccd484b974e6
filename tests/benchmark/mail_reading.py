"""How long reading a message takes, measured over archives given by the caller.

    python -m tests.benchmark.mail_reading tests/benchmark/spamassassin.tar.xz

It prints, for plain and HTML messages, the median, the 95th percentile and the slowest of the time of this process, the
same for the standard library's compat32 parser with its text decoded, and what was said of damage. It exits with 1
when a message raises, which none may.
"""

import collections
import email
import statistics
import sys
import tarfile
import time
from collections.abc import Iterator

from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage


def messages(path: str) -> Iterator[RawMessage]:
    """Every file of a tar archive as a message."""
    with tarfile.open(path) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() else None
            if held is not None:
                yield RawMessage(held.read(), member.name)


def compat32(raw: RawMessage) -> None:
    """What the standard library does for the same: the tree, and its text decoded."""
    for part in email.message_from_bytes(raw.data).walk():
        if part.get_content_maintype() == "text":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                data.decode("utf-8", "replace")


def timed(path: str) -> tuple[dict[str, list[tuple[float, str]]], collections.Counter[str]]:
    """Seconds and names by kind of message, and damage counted."""
    times: dict[str, list[tuple[float, str]]] = {"plain": [], "html": [], "compat32": []}
    damage: collections.Counter[str] = collections.Counter()
    for raw in messages(path):
        start = time.process_time()
        compat32(raw)
        between = time.process_time()
        message: Message = parse(raw)
        end = time.process_time()
        kind = "html" if any(block.origin == "html" for block in message.blocks) else "plain"
        times[kind].append((end - between, raw.source))
        times["compat32"].append((between - start, raw.source))
        damage.update({f"{found.place.split()[0]}: {found.says.split(':')[0]}" for found in message.damage})
    return times, damage


def main(paths: list[str]) -> int:
    """Measure each archive and print a table."""
    for path in paths:
        times, damage = timed(path)
        print(path)
        for kind, found in times.items():
            if found:
                seconds = sorted(one for one, _ in found)
                slowest, name = max(found)
                print(
                    f"  {kind:9}{len(found):6} messages, median {statistics.median(seconds) * 1000:6.2f} ms, "
                    f"95 % {seconds[int(len(seconds) * 0.95)] * 1000:6.2f} ms, slowest {slowest * 1000:6.1f} ms ({name})"
                )
        for says, count in damage.most_common(12):
            print(f"  {count:6}  {says}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
