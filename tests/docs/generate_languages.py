"""docs/reference/languages.md, from the language files of compliance and of pitch."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from inboxguard.compliance.vocabulary import load
from inboxguard.compliance.vocabulary.load import Role
from inboxguard.pitch.signals import LANGUAGES, language_data, signal_names

PAGE = Path("docs/reference/languages.md")
STRENGTHS = {
    "full": "links, replies, promises to stop, refusals to stop, and words that only look like a way out",
    "replies": "links, and instructions to reply",
    "links": "links and addresses, with the words around them",
    "words": "the word for unsubscribing alone",
}


def strength(language: load.Language) -> str:
    """How much of a way out can be understood in it: full, replies, links or words."""
    has = {role for role, phrases in language.phrases.items() if phrases}
    if {Role.REPLY_VERB, Role.PROMISE, Role.DENIAL, Role.IGNORE} <= has:
        return "full"
    if {Role.REPLY_VERB, Role.KEYWORD} <= has:
        return "replies"
    return "links" if has & {Role.CONTEXT, Role.LEADIN} and Role.ACTION in has else "words"


def page() -> str:
    """The page as it should be."""
    return "\n".join([*_head(), *_ways_out(), *_pitches()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Languages"
    yield ""
    yield "Generated from the language files by `make docs`."
    yield "A message in a language that stands in no table is read by its header fields, its links and its structure."
    yield "In every language in which selling is recognised by its words, ways out are understood in full."


def _ways_out() -> Iterator[str]:
    known = sorted(load.languages(), key=lambda one: one.name)
    by_strength = {name: [one.name for one in known if strength(one) == name] for name in STRENGTHS}
    yield from ("", "## Ways out", "")
    yield f"`inboxguard/compliance/vocabulary/` knows {len(known)} languages, all of which are looked at in every message."
    yield "The strength says what can be understood:"
    yield ""
    yield from (f"- **{name}** ({len(by_strength[name])}): {what}" for name, what in STRENGTHS.items())
    yield from ("", "| language | code | strength | phrases | examples | learnt from |", "|---|---|---|---|---|---|")
    for one in known:
        phrases = sum(len(found) for found in one.phrases.values())
        examples = len(one.examples) + len(one.counter_examples)
        yield f"| {one.name} | {one.code} | {strength(one)} | {phrases} | {examples} | {', '.join(one.sources)} |"


def _pitches() -> Iterator[str]:
    names = signal_names()
    yield from ("", "## Pitches", "")
    yield f"`inboxguard/pitch/languages/` knows {len(LANGUAGES)} languages."
    yield f"A signal is a recognised move of selling or of honest mail; there are {len(names)} of them."
    yield from (
        "",
        "| language | code | signals | phrases of signals | of gates | of replies |",
        "|---|---|---|---|---|---|",
    )
    for code in LANGUAGES:
        data = language_data(code)
        signals = {name: _count(of, "phrases") for name, of in _table(data, "signals").items()}
        replies = {name: of for name, of in _table(data, "replies").items() if name != "examples"}
        counts = (sum(signals.values()), _sum(_table(data, "gates")), _sum(replies))
        covered = f"{sum(1 for found in signals.values() if found)} of {len(names)}"
        yield f"| {data['name']} | {code} | {covered} | {counts[0]} | {counts[1]} | {counts[2]} |"


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = data.get(name, {})
    assert isinstance(found, Mapping)
    return found


def _count(of: object, key: str) -> int:
    assert isinstance(of, Mapping)
    return len(of[key])


def _sum(of: Mapping[str, object]) -> int:
    return sum(len(phrases) for phrases in of.values() if isinstance(phrases, list))


def write() -> list[Path]:
    """Write the page; the files that changed."""
    wanted = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
        return []
    PAGE.write_text(wanted, encoding="utf-8")
    return [PAGE]
