"""What the body says about who writes: a profile link, a signature, a company named.

The one fact a newcomer would get wrong: a body can name anybody. A clue only ever raises a person whose name the
header, or the writer's own signature, already shows.
"""

import re
from dataclasses import replace

from inboxguard.mail.address import NamedAddress
from inboxguard.mail.evidence import quote
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message, Segment
from inboxguard.people.company import company_keys, company_words
from inboxguard.people.connection import Connection, Degree, Match, Reason
from inboxguard.people.folding import fold
from inboxguard.people.index import BookIndex, known_name
from inboxguard.people.likeness import Level, compare
from inboxguard.people.match import Candidate, Place, candidates_for, decide
from inboxguard.people.names import NOBODY, PersonName, read_name
from inboxguard.people.presented import present
from inboxguard.people.profile import slug_of

_MAX_LINES = 12
_MAX_TEXT = 4000
_PROFILE = re.compile(r"linkedin\.com/(?:comm/)?in/[^\s<>\"'?#]{1,100}", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def body_match(index: BookIndex, message: Message, found: Match) -> Match:
    """The match, raised by what the body says where it agrees with the name; never lowered."""
    if found.degree is Degree.CERTAIN or message.sender is None:
        return found
    lines = signature_lines(message)
    names = [present(message.sender).name, *(read_name(line)[0] for line in lines[:4] if _looks_like_name(line))]
    if linked := _by_profile(index, message, names):
        return linked
    if found.may_act:
        return found
    return _by_company(message, found, lines) or _by_signature(index, message, found, lines) or found


def signature_lines(message: Message) -> tuple[str, ...]:
    """The lines below the text: the signature as recognised, else the last lines the person wrote."""
    text = message.signature_text or "\n".join(message.new_text[-1500:].splitlines()[-6:])
    return tuple(line.strip() for line in text[:_MAX_TEXT].splitlines() if line.strip())[:_MAX_LINES]


def _looks_like_name(line: str) -> bool:
    words = re.split(r"[|,·•–]", line)[0].split()
    return 1 < len(words) <= 5 and all(not word[0].islower() or len(word) <= 3 for word in words) and "@" not in line


def _own_links(message: Message) -> list[str]:
    """Profile slugs linked in what the sender wrote, signature and footer, in order."""
    own = (Segment.NEW, Segment.SIGNATURE, Segment.FOOTER)
    slugs = [slug_of(link.target) for block in message.blocks if block.segment in own for link in block.links]
    text = f"{message.new_text[-_MAX_TEXT:]}\n{message.signature_text[:_MAX_TEXT]}"
    slugs += [slug_of(found[0]) for found in _PROFILE.finditer(text)]
    return [slug for slug in dict.fromkeys(slugs) if slug]


def _by_profile(index: BookIndex, message: Message, names: list[PersonName]) -> Match | None:
    for slug in _own_links(message)[:20]:
        position = index.by_profile.get(slug)
        if position is None:
            continue
        connection = index.connections[position]
        if any(
            compare(name, known_name(connection.name)).level >= Level.FAMILY for name in names if name is not NOBODY
        ):
            reason = Reason("links to their profile, and bears the name", quote("body", slug))
            return Match(Degree.CERTAIN, connection, (connection,), (reason,))
    return None


def _names_company(connection: Connection, text: str) -> bool:
    """Whether the company's distinctive name stands in the text as whole words."""
    wanted = company_words(connection.company)
    joined = "".join(wanted)
    sure = [key for key, weight in company_keys(connection.company).items() if weight >= 0.9 and len(key) >= 4]
    said = [fold(word) for word in _WORD.findall(text)]
    runs = {"".join(said[at : at + size]) for size in range(1, len(wanted) + 1) for at in range(len(said))}
    return bool(joined) and any(key in runs for key in sure)


def _by_company(message: Message, found: Match, lines: tuple[str, ...]) -> Match | None:
    """One of several, or an unsure one, told by the company named in the signature or the text."""
    if found.degree is not Degree.POSSIBLE:
        return None
    text = "\n".join((*lines, message.new_text[:_MAX_TEXT]))
    telling = [one for one in (found.candidates or ()) if one.company and _names_company(one, text)]
    if len(telling) != 1 or message.sender is None:
        return None
    chosen = telling[0]
    if compare(present(message.sender).name, known_name(chosen.name)).level < Level.INITIAL:
        return None
    reason = Reason(f"names {chosen.company} in the text", quote("body", chosen.company))
    return Match(Degree.PROBABLE, chosen, (chosen,), (*found.reasons[:2], reason))


def _by_signature(index: BookIndex, message: Message, found: Match, lines: tuple[str, ...]) -> Match | None:
    """The full name in the signature, when the header shows less of it; with the company there it may be enough."""
    sender = message.sender
    if sender is None or sender.address is None or found.degree is Degree.POSSIBLE:
        return None
    shown = present(sender)
    if shown.name.given and shown.name.family:
        return None
    for line in lines[:4]:
        name = read_name(line)[0] if _looks_like_name(line) else NOBODY
        if not name.given or not name.family or (shown.name.given and name.given[0] != shown.name.given[0]):
            continue
        signed = replace(present(NamedAddress(line, sender.address)), role=False)
        ranked = [_with_company(one, lines) for one in candidates_for(index, signed)]
        answer = decide([one for one in ranked if one.level >= Level.SHORT])
        if answer.degree is not Degree.NONE:
            reason = Reason("signs with their name", quote("signature", line))
            return replace(answer, reasons=(reason, *answer.reasons))
    return None


def _with_company(one: Candidate, lines: tuple[str, ...]) -> Candidate:
    """The candidate judged with what the signature says; an unrelated domain without it stays possible."""
    if one.place in {Place.COMPANY, Place.OWN_ADDRESS}:
        return one
    if one.connection.company and _names_company(one.connection, "\n".join(lines)):
        return replace(one, degree=Degree.PROBABLE, score=one.score + 0.4)
    return replace(one, degree=Degree.POSSIBLE)


def domain_for_company(message: Message, match: Match) -> str | None:
    """The domain to remember for the company of a certain match, None when there is nothing to learn."""
    address = message.sender_address
    if (
        match.degree is not Degree.CERTAIN
        or match.connection is None
        or address is None
        or not match.connection.company
    ):
        return None
    return None if is_freemail(address.domain) else address.organisation
