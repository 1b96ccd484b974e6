"""The pages of the lints, written from the lints themselves: one each, an index by family, and one by profile.

Run `python -m tests.docs.generate_lints` to write them anew; a test compares what is written with what lies there.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from inboxguard.compliance.case import case_of_example
from inboxguard.compliance.catalogue import catalogue, family_of, page_of, title_of
from inboxguard.compliance.outcome import Breach, Outcome, OutOfScope, Undecided
from inboxguard.compliance.profiles import PROFILES, Profile
from inboxguard.compliance.run import run_one
from inboxguard.compliance.spec import Basis, Cite, Example, Lint

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "lints"
FAMILIES = {
    "gate": "The verdict (0xx)",
    "header": "The List-Unsubscribe field (1xx)",
    "one_click": "One-click and its signature (2xx)",
    "body": "The body (3xx)",
    "reply": "Replies and addresses (4xx)",
    "identity": "Who it is from (5xx)",
    "history": "Earlier mail and opt-outs (6xx)",
    "network": "What the network says (7xx, off by default)",
}
INDEX_HEAD = """\
{count} checks of one message, or of what a sender sent before it, against published texts.
A lint says what is there; a [profile](profiles.md) says who asks for it.
Each answers with one of four outcomes: a breach with the words it was seen in, kept, out of scope, undecided.
`inboxguard check` reads each message by itself, so that the lints of earlier mail (6xx) are undecided there; a program that knows what came before gives it as `history` to `inboxguard.compliance.check`."""
PROFILES_HEAD = """\
Who asks for what, with the words of the source.
Whether a text binds the sender of a message cannot be seen in the message.
What Gmail, Yahoo and Outlook.com ask counts only for messages that were surely sent in bulk.
Lines marked † rest on an extract or on memory and are to be confirmed.
{confirmed} of {all} citations rest on the text itself or a copy of it, {extract} on somebody's extract, {memory} on \
memory; {ours} are what this program asks for itself.
No lawyer has reviewed them, and three dates of effect rest on memory: those of 15 USC 7704, of 16 CFR 316 and of \
the GDPR."""
_BASES = """\
`text`: the words were read in the text or a copy of it.
`extract`: they were read where somebody quotes it, and are to be confirmed.
`memory`: they were not read, and are to be confirmed.
`ours`: nobody but this program asks for it.
The day is that of the copy where a page changes."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")
_SHOWN_OUTCOMES = {"Breach": "breach", "Kept": "kept", "OutOfScope": "out of scope", "Undecided": "undecided"}


def pages() -> dict[str, str]:
    """Every page by its file name."""
    found = {f"{lint.code}.md": _page(lint) for lint in catalogue()}
    return {"index.md": _index(), "profiles.md": _profiles(), **found}


def _sentences(text: str) -> str:
    """One sentence a line, as all the documentation is written."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join("\n".join(_SENTENCE_END.split(paragraph)) for paragraph in paragraphs)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _page(lint: Lint) -> str:
    title, _, rest = page_of(lint).partition("\n\n")
    parts = [
        f"# {lint.code} {lint.name}",
        f"{title[0].upper()}{title[1:]}.",
        "Generated from the lint's own file by `python -m tests.docs.generate_lints`.",
        f"Level: {lint.level} at most. Family: {FAMILIES[family_of(lint)]}. "
        f"Asked for by: {', '.join(lint.profiles)}." + (" Off unless the network is asked." if lint.network else ""),
        _sentences(rest),
        "## Who asks for it",
        _table(("profile", "source", "section", "says", "since", "rests on", "read on"), map(_cite_row, lint.cites)),
        _BASES,
        "## Examples",
        *(_example(lint, example) for example in lint.examples),
    ]
    return "\n\n".join(parts) + "\n"


def _cite_row(cite: Cite) -> tuple[str, ...]:
    since = cite.since.isoformat() if cite.since else "always"
    level = f" ({cite.level})" if cite.level else ""
    read = cite.read_on.isoformat() if cite.read_on else "–"
    return cite.profile, cite.source, cite.section + level, cite.says, since, cite.basis.value, read


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(_cell(one) for one in row)} |" for row in rows)])


def _example(lint: Lint, example: Example) -> str:
    outcome = run_one(lint, case_of_example(example)).outcome
    shown = _SHOWN_OUTCOMES[type(outcome).__name__]
    circumstances = _circumstances(example)
    mail = example.mail if isinstance(example.mail, str) else example.mail.decode("utf-8", "backslashreplace")
    said = f" {_said(outcome)}" if _said(outcome) else ""
    return f"### {example.title}: {shown}\n\n{circumstances}{said}\n\n```text\n{_readable(mail)}\n```".replace(
        "\n\n ", "\n\n"
    )


def _said(outcome: Outcome) -> str:
    if isinstance(outcome, Breach | OutOfScope | Undecided):
        return f"It says: {outcome.says}."
    return ""


def _circumstances(example: Example) -> str:
    said = [f"Commercial: {example.commercial}."]
    if example.received:
        said.append(f"Received: {example.received.date().isoformat()}.")
    if example.cut:
        said.append("Only the header was fetched.")
    for opt_out in example.history.opt_outs:
        said.append(f"Earlier: asked {opt_out.asked} to stop on {opt_out.at.date().isoformat()}.")
    for mail in example.history.earlier:
        said.append(f"Earlier: a mail on {mail.at.date().isoformat()}.")
    if example.probes:
        said.append("The network was asked.")
    return " ".join(said)


def _readable(mail: str) -> str:
    """The source with invisible characters spelt out and very long lines cut."""
    spelt = "".join(char if char.isprintable() or char == "\n" else f"\\u{ord(char):04x}" for char in mail.rstrip())
    lines = [line if len(line) <= 300 else f"{line[:300]}…" for line in spelt.split("\n")]
    return "\n".join(lines if len(lines) <= 40 else [*lines[:30], "…", *lines[-6:]])


def _link(lint: Lint) -> str:
    return f"[{lint.code}]({lint.code}.md)"


def _index() -> str:
    parts = [
        "# Lints",
        "Generated from the lints by `python -m tests.docs.generate_lints`.",
        INDEX_HEAD.format(count=len(catalogue())),
    ]
    for family, title in FAMILIES.items():
        lints = [lint for lint in catalogue() if family_of(lint) == family]
        rows = [(_link(lint), lint.name, lint.level.value, title_of(lint), ", ".join(lint.profiles)) for lint in lints]
        parts += [f"## {title}", _table(("code", "name", "level", "speaks of", "asked for by"), rows)]
    return "\n\n".join(parts) + "\n"


def _profiles() -> str:
    parts = [
        "# Profiles",
        "Generated from the lints by `python -m tests.docs.generate_lints`.",
        _profiles_head(),
        *map(_profile, PROFILES),
    ]
    return "\n\n".join(parts) + "\n"


def _profiles_head() -> str:
    found = Counter(cite.basis for lint in catalogue() for cite in lint.cites)
    return PROFILES_HEAD.format(
        all=found.total(),
        confirmed=found[Basis.TEXT],
        extract=found[Basis.EXTRACT],
        memory=found[Basis.MEMORY],
        ours=found[Basis.OURS],
    )


def _profile(profile: Profile) -> str:
    rows = [
        (_link(lint), lint.name, f"{cite.source} {cite.section}{'' if cite.confirmed else ' †'}", cite.says)
        for lint in catalogue()
        for cite in lint.cites
        if cite.profile == profile.name
    ]
    head = f"## {profile.name}: {profile.title}\n\n{profile.what}\nIt speaks of: {profile.applies_to}\n"
    head += f"Sources: {', '.join(profile.sources)}."
    return f"{head}\n\n{_table(('code', 'name', 'source', 'says'), rows)}"


def write() -> list[Path]:
    """Write every page, remove those of lints that are gone, and give what changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    changed = []
    for old in FOLDER.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
            changed.append(old)
    for name, text in wanted.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for written in write():
        print(written)
