"""Classify real header values and body samples: python -m tests.benchmark.vectors HEADERS.json BODIES.json [CORPUS.tar.xz].

The vectors are not part of this repository (CC BY-NC).
A header vector names what was odd about it; the answer expected from that is derived below.
A body sample names a message and what was found in it; those of the public-domain corpus are read whole, of the others
only the words and the target that the vector holds can be judged.
"""

import html
import json
import sys
import tarfile
from collections import Counter
from pathlib import Path

from inboxguard.compliance.options import ways_out
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage


def header_answer(vector: dict[str, object]) -> str:
    """The answer for a message that holds this field and nothing else."""
    head = f"From: Sender <news@sender.example>\nSubject: x\nList-Unsubscribe: {vector['raw']}\n"
    posts = vector["post"] if isinstance(vector["post"], list) else []
    head += "".join(f"List-Unsubscribe-Post: {post}\n" for post in posts)
    if vector.get("dkim_sigs"):
        names = "from:list-unsubscribe" + (":list-unsubscribe-post" if vector.get("dkim_h_covers_both") else "")
        head += f"DKIM-Signature: v=1; d=signer.example; s=s; h={names}; b=Qm9keUhh\n"
    return ways_out(parse(RawMessage(f"{head}\nHello.\n".encode(), "vector"))).offer.value


def header_expected(vector: dict[str, object]) -> str:
    """What the oddity of the vector lets one expect: nothing of use, or a field that can be followed."""
    words = str(vector.get("decoded") or vector["raw"])
    return "none" if not any(scheme in words.lower() for scheme in ("https:", "http:", "mailto:")) else "some"


def body_answer(vector: dict[str, object], corpus: dict[str, bytes]) -> str:
    """The answer for the message where it is at hand, else for a page made of the vector's target and words."""
    name = str(vector["path"]).partition("data/")[2].removesuffix(".txt")
    if name in corpus:
        return ways_out(parse(RawMessage(corpus[name], name))).offer.value
    detail = vector["detail"]
    if not isinstance(detail, list):
        words = str(detail)
        shown = (
            f'<a href="{html.escape(words)}">Unsubscribe</a>'
            if "merge_tag" in str(vector["cls"])
            else html.escape(words)
        )
        return _page_answer(shown)
    target, words = str(detail[0]), str(detail[1])
    shown = f'<a href="{html.escape(target)}">{html.escape(words) or "<img src=a>"}</a>'
    return _page_answer(shown)


def _page_answer(shown: str) -> str:
    """The answer for a page that shows this beside ordinary words."""
    mail = f"From: a@sender.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<p>{'Hello there. ' * 9}</p><p>{shown}</p>"
    return ways_out(parse(RawMessage(mail.encode(), "vector"))).offer.value


def read_corpus(path: Path) -> dict[str, bytes]:
    """The messages of the public-domain corpus by folder and name."""
    with tarfile.open(path) as archive:
        files = ((member, archive.extractfile(member)) for member in archive if member.isfile())
        return {"/".join(one.name.split("/")[-2:]).removesuffix(".eml"): file.read() for one, file in files if file}


def main(headers: Path, bodies: Path, corpus: Path) -> int:
    """Print the counts by class and every header that is read otherwise than expected."""
    counted: Counter[tuple[str, str]] = Counter()
    for vector in json.loads(headers.read_text(encoding="utf-8")):
        answer, expected = header_answer(vector), header_expected(vector)
        counted[f"header: {vector['why']}", answer] += 1
        if (expected == "none") != (answer == "none"):
            print("header", answer, expected, vector["path"], str(vector["raw"])[:90])
    mails = read_corpus(corpus)
    for vector in json.loads(bodies.read_text(encoding="utf-8")):
        counted[f"body: {vector['cls']}", body_answer(vector, mails)] += 1
    for (kind, answer), number in sorted(counted.items()):
        print(f"{number:4} {answer:12} {kind}")
    return 0


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:]]
    sys.exit(main(given[0], given[1], given[2] if len(given) > 2 else Path(__file__).parent / "spamassassin.tar.xz"))
