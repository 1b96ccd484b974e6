"""How often the answer is wrong on labelled honest mail: python tests/benchmark/options/confusion.py [CORPUS.tar.xz].

`labels.jsonl` names 400 messages of the public-domain SpamAssassin corpus: 300 that carry an option for the reader to
stop the mail, read and labelled by hand, and 100 that carry none. NONE for one of the first accuses an honest sender;
PRESENT for one of the others merely spares one.
"""

import json
import sys
import tarfile
from collections import Counter
from pathlib import Path

from inboxguard.compliance.options import ways_out
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

HERE = Path(__file__).parent
MOST_FALSE_NONE = 1
MOST_FALSE_PRESENT = 2


def main(corpus: Path) -> int:
    """Print the confusion and the disagreements; 1 when a limit is passed."""
    lines = (HERE / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {row["id"]: row["label"] for row in map(json.loads, lines)}
    counted: Counter[tuple[str, str]] = Counter()
    wrong = []
    with tarfile.open(corpus) as archive:
        for member in archive:
            label = labels.get("/".join(member.name.split("/")[-2:]))
            file = archive.extractfile(member) if label else None
            if label is None or file is None:
                continue
            found = ways_out(parse(RawMessage(file.read(), member.name)))
            counted[label, found.offer.value] += 1
            if (label, found.offer.value) in {("carries", "none"), ("none", "present"), ("none", "reply")}:
                wrong.append(f"{label:8} {found.offer.value:8} {member.name}: {found.because}")
    for label in ("carries", "none"):
        answers = {offer: counted[label, offer] for offer in ("present", "reply", "unclear", "none", "unknown")}
        print(f"{label:8}", answers, "of", sum(answers.values()))
    print(*wrong, sep="\n")
    false_none = counted["carries", "none"]
    false_present = counted["none", "present"] + counted["none", "reply"]
    return int(false_none > MOST_FALSE_NONE or false_present > MOST_FALSE_PRESENT)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "spamassassin.tar.xz"))
