"""The way out by replying: an instruction to answer with a word, or a promise to stop when one answers.

The one fact a newcomer would get wrong: polite conditions ("let me know if this is not relevant") are no way out. They
are kept as options that are not usable, so that a report can show them.
"""

import re
from collections.abc import Iterable, Sequence

from inboxguard.compliance.reading import Read
from inboxguard.compliance.way_out import Fault, Option, OptionKind, WordingKind
from inboxguard.compliance.wording import Phrasing
from inboxguard.mail.address import Address
from inboxguard.mail.evidence import quote
from inboxguard.mail.message import Message, Segment

_NO_REPLY = re.compile(
    r"(?:^|[._+-])(?:no-?_?\.?reply|do-?_?not-?_?reply|donotreply|dont-?reply|ne-?pas-?repondre|nepasrepondre|nicht-?antworten"
    r"|keine-?antwort|no-?responder|noresponder|nao-?responda|non-?rispondere|niet-?beantwoorden|bounces?|mailer-daemon|unmonitored)(?:$|[._+\d-])",
    re.IGNORECASE,
)


def reply_options(message: Message, reads: Sequence[Read]) -> tuple[Option, ...]:
    """Instructions to reply, then polite conditions, in the order of the blocks."""
    found = [*_of_kind(message, reads, WordingKind.REPLY)]
    return (*found, *_of_kind(message, reads, WordingKind.IMPLICIT))


def reply_address(message: Message) -> Address | None:
    """Where a reply would go: Reply-To where there is one, else From (RFC 5322 §3.6.2)."""
    stated = next((named.address for named in message.reply_to if named.address), None)
    return stated or message.sender_address


def is_no_reply(address: Address | None) -> bool:
    """Whether an address says of itself that nobody reads what is sent there."""
    return address is None or _NO_REPLY.search(address.local) is not None


def _of_kind(message: Message, reads: Sequence[Read], kind: WordingKind) -> Iterable[Option]:
    for read in reads:
        for phrasing in read.phrasings:
            if phrasing.kind is kind and not _has_own_target(read, phrasing):
                yield _option(message, reads, read, phrasing)


def _has_own_target(read: Read, phrasing: Phrasing) -> bool:
    """Whether the words are a link, or the sentence names an address: then that is the option, not a reply."""
    start, end = phrasing.sentence
    return any(
        ((link.kind == "address" or link.target.lower().startswith("mailto:")) and start <= link.start < end)
        or (phrasing.start < link.end and link.start < phrasing.end)
        for link in read.block.links
    )


def _option(message: Message, reads: Sequence[Read], read: Read, phrasing: Phrasing) -> Option:
    fault, why = _fault(message, reads, read, phrasing)
    level = 3 if fault is None else 1
    return Option(
        kind=OptionKind.REPLY,
        target=" ".join(read.block.text[phrasing.start : phrasing.end].split()),
        usable=fault is None,
        why=why,
        evidence=quote(f"{read.block.origin} text", _with_next(read, phrasing)),
        level=level,
        fault=fault,
        language=phrasing.language,
    )


def _with_next(read: Read, phrasing: Phrasing) -> str:
    return read.sentence(phrasing)


def _fault(message: Message, reads: Sequence[Read], read: Read, phrasing: Phrasing) -> tuple[Fault | None, str]:
    if read.block.segment in {Segment.QUOTED, Segment.FORWARDED}:
        return Fault.QUOTED, "it stands in quoted words of somebody else"
    if read.hidden:
        return Fault.HIDDEN, "a person does not see it"
    if read.other:
        return Fault.OTHER_PART, "it stands only in the plain text that a reader of the HTML does not see"
    if phrasing.kind is WordingKind.IMPLICIT:
        return Fault.IMPLICIT, "a polite condition, not a way out"
    if is_no_reply(reply_address(message)):
        return Fault.NO_REPLY, f"a reply would go to {reply_address(message) or 'nobody'}, which is not read"
    if any(one.own and one.says(WordingKind.NO_REPLY) for one in reads):
        return Fault.NO_REPLY, "the message says that replies are not read"
    return None, "the message says what to reply, and a reply reaches the sender"
