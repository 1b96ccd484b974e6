"""A message's own words, read once: which signals, text gates and titles they hold, and in which language.

The one fact a newcomer would get wrong: quotations, forwarded text and hidden text are not read. A colleague who
forwards a pitch pitches nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Message
from inboxguard.pitch.phrases import MAX_CHARACTERS, Hit, Words, cut
from inboxguard.pitch.relays import own_words
from inboxguard.pitch.signals import GATE, TITLE, catalogue, find_signals, guess_language

_PREFIXES: Final = re.compile(
    r"^(?:\s{0,5}(?:re|aw|antw|sv|r|rif|res|fwd?|wg|tr|rv|enc|i|doorst)\s?(?:\[\d{1,3}\])?\s?:){1,6}", re.IGNORECASE
)
_TAIL: Final = 260
_SIGNATURE: Final = 600
_WAY_OUT: Final = "offers-way-out"


@dataclass(frozen=True, slots=True)
class OwnText:
    """`words` are subject and new text; `body_at` is where the body begins in the stream of words.

    `names` are the folded names of the people and firms the message is from and to, which tell nothing about selling.
    """

    words: Words
    body: Words
    body_at: int
    language: str
    hits: Mapping[str, Hit]
    title: Hit | None = None
    names: frozenset[str] = frozenset()

    def evidence(self, hit: Hit) -> Evidence:
        """The words of a hit with the place they stand at."""
        return quote("subject" if hit.at < self.body_at else "body", hit.words)

    @property
    def length(self) -> int:
        """How many words and numbers the body has."""
        return sum(token.isalnum() for token in self.body.tokens)

    @property
    def gates(self) -> Mapping[str, Evidence]:
        """The text gates found, by name."""
        return {name.removeprefix(GATE): self.evidence(hit) for name, hit in self.hits.items() if name.startswith(GATE)}

    @property
    def signals(self) -> Mapping[str, Evidence]:
        """The signals found, in the order of the text."""
        known = catalogue()
        found = sorted((hit for name, hit in self.hits.items() if name in known), key=lambda hit: hit.at)
        return {hit.name: self.evidence(hit) for hit in found}


def read_text(message: Message) -> OwnText:
    """The message's own words with everything found in them."""
    subject = bare_subject(message.subject)
    body = own_words(message)
    head = f"{subject}.\n\n"
    words = cut(head + body)
    body_words = words.rest(len(head)) if len(head) + len(body) <= MAX_CHARACTERS else cut(body)
    code = guess_language(body_words) or guess_language(words)
    hits = dict(find_signals(words, code))
    hits.pop(TITLE, None)
    title, way_out = _signature(message, body, code)
    if way_out is not None and _WAY_OUT not in hits:
        hits[_WAY_OUT] = way_out
    return OwnText(words, body_words, len(cut(subject).stream), code, hits, title, _names(message))


def _names(message: Message) -> frozenset[str]:
    """The words of the names and addresses in the header."""
    people = [named for named in (message.sender, *message.to, *message.cc) if named is not None][:20]
    addresses = [named.address for named in people if named.address is not None]
    said = [named.name for named in people]
    said += [f"{address.local} {address.organisation}" for address in addresses]
    return frozenset(cut(re.sub(r"[.\-_]", " ", " ".join(said))[:2000]).tokens)


def bare_subject(subject: str) -> str:
    """The subject without its prefixes (Re:, AW:, Fwd: …)."""
    return _PREFIXES.sub("", subject[:500]).strip()


def _signature(message: Message, body: str, code: str) -> tuple[Hit | None, Hit | None]:
    """A title among the last lines, and a way out offered below the text."""
    tail = body[-_TAIL:]
    lines = "\n\n".join(line for line in tail.split("\n")[-5:] if len(line) < 90)
    below = message.signature_text[:_SIGNATURE]
    found = find_signals(cut(f"{lines}\n\n{below}"), code)
    only_below = find_signals(cut(below), code) if below else {}
    return found.get(TITLE), only_below.get(_WAY_OUT)
