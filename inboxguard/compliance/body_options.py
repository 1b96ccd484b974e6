"""The ways out in the body: links, addresses and forms tied to words, or that speak for themselves.

The one fact a newcomer would get wrong: an option that is there may still be of no use, and the first reason that makes
it so is the one given: somebody else's words, a target nobody can follow, not to be seen, somebody else's list.
"""

from collections.abc import Iterable, Sequence

from inboxguard.compliance.belonging import author_organisation, leaves_somebody_else
from inboxguard.compliance.followable import LIST_PAGE, STOPPING_TARGET, Followed, judge_target
from inboxguard.compliance.merge_tags import merge_tag, stopping_tag
from inboxguard.compliance.providers import is_borrowed
from inboxguard.compliance.reading import Read
from inboxguard.compliance.tying import has_other_purpose, is_bare_home, own_phrasings, says_nothing, tie
from inboxguard.compliance.vocabulary.load import Role
from inboxguard.compliance.way_out import Fault, Option, OptionKind, WordingKind
from inboxguard.compliance.wording import Phrasing, has_role, read_text
from inboxguard.mail.address import registrable
from inboxguard.mail.evidence import quote
from inboxguard.mail.message import Link, Message, Seen, Segment
from inboxguard.mail.sight import COLOUR_OF_GROUND

LEVELS = {
    Fault.HIDDEN: 2,
    Fault.FAINT: 2,
    Fault.IMAGE_ONLY: 2,
    Fault.OTHER_PART: 2,
    Fault.UNRELATED: 2,
    Fault.PREFERENCES: 2,
    Fault.INTERMEDIARY: 1,
    Fault.QUOTED: 1,
    Fault.IMPLICIT: 1,
    Fault.UNSAID: 1,
    Fault.NO_REPLY: 1,
}
"""How much an unusable option still shows; those not listed show nothing."""
_WHY = {
    Fault.PREFERENCES: "it leads to preferences and does not name stopping",
    Fault.IMPLICIT: "it asks whether the reader wants this, and the link does not say what it does",
    Fault.UNSAID: "its last words speak of mail, and what the link there does cannot be told",
}
_NAMES_IT = (WordingKind.ACTION, WordingKind.LEADIN)
_SEVERAL = 2
_AROUND = 120
_UNREADABLE_CONTRAST = 1.15
_UNREADABLE_PX = 2.0
_SHORTEST_LABEL = 8
_EDGES = " \t\n.!?:,;>»→<–—-*•·[]()"


def body_options(message: Message, reads: Sequence[Read]) -> tuple[Option, ...]:
    """Every option the body offers by a target, each target once, in the order of the blocks."""
    found: dict[tuple[bool, int, int], Option] = {}
    for at, read in enumerate(reads):
        for phrasing in read.phrasings:
            if phrasing.kind in {*_NAMES_IT, WordingKind.AMBIGUOUS, WordingKind.PROMISE}:
                tied = tie(reads, at, phrasing)
                if tied is not None and _counts(*tied, read, phrasing):
                    found.setdefault(_place(*tied), _option(message, *tied, read, phrasing))
    for read in reads:
        for link in read.block.links:
            if _place(read, link) not in found and (option := _speaks_for_itself(message, read, link)):
                found[_place(read, link)] = option
    _add_preferences(message, reads, found)
    _add_unsaid(message, reads, found)
    _add_last(message, reads, found)
    return (*found.values(), *_tags_in_text(reads))


def _place(read: Read, link: Link) -> tuple[bool, int, int]:
    return read.other, read.at, link.start


def _counts(read: Read, link: Link, said_in: Read, phrasing: Phrasing) -> bool:
    """Whether the words suffice: an ambiguous one only as all a link says, or with a target that says it.

    A bare address or a "here" says nothing, so there the words must be all that stands before it in its line.
    """
    if phrasing.kind is WordingKind.PROMISE:
        return said_in is read and link.kind == "a" and _is_promised(link, phrasing)
    if phrasing.kind is not WordingKind.AMBIGUOUS:
        return True
    if judge_target(link.target, address=link.kind == "address").stopping or _is_whole(link, phrasing):
        return True
    return says_nothing(link) and _is_whole_line(read, link, said_in, phrasing)


def _is_promised(link: Link, phrasing: Phrasing) -> bool:
    """Whether the promise follows from a link that says nothing: "tap here and you will not hear from us again"."""
    return phrasing.sentence[0] <= link.start < link.end <= phrasing.start and says_nothing(link)


def _is_whole(link: Link, phrasing: Phrasing) -> bool:
    covered = min(link.end, phrasing.end) - max(link.start, phrasing.start)
    return covered > 0 and covered >= len(link.text.strip(_EDGES)) - 2


def _is_whole_line(read: Read, link: Link, said_in: Read, phrasing: Phrasing) -> bool:
    """Whether a bare link follows the words in their line, and their sentence says nothing else there before it."""
    text = said_in.block.text
    if said_in is not read or "\n" in text[phrasing.end : link.start] or link.start < phrasing.end:
        return False
    start = max(text.rfind("\n", 0, phrasing.start), text.rfind("|", 0, phrasing.start), phrasing.sentence[0] - 1) + 1
    return phrasing.end - phrasing.start >= max(len(text[start : link.start].strip(_EDGES)) - 2, _SHORTEST_LABEL)


def _speaks_for_itself(message: Message, read: Read, link: Link) -> Option | None:
    """An option whose target or picture says what it is for, without words beside it."""
    if not link.image_only and not STOPPING_TARGET.search(link.target) and not LIST_PAGE.search(link.target):
        return None
    target = judge_target(link.target, address=link.kind == "address")
    of_list = LIST_PAGE.search(link.target) is not None
    pictured = link.image_only and (_picture_names_it(link) or stopping_tag(link.text) is not None)
    if not (target.stopping or of_list or pictured) or has_other_purpose(read, link) or read.says(WordingKind.DENIAL):
        return None
    if any(one.kind is WordingKind.PREFERENCES for one in own_phrasings(read, link)):
        return None
    return _option(message, read, link, read, None)


def _add_preferences(message: Message, reads: Sequence[Read], found: dict[tuple[bool, int, int], Option]) -> None:
    """Links to a preference centre that do not name stopping."""
    for at, read in enumerate(reads):
        for phrasing in read.phrasings:
            tied = tie(reads, at, phrasing) if phrasing.kind is WordingKind.PREFERENCES else None
            if tied is None or _place(*tied) in found or tied[1].kind == "address":
                continue
            found[_place(*tied)] = _option(message, *tied, read, phrasing, known=Fault.PREFERENCES)


def _add_unsaid(message: Message, reads: Sequence[Read], found: dict[tuple[bool, int, int], Option]) -> None:
    """Links that say nothing, below a question whether one wants this: "not for you? tap here"."""
    for read in reads:
        for phrasing in read.phrasings:
            if phrasing.kind is not WordingKind.REFUSAL:
                continue
            link = next((link for link in read.block.links if link.start >= phrasing.sentence[1]), None)
            if link is None or _place(read, link) in found or not _is_unsaid(read, link, phrasing):
                continue
            found[_place(read, link)] = _option(message, read, link, read, phrasing, known=Fault.IMPLICIT)


def _add_last(message: Message, reads: Sequence[Read], found: dict[tuple[bool, int, int], Option]) -> None:
    """The last of several links, where the sentence around it speaks of mail: most ways out stand there."""
    linked = [(read, link) for read in reads if read.own for link in read.block.links]
    if found or len({link.target for _, link in linked}) < _SEVERAL:
        return
    read, link = linked[-1]
    if link.kind not in {"a", "url"} or has_other_purpose(read, link) or is_bare_home(link):
        return
    start = read.block.text.rfind("\n", 0, link.start) + 1
    around = read.block.text[max(start, link.start - _AROUND) : link.end + _AROUND]
    if len(read.block.text) - link.end <= _AROUND and has_role(around, Role.CONTEXT):
        option = _option(message, read, link, read, None, known=Fault.UNSAID)
        if option.fault is Fault.UNSAID:
            found[_place(read, link)] = option


def _is_unsaid(read: Read, link: Link, phrasing: Phrasing) -> bool:
    """Whether the link follows the question at once and nothing else is said of it.

    It says nothing itself, or at least names no other purpose where the question is about mail.
    """
    before = read.block.text[phrasing.sentence[1] : link.start]
    after = read.block.text[link.end :].partition("\n")[0]
    if link.kind != "a" or before.strip(_EDGES) or after.strip(_EDGES):
        return False
    return says_nothing(link) or (has_role(read.sentence(phrasing), Role.CONTEXT) and not has_other_purpose(read, link))


def _option(
    message: Message, read: Read, link: Link, said_in: Read, phrasing: Phrasing | None, *, known: Fault | None = None
) -> Option:
    target = judge_target(link.target, address=link.kind == "address")
    fault, why = _fault(message, read, link, target, phrasing)
    if fault is None and known is not None:
        fault, why = known, _WHY[known]
    words = said_in.sentence(phrasing) if phrasing else (link.text or link.target)
    level = 4 if fault is None else LEVELS.get(fault, 0)
    if fault is Fault.BAD_HOST and target.reachable:
        level = 2
    return Option(
        kind=_kind(link, target),
        target=link.target,
        usable=fault is None,
        why=why or "the words and the target belong together",
        evidence=quote(_where(read), words),
        level=level,
        fault=fault,
        link=link,
        language=phrasing.language if phrasing else "",
    )


def _where(read: Read) -> str:
    part = f"{read.block.origin} text"
    return part if read.block.segment is Segment.NEW else f"{part}, {read.block.segment.value}"


def _kind(link: Link, target: Followed) -> OptionKind:
    if link.kind == "form":
        return OptionKind.FORM
    return OptionKind.BODY_MAILTO if link.kind == "address" or target.scheme == "mailto" else OptionKind.BODY_LINK


def _fault(
    message: Message, read: Read, link: Link, target: Followed, phrasing: Phrasing | None
) -> tuple[Fault | None, str]:
    if read.block.segment in {Segment.QUOTED, Segment.FORWARDED}:
        return Fault.QUOTED, "it stands in quoted words of somebody else"
    if target.fault is not None:
        return target.fault, target.why
    hidden = _hidden(read, link)
    if hidden:
        return Fault.HIDDEN, hidden
    if link.look.seen is Seen.UNKNOWN and link.look.why == COLOUR_OF_GROUND:
        return Fault.FAINT, "its colour is that of a page without a stated background, so it may not be seen"
    if link.image_only and not _alternative_names_it(read, link, phrasing):
        return Fault.IMAGE_ONLY, "only a picture says so"
    if read.other:
        return Fault.OTHER_PART, "it stands only in a part that a reader of the HTML does not see"
    return _somebody_elses(message, target)


def _hidden(read: Read, link: Link) -> str:
    look = link.look
    if look.seen is Seen.HIDDEN or read.hidden:
        return f"a person does not see it ({look.why or read.block.look.why or 'hidden'})"
    if look.font_px is not None and look.font_px <= _UNREADABLE_PX:
        return f"a person does not see it (font size {look.font_px:g} px)"
    if look.contrast is not None and look.contrast < _UNREADABLE_CONTRAST:
        return "a person does not see it (its colour is that of the background)"
    return ""


def _picture_names_it(link: Link) -> bool:
    """Whether the alternative text of a picture names opting out; it stands in no block's text."""
    if merge_tag(link.text):
        return False
    return any(one.kind in {*_NAMES_IT, WordingKind.AMBIGUOUS} for one in read_text(link.text))


def _alternative_names_it(read: Read, link: Link, phrasing: Phrasing | None) -> bool:
    if _picture_names_it(link) or any(one.kind in _NAMES_IT for one in own_phrasings(read, link)):
        return True
    return phrasing is not None and not (phrasing.start < link.end and link.start < phrasing.end)


def _somebody_elses(message: Message, target: Followed) -> tuple[Fault | None, str]:
    elsewhere = leaves_somebody_else(message, target.host)
    if not elsewhere and LIST_PAGE.search(target.text):
        elsewhere = "it leads to the page of a mailing list"
    if elsewhere:
        return Fault.INTERMEDIARY, elsewhere
    organisation = registrable(target.host)
    if is_borrowed(organisation) and organisation != author_organisation(message) and target.scheme != "mailto":
        return Fault.UNRELATED, f"{organisation} is not the sender's"
    return None, ""


def _tags_in_text(reads: Sequence[Read]) -> Iterable[Option]:
    """Placeholders for stopping that stand in visible text without a link."""
    for read in reads:
        tag = stopping_tag(read.block.text) if read.own else None
        place = read.block.text.find(tag) if tag else -1
        if tag and not any(link.start <= place < link.end for link in read.block.links):
            yield Option(
                OptionKind.BODY_LINK,
                tag,
                usable=False,
                why=f"the sender's program did not fill in its placeholder ({tag})",
                evidence=quote(_where(read), read.block.text[max(place - 80, 0) : place + 120]),
                fault=Fault.MERGE_TAG,
            )
