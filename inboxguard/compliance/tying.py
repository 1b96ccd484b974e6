"""Which link a phrase speaks of: by sentence and block, never by the text of the link alone.

How a phrase finds its target, in this order: a link that is the phrase or holds it; the nearest link of its sentence;
a link that says nothing of its own ("here", a bare address) within 160 characters of the block; the first such link of
the next block, or the last of the one before. A link with another purpose of its own (privacy, view online) is passed
over, so that "opt out at any time, see our privacy policy" ties to nothing.

The one fact a newcomer would get wrong: "click here" beside the words is the most frequent way of all, and the words
may stand before or after it.
"""

import re
from collections.abc import Sequence

from inboxguard.compliance.followable import STOPPING_TARGET
from inboxguard.compliance.reading import Read
from inboxguard.compliance.vocabulary.load import Role
from inboxguard.compliance.way_out import WordingKind
from inboxguard.compliance.wording import Phrasing, has_role, sentences
from inboxguard.mail.message import Link, Segment

REACH = 160
_SHORT_BLOCK = 90
_ANNOUNCED = 60
_STRONG = {WordingKind.ACTION, WordingKind.AMBIGUOUS, WordingKind.LEADIN}
_NAMES_A_SITE = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW_WORDS = 5
_NUMBERED = re.compile(r"^\W{0,3}\d{0,3}\W{0,3}$")


def own_phrasings(read: Read, link: Link) -> tuple[Phrasing, ...]:
    """The phrasings that overlap the link's own text."""
    return tuple(one for one in read.phrasings if one.start < link.end and link.start < one.end)


def has_other_purpose(read: Read, link: Link) -> bool:
    """Whether the link's own text, or what announces a bare one in its line, says that it is for something else."""
    if link.kind == "address":
        return _is_addressee(read, link)
    if link.kind == "url":
        return _announced_otherwise(read, link)
    if _NAMES_A_SITE.match(link.text.strip()) or any(one.kind in _STRONG for one in own_phrasings(read, link)):
        return False
    return has_role(link.text, Role.OTHER_LINK)


def _announced_otherwise(read: Read, link: Link) -> bool:
    if STOPPING_TARGET.search(link.target):
        return False
    if any(one.kind in _STRONG and one.sentence[0] <= link.start < one.sentence[1] for one in read.phrasings):
        return False
    return has_role(_before(read, link), Role.OTHER_LINK)


def _is_addressee(read: Read, link: Link) -> bool:
    """Whether a bare address is told as the one the message went to ("you are subscribed as …")."""
    return (
        "@" in link.text and ":" not in link.text and has_role(_before(read, link).rpartition("@")[2], Role.ADDRESSEE)
    )


def _before(read: Read, link: Link) -> str:
    """What stands before a link in its line, not far from it."""
    text = read.block.text
    return text[max(text.rfind("\n", 0, link.start) + 1, link.start - _ANNOUNCED) : link.start]


def says_nothing(link: Link) -> bool:
    """Whether the link's text is generic, bare, or a picture's: then the words around it decide."""
    if link.kind in {"url", "address", "form"} or link.image_only or _NUMBERED.match(link.text):
        return True
    if link.text.strip().lower().startswith(("http", "www.")) or "@" in link.text:
        return True
    return len(link.text) <= 60 and has_role(link.text, Role.GENERIC)


def tie(reads: Sequence[Read], at: int, phrasing: Phrasing) -> tuple[Read, Link] | None:
    """The block and the link a phrasing of block number `at` of `reads` speaks of, or None."""
    read = reads[at]
    inside = _inside(read, phrasing)
    if inside is not None:
        return read, inside
    start, end = phrasing.sentence
    near = _nearest(read, phrasing, lambda link: start <= link.start < end)
    if near is None:
        near = _nearest(
            read,
            phrasing,
            lambda link: (
                _distance(link, phrasing) <= REACH and _fits(link) and not _speaks_of_something_else(read, link)
            ),
        )
    if near is not None:
        return read, near
    return _in_neighbours(reads, at, phrasing)


def _inside(read: Read, phrasing: Phrasing) -> Link | None:
    overlapping = [link for link in read.block.links if phrasing.start < link.end and link.start < phrasing.end]
    return min(overlapping, key=lambda link: abs(link.start - phrasing.start), default=None)


def _fits(link: Link) -> bool:
    return says_nothing(link) or STOPPING_TARGET.search(link.target) is not None


def _distance(link: Link, phrasing: Phrasing) -> int:
    return max(link.start - phrasing.end, phrasing.start - link.end, 0)


def _nearest(read: Read, phrasing: Phrasing, allowed: object) -> Link | None:
    assert callable(allowed)
    found = [link for link in read.block.links if allowed(link) and not _taken(read, link, phrasing)]

    def worth(link: Link) -> tuple[int, bool, int, bool]:
        return _rank(link), _on_other_line(read, link, phrasing), _distance(link, phrasing), link.start < phrasing.start

    return min(found, key=worth, default=None)


def _on_other_line(read: Read, link: Link, phrasing: Phrasing) -> bool:
    first, second = sorted(((link.start, link.end), (phrasing.start, phrasing.end)))
    return "\n" in read.block.text[first[1] : second[0]]


def _rank(link: Link) -> int:
    """Links that speak of stopping first, then those that say nothing of their own."""
    return 0 if STOPPING_TARGET.search(link.target) else 1 if says_nothing(link) else 2


def _taken(read: Read, link: Link, phrasing: Phrasing) -> bool:
    """Whether the link belongs to something else: its own words say so, or it lies in another sentence with words."""
    if has_other_purpose(read, link):
        return True
    start, end = phrasing.sentence
    outside = not start <= link.start < end
    others = {WordingKind.PREFERENCES}
    return outside and any(
        one.sentence[0] <= link.start < one.sentence[1] and one.kind in others for one in read.phrasings
    )


def _in_neighbours(reads: Sequence[Read], at: int, phrasing: Phrasing) -> tuple[Read, Link] | None:
    read = reads[at]
    after = len(read.block.text) - phrasing.sentence[1]
    if after <= _SHORT_BLOCK:
        for follower in reads[at + 1 : at + 3]:
            if follower.other != read.other or follower.block.segment is not read.block.segment:
                break
            found = [link for link in follower.block.links if link.start <= _SHORT_BLOCK and _fits(link)]
            free = [link for link in found if not has_other_purpose(follower, link)]
            if free:
                return follower, free[0]
            if len(follower.block.text) > _SHORT_BLOCK or follower.says(*_STRONG):
                break
    if at and phrasing.start <= _SHORT_BLOCK:
        before = reads[at - 1]
        same = before.other == read.other and before.block.segment in {read.block.segment, Segment.NEW}
        short = len(before.block.text) <= _SHORT_BLOCK
        stopping = [link for link in before.block.links if STOPPING_TARGET.search(link.target)]
        if same and (short or stopping):
            free = stopping or [link for link in before.block.links if says_nothing(link) and not is_bare_home(link)]
            if free:
                return before, free[-1]
    return None


def _speaks_of_something_else(read: Read, link: Link) -> bool:
    """Whether the sentence a link stands in, none with words for stopping, has a purpose of its own for it.

    "Please click here:" has none; "see a sample:" has, and so has "click here for the catalogue".
    """
    if STOPPING_TARGET.search(link.target):
        return False
    text = read.block.text
    spans = sentences(text, broken_lines=read.block.origin == "html")
    start, end = next((span for span in spans if span[0] <= link.start < span[1]), (0, len(text)))
    if any(one.kind in _STRONG and start <= one.start < end for one in read.phrasings):
        return False
    before = text[max(start, text.rfind("\n", 0, link.start) + 1) : link.start]
    after = text[link.end : min(end, (text.find("\n", link.end) + 1) or end)]
    count = len(_WORD.findall(before))
    announced = count > 1 and (count > _FEW_WORDS or not has_role(before, Role.GENERIC))
    return announced or len(_WORD.findall(after)) > _FEW_WORDS


def is_bare_home(link: Link) -> bool:
    """Whether a link leads to a site's first page."""
    return re.fullmatch(r"(?:https?://)?[^/?#\s]{1,253}/?", link.target) is not None
