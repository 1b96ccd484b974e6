"""The one answer everybody needs: does this message offer a way out that works, and which.

How the answer comes about, in this order: a usable header, link, address or form is PRESENT; a usable instruction to
reply is REPLY; a message that was not read to its end is UNKNOWN, and so is one that is a picture; what may be an
option but cannot be settled is UNCLEAR; the rest is UNKNOWN where the end may be missing, and otherwise NONE. The table
stands in docs/reference/verdict.md.

The one fact a newcomer would get wrong: NONE accuses a person, a wrong PRESENT merely spares one. So words for opting
out near anything one could follow are UNCLEAR, and only words with nothing to follow are NONE.
"""

import re
from collections.abc import Sequence

from inboxguard.compliance.body_options import body_options
from inboxguard.compliance.header_options import header_options
from inboxguard.compliance.reading import Read, read_message, wording_of
from inboxguard.compliance.reply_options import reply_options
from inboxguard.compliance.way_out import Fault, Offer, Option, OptionKind, WaysOut, WordingKind
from inboxguard.compliance.wordless import instead_of_words
from inboxguard.mail.evidence import quote
from inboxguard.mail.fields.authentication import AuthenticationResults
from inboxguard.mail.message import Message
from inboxguard.mail.mime import NOT_CLOSED

_NAMES_IT = (WordingKind.ACTION, WordingKind.LEADIN)
_NEIGHBOURS = 2
_NAMES_A_PLACE = re.compile(
    r"\b[\w-]{2,40}\.(?:com|net|org|de|fr|nl|it|es|co|io|eu|uk)\b|\blog(?:ging)? ?(?:in|on)\b"
    r"|\byour (?:account|profile)\b",
    re.IGNORECASE,
)


def ways_out(message: Message, *, results: AuthenticationResults | None = None) -> WaysOut:
    """All options of a message, best first, with the answer and the reason for it."""
    reads = read_message(message)
    found = [*header_options(message, results), *body_options(message, reads), *reply_options(message, reads)]
    found += _wording_without_target(reads, found)
    options = tuple(sorted(found, key=lambda option: (not option.usable, -option.level)))
    offer, because = _answer(message, options)
    return WaysOut(offer, options, because, wording_of(reads))


def _answer(message: Message, options: Sequence[Option]) -> tuple[Offer, str]:
    usable = [option for option in options if option.usable]
    for option in usable:
        if option.kind is not OptionKind.REPLY:
            return Offer.PRESENT, f"{_NAMES[option.kind]}: {option.why}"
    if usable:
        return Offer.REPLY, f"reply: {usable[0].why}"
    if not message.readable:
        return Offer.UNKNOWN, _unread(message)
    if instead_of_words(message):
        return Offer.UNKNOWN, "the message is a picture or an attachment, and its words cannot be read"
    unsure = next((option for option in options if option.level > 0), None)
    if unsure is not None:
        return Offer.UNCLEAR, f"{_NAMES[unsure.kind]}: {unsure.why}"
    if any(one.says == NOT_CLOSED for one in message.damage):
        return Offer.UNKNOWN, f"{NOT_CLOSED}, so that the end may be missing"
    if options:
        return Offer.NONE, f"{_NAMES[options[0].kind]}: {options[0].why}"
    return Offer.NONE, "the whole message was read and offers no way out"


_NAMES = {
    OptionKind.ONE_CLICK: "one-click",
    OptionKind.HEADER_LINK: "link in the header",
    OptionKind.HEADER_MAILTO: "address in the header",
    OptionKind.BODY_LINK: "link in the body",
    OptionKind.BODY_MAILTO: "address in the body",
    OptionKind.FORM: "form in the body",
    OptionKind.REPLY: "reply",
}


def _unread(message: Message) -> str:
    if message.encrypted:
        return "the message is encrypted"
    if not message.complete:
        return "only a part of the message was there to read"
    return next((f"{one.place}: {one.says}" for one in message.damage if one.fatal), "the message could not be read")


def _wording_without_target(reads: Sequence[Read], found: Sequence[Option]) -> list[Option]:
    """Sentences that name opting out and lead to no option; unclear where something to follow is near."""
    covered = {option.evidence.words for option in found}
    options = []
    for at, read in enumerate(reads):
        if not read.own:
            continue
        sentence = next((one for one in read.phrasings if one.kind in _NAMES_IT), None)
        if sentence is None or quote("", read.sentence(sentence)).words in covered:
            continue
        if any(one.kind is WordingKind.REPLY and one.sentence == sentence.sentence for one in read.phrasings):
            continue
        near = _something_near(reads, at) or _names_a_place(reads, at)
        options.append(
            Option(
                OptionKind.BODY_LINK,
                "",
                usable=False,
                why=(
                    "it names opting out, and which of the links near it is meant cannot be told"
                    if near
                    else "it names opting out and gives nothing to follow"
                ),
                evidence=quote(f"{read.block.origin} text", read.sentence(sentence)),
                level=1 if near else 0,
                fault=Fault.NO_TARGET,
                language=sentence.language,
            )
        )
    return options


def _names_a_place(reads: Sequence[Read], at: int) -> bool:
    """Whether the words for opting out in this block or the next name a site, a profile, or logging in."""
    said = [
        read.sentence(one) for read in reads[at : at + _NEIGHBOURS] for one in read.phrasings if one.kind in _NAMES_IT
    ]
    return any(_NAMES_A_PLACE.search(sentence) for sentence in said)


def _something_near(reads: Sequence[Read], at: int) -> bool:
    nearby = reads[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS + 1]
    return any(read.block.links and read.own for read in nearby)
