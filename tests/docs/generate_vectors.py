"""Writes docs/reference/vectors.md from tests/benchmark/vectors.jsonl."""

from collections import Counter
from pathlib import Path

from tests.benchmark.vectors import Vector, committed

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "vectors.md"
_HEAD = """# Real vectors, and where the answer differs from their class

This page is written by `python -m tests.docs.generate` from `tests/benchmark/vectors.jsonl`.

Two collections of real header values ({header}) and body samples ({body}) were classified by `python -m tests.benchmark.vectors HEADERS.json BODIES.json`.
They are not part of this repository, because their licence does not allow it; the file names each of them, its class and the answer.
A class names what somebody saw in a message, mostly with a simple search; the answer speaks of the whole message, so the two need not agree.
What a class lets one expect follows from the table in [the answer and its reasons](verdict.md): a decoy, a dead target or a placeholder is `none`, hidden or pictured is `unclear`, an instruction to reply is `reply`, a field one can follow is `present`.
{agree} of {all} answers are the expected ones, and each of the other {differ} is argued below.

Samples from `data/` are of the public-domain SpamAssassin corpus and are read whole; a test does so again.
Of the others only words and target are known, and a page is made of them with what the class says stood around: a style that hides, or words of unsubscribing beside a link that says "here".
White letters alone stand on a page that states no ground.
"""


def page(vectors: list[Vector]) -> str:
    """The page."""
    sizes = Counter(one.set for one in vectors)
    differing = [one for one in vectors if not one.agrees]
    head = _HEAD.format(
        header=sizes["header"],
        body=sizes["body"],
        all=len(vectors),
        agree=len(vectors) - len(differing),
        differ=len(differing),
    )
    return "\n".join(
        [
            head,
            *_counts(vectors),
            *_argued("Header values", "header", differing),
            *_argued("Body samples", "body", differing),
        ]
    )


def _counts(vectors: list[Vector]) -> list[str]:
    """A row for each class: how many, what is expected, what came."""
    kinds = sorted({(one.set, one.kind, one.expected) for one in vectors}, key=lambda kind: (kind[0] != "header", kind))
    rows = ["## By class", "", "| class | samples | expected | answers |", "|---|---|---|---|"]
    for name, kind, expected in kinds:
        answers = Counter(one.answer for one in vectors if (one.set, one.kind) == (name, kind))
        told = ", ".join(f"`{answer}` {number}" for answer, number in answers.most_common())
        rows.append(f"| {name}: {_cell(kind)} | {answers.total()} | `{expected}` | {told} |")
    return [*rows, ""]


def _argued(title: str, name: str, differing: list[Vector]) -> list[str]:
    rows = [f"## {title}", "", "| number | sample | class | expected | answer | why |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {one.number} | {_short(one.source)} | {_cell(one.kind)} | `{one.expected}` | `{one.answer}` | {_cell(one.why)} |"
        for one in differing
        if one.set == name
    ]
    return [*rows, ""]


def _short(source: str) -> str:
    """The sample's folder and name without the digest in it."""
    folder, _, name = source.removesuffix(".txt").removesuffix(".eml").rpartition("/")
    return f"{folder}/{name.partition('.')[0]}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")


def write() -> list[Path]:
    """Write the page where it differs; the file that changed."""
    text = page(committed()).rstrip("\n") + "\n"
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return []
    PAGE.write_text(text, encoding="utf-8")
    return [PAGE]
