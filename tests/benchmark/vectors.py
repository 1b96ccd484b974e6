"""Classify real header values and body samples: python -m tests.benchmark.vectors HEADERS.json BODIES.json [--write].

The vectors are not part of this repository (CC BY-NC), but `vectors.jsonl` beside this file names each of them, what its
class lets one expect, what the answer is, and why the two differ where they do. The program compares the answers with
that file and exits with 1 where one is another; with --write it writes the answers, and leaves the reasons alone.
A body sample names a message and what was found in it; those of the public-domain corpus are read whole, of the others
a page is made of the words and the target that the vector holds, with what its class says stood around them: a style that
hides, or words of unsubscribing beside a link that says "here".
"""

import html
import json
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from inboxguard.compliance.options import ways_out
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

HERE = Path(__file__).parent
COMMITTED = HERE / "vectors.jsonl"
CORPUS = HERE / "spamassassin.tar.xz"
DECOY = "decoy: <token@host> without scheme"
EXPECTED_OF_BODIES = {
    "dead_href": "none",
    "effhid_display": "unclear",
    "effhid_fontsize": "unclear",
    "effhid_visibility": "unclear",
    "generic_near": "present",
    "hidden_link": "unclear",
    "img_only": "unclear",
    "izfp": "none",
    "merge_tag_html": "none",
    "merge_tag_text": "none",
    "nolink": "none",
    "quoted": "unclear",
    "reply_optout": "reply",
    "voc_no_link_html": "none",
    "white": "unclear",
}
"""What the class of a body sample lets one expect by the table in docs/reference/verdict.md."""
_STYLES = {
    "hidden_link": "display:none",
    "effhid_display": "display:none",
    "effhid_fontsize": "font-size:0",
    "effhid_visibility": "visibility:hidden",
    "white": "color:#ffffff",
}


@dataclass(frozen=True, slots=True)
class Vector:
    """One vector as the file names it; `why` is empty where the answer is the expected one."""

    set: str
    number: int
    source: str
    kind: str
    expected: str
    answer: str
    why: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the answer is the one that the class lets one expect."""
        return self.answer == self.expected


def committed() -> list[Vector]:
    """The vectors as the file holds them."""
    return [Vector(**json.loads(line)) for line in COMMITTED.read_text(encoding="utf-8").splitlines()]


def header_answer(vector: dict[str, object]) -> str:
    """The answer for a message that holds this field and nothing else."""
    head = f"From: Sender <news@sender.example>\nSubject: x\nList-Unsubscribe: {vector['raw']}\n"
    posts = vector["post"] if isinstance(vector["post"], list) else []
    head += "".join(f"List-Unsubscribe-Post: {post}\n" for post in posts)
    if vector.get("dkim_sigs"):
        names = "from:list-unsubscribe" + (":list-unsubscribe-post" if vector.get("dkim_h_covers_both") else "")
        head += f"DKIM-Signature: v=1; d=signer.example; s=s; h={names}; b=Qm9keUhh\n"
    return ways_out(parse(RawMessage(f"{head}\nHello.\n".encode(), "vector"))).offer.value


def name_in_corpus(source: str) -> str:
    """Folder and name of a message of the public-domain corpus, or empty."""
    return source.partition("data/")[2].removesuffix(".txt")


def body_answer(vector: dict[str, object], corpus: dict[str, bytes]) -> str:
    """The answer for the message where it is at hand, else for a page made of the vector's target and words."""
    name = name_in_corpus(str(vector["path"]))
    if name in corpus:
        return whole_answer(corpus[name], name)
    return _page_answer(_shown(str(vector["cls"]).partition("|")[2], vector["detail"]))


def _shown(kind: str, detail: object) -> str:
    """The markup of a page that holds what the vector does, in the way its class says."""
    if not isinstance(detail, list):
        words = html.escape(str(detail))
        return f'<a href="{words}">Unsubscribe</a>' if kind.startswith("merge_tag") else words
    target, words = html.escape(str(detail[0])), html.escape(str(detail[1]))
    inside = f'<img src="a" alt="{words}">' if kind == "img_only" else words or '<img src="a">'
    beside = "To unsubscribe from this list, click: " if kind == "generic_near" else ""
    style = f' style="{_STYLES[kind]}"' if kind in _STYLES else ""
    return f'{beside}<a href="{target}"{style}>{inside}</a>'


def whole_answer(data: bytes, name: str) -> str:
    """The answer for a whole message."""
    return ways_out(parse(RawMessage(data, name))).offer.value


def _page_answer(shown: str) -> str:
    """The answer for a page that shows this beside ordinary words."""
    mail = f"From: a@sender.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<p>{'Hello there. ' * 9}</p><p>{shown}</p>"
    return ways_out(parse(RawMessage(mail.encode(), "vector"))).offer.value


def read_corpus(path: Path = CORPUS) -> dict[str, bytes]:
    """The messages of the public-domain corpus by folder and name."""
    with tarfile.open(path) as archive:
        files = ((member, archive.extractfile(member)) for member in archive if member.isfile())
        return {"/".join(one.name.split("/")[-2:]).removesuffix(".eml"): file.read() for one, file in files if file}


def classified(headers: Path, bodies: Path) -> Iterator[Vector]:
    """Every vector with its answer."""
    for number, vector in enumerate(json.loads(headers.read_text(encoding="utf-8")), start=1):
        kind = str(vector["why"])
        expected = "none" if kind == DECOY else "present"
        yield Vector("header", number, str(vector["path"]), kind, expected, header_answer(vector))
    corpus = read_corpus()
    for number, vector in enumerate(json.loads(bodies.read_text(encoding="utf-8")), start=1):
        kind = str(vector["cls"])
        source = str(vector["path"]).partition(":")[2]
        yield Vector(
            "body", number, source, kind, EXPECTED_OF_BODIES[kind.partition("|")[2]], body_answer(vector, corpus)
        )


def main(headers: Path, bodies: Path, *, write: bool) -> int:
    """Compare or write; 1 when an answer is not the committed one."""
    before = {(one.set, one.number): one for one in committed()} if COMMITTED.exists() else {}
    found = list(classified(headers, bodies))
    changed = [one for one in found if (old := before.get((one.set, one.number))) is None or old.answer != one.answer]
    for one in changed:
        print(f"{one.set} {one.number} {one.source} {one.kind}: {one.answer}")
    print(f"{sum(one.agrees for one in found)} of {len(found)} answers are as the class lets one expect")
    if write:
        kept = (replace(one, why=before[key].why if (key := (one.set, one.number)) in before else "") for one in found)
        lines = [json.dumps(asdict(one), ensure_ascii=False) for one in kept]
        COMMITTED.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return 0
    return 1 if changed else 0


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:] if one != "--write"]
    if len(given) != 2:
        sys.exit("which files? python -m tests.benchmark.vectors HEADER-VECTORS.json BODY-SAMPLES.json [--write]")
    sys.exit(main(given[0], given[1], write="--write" in sys.argv))
