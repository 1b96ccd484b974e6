"""LinkedIn's notices: who accepted, who asked, who wrote.

The order of thought:
1. The sender has to be linkedin.com itself, to the letter.
2. The kind is told by the template (X-LinkedIn-Template, the keys in links), which every language shares. Words decide
   only where there is no template, and only words that were seen: English for acceptances; English and Italian for
   invitations; English and Portuguese for messages.
3. The person is the one in the From field, or those the body names before its suggestions begin. Whoever is suggested
   ("People you may know", "Suggestions from Jane's network") is never taken.

The one fact a newcomer would get wrong: "Someone accepted your invitation" and "You and 3 others are now connected" are
advertisements. A notice that names nobody teaches nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inboxguard.mail.message import Block, Message
from inboxguard.people.connection import Connection, Direction, Source, Strength
from inboxguard.people.facts import fold_name
from inboxguard.people.learnt import Conversation, Invitation, Learnt, Skipped
from inboxguard.people.names import read_name
from inboxguard.people.person_id import person_id
from inboxguard.people.profile import slug_of
from inboxguard.people.shown import plain

KIND = "linkedin notice"
MOST_IN_A_BATCH = 8
_MAX_LINES = 400
_SENDERS = {
    "invitations", "messages-noreply", "messaging-digest-noreply", "inmail-hit-reply", "hit-reply",
    "hit-reply-premium-inmail", "inmails-noreply", "notifications-noreply", "invitations-noreply",
}  # fmt: skip


class What(StrEnum):
    """What a notice is about."""

    ACCEPTED = "acceptance"
    INVITED = "invitation"
    MESSAGE = "message"
    INMAIL = "InMail"


_TEMPLATES = (
    (What.ACCEPTED, re.compile(r"\bemail_accept_invite_(?:single|batch|multiple|digest)\w{0,20}", re.IGNORECASE)),
    (What.INVITED, re.compile(r"\bemail_m2m_invite_(?:single|batch)\w{0,20}", re.IGNORECASE)),
    (What.MESSAGE, re.compile(r"\bemail_member_message\w{0,20}", re.IGNORECASE)),
    (What.INMAIL, re.compile(r"\bemail_(?:hire_)?inmail_\w{1,40}", re.IGNORECASE)),
)
_ANY_TEMPLATE = re.compile(r"\beml-(email_[a-z0-9_]{3,60}?)-|[?&]ek=(email_[a-z0-9_]{3,60})", re.IGNORECASE)
_SUBJECTS = (
    (What.ACCEPTED, re.compile(r"^(?P<who>\S[^,:]{0,60}?) accepted your invitation(?:,| to connect|$)")),
    (What.ACCEPTED, re.compile(r"^[^,]{1,60}, start a conversation with your new connection, (?P<who>\S.{0,60})$")),
    (
        What.ACCEPTED,
        re.compile(r"^See (?P<who>\S.{0,60}?)['’]s and other people['’]s connections, experience, and more$"),
    ),
    (
        What.INVITED,
        re.compile(r"^(?:I want to connect|Voglio collegarmi|.{1,60}, please add me to your LinkedIn network)$"),
    ),
    (What.MESSAGE, re.compile(r"^(?P<who>\S.{0,60}?) (?:just messaged you|acabou de enviar uma mensagem a você)$")),
    (What.MESSAGE, re.compile(r"^(?P<who>\S.{0,60}?) and (?P<also>\S.{0,60}?) sent new messages$")),
)
_NOBODY = {
    "someone",
    "see",
    "see who",
    "who",
    "you",
    "people",
    "linkedin",
    "linkedin member",
    "a member",
    "your network",
}
_SUGGESTIONS = re.compile(
    r"suggestions from|people you may know|you may know|also know|grow your network|add .{1,60} to your network|"
    r"more people|similar to|follow .{1,60} on linkedin|who to follow|try premium|also accepted|other invitations",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:view|see|message|accept|ignore|reply|connect|hi |dear |unsubscribe|help|linkedin|you |your |new |this )",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"^this email was intended for|^you are receiving|^unsubscribe", re.IGNORECASE)
_COMPANY = re.compile(r"\s(?:at|@|bei|chez|en|presso|bij|na|w)\s+(\S.{1,80}?)(?:\s[|•·–—]\s.*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    slug: str = ""
    headline: str = ""


def read_notice(message: Message, authentic: bool) -> Learnt | None:
    """What a notice teaches, or None when the message is no notice of LinkedIn's that speaks of people.

    Unless `authentic`, an acceptance or invitation gives an unconfirmed Connection, which is shown and never acted on,
    and a message gives nothing.
    """
    address = message.sender_address
    if address is None or address.domain not in {"linkedin.com", "e.linkedin.com", "el.linkedin.com"}:
        return None
    if address.local.lower() not in _SENDERS:
        return None
    what = _what(message)
    if what is None:
        return None
    people = [one for one in _people(message, what) if _is_person(one.name)]
    where, when = message.message_id or str(message.key), message.when
    if not people:
        return Learnt(KIND, rows_read=1, skipped=(Skipped(0, f"the {what} notice names nobody"),))
    if not authentic:
        if what in {What.MESSAGE, What.INMAIL}:
            return Learnt(KIND, rows_read=1, skipped=(Skipped(0, f"the {what} notice is not authenticated"),))
        strength = Strength.UNCONFIRMED
        return Learnt(KIND, tuple(_connection(one, what, when, where, strength) for one in people), rows_read=1)
    if what is What.ACCEPTED:
        strength = Strength.CERTAIN
        return Learnt(KIND, tuple(_connection(one, what, when, where, strength) for one in people), rows_read=1)
    if what is What.INVITED:
        return Learnt(KIND, invitations=tuple(_invitation(one, when, where) for one in people), rows_read=1)
    return Learnt(KIND, conversations=tuple(_conversation(one, when, where) for one in people), rows_read=1)


def _what(message: Message) -> What | None:
    """The kind of notice, by template, else by subject; a template of another kind outweighs any words."""
    named = " ".join(field.raw for field in message.header.all("X-LinkedIn-Template"))
    keys = " ".join(found[1] or found[2] for link in _targets(message) for found in _ANY_TEMPLATE.finditer(link[:2000]))
    for source in (named, keys):
        if not source:
            continue
        kinds = {what for what, pattern in _TEMPLATES if pattern.search(source)}
        return kinds.pop() if len(kinds) == 1 else None
    if message.header.value("X-LinkedIn-Class").upper() == "INMAIL":
        return What.INMAIL
    address = message.sender_address
    if address is not None and "inmail" in address.local.lower():
        return What.INMAIL
    subject = _clean(message.subject)
    return next((what for what, pattern in _SUBJECTS if pattern.match(subject)), None)


def _targets(message: Message) -> list[str]:
    """Links into linkedin.com, of both forms of the body, at most 200."""
    links = [link.target for block in (*message.blocks, *message.other_blocks) for link in block.links]
    own = re.compile(r"^https?://(?:[a-z]{2,3}\.)?linkedin\.com/", re.IGNORECASE)
    return [link for link in links if own.match(link)][:200]


def _clean(text: str) -> str:
    return " ".join(plain_line(text).split())


def plain_line(text: str) -> str:
    """The text without LinkedIn's invisible padding (U+034F, zero-width characters)."""
    return "".join(ch for ch in text if ch not in "\u034f\u200b\u200c\u200d\u2007\u00ad\ufeff\u2060")


def _is_person(name: str) -> bool:
    if fold_name(name) in _NOBODY or len(name) > 120:
        return False
    found = read_name(name)[0]
    return bool(found.given) and bool(found.family)


def _people(message: Message, what: What) -> list[_Person]:
    """Whom the notice is about."""
    shown = _sender_name(message)
    blocks = _before_suggestions(message.blocks), _before_suggestions(message.other_blocks)
    if what in {What.INVITED, What.INMAIL} or (what is What.ACCEPTED and shown):
        return [_completed(shown, blocks)] if shown and _agrees(shown, message, what) else []
    hinted = _hinted(message)
    named = _named_by_links(blocks[0]) or _named_by_lines(blocks[1]) or _named_by_lines(blocks[0])
    if what is What.ACCEPTED and not named:
        named = _named_by_sentence((*blocks[0], *blocks[1]))
    if hinted and not any(fold_name(one.name).startswith(tuple(hinted)) for one in named):
        return []
    if what is What.ACCEPTED and len(named) > 1 and not _is_batch(message):
        named = [one for one in named if fold_name(one.name).startswith(tuple(hinted))] if hinted else []
    if what is What.MESSAGE and hinted:
        named = [one for one in named if fold_name(one.name).startswith(tuple(hinted))]
    return named[:MOST_IN_A_BATCH]


def _sender_name(message: Message) -> str:
    """The person in the From field, without "via LinkedIn"; empty when LinkedIn itself is named."""
    shown = _clean(message.sender.name if message.sender else "").strip("\"' ")
    parts = read_name(shown)[1]
    name = parts.text if parts.relayed else shown
    return "" if not name or "linkedin" in name.lower() or not _is_person(name) else name


def _hinted(message: Message) -> list[str]:
    """The folded first words of the names in the subject, as far as it has any."""
    subject = _clean(message.subject)
    for _, pattern in _SUBJECTS:
        if found := pattern.match(subject):
            groups = found.groupdict()
            return [folded for key in ("who", "also") if (folded := fold_name(groups.get(key) or ""))]
    return []


def _agrees(shown: str, message: Message, what: What) -> bool:
    """Whether a name in the subject is that of the From field; a headline may stand in the subject, a name not."""
    hinted = _hinted(message) if what is What.ACCEPTED else []
    return all(fold_name(shown).startswith(one) or one.startswith(fold_name(shown)) for one in hinted)


def _is_batch(message: Message) -> bool:
    text = " ".join(block.text for block in (*message.blocks[:40], *message.other_blocks[:40]))
    return bool(re.search(r"\byou have \d{1,3} new connections\b", _clean(text), re.IGNORECASE))


def _before_suggestions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block in blocks[:_MAX_LINES]:
        found = _SUGGESTIONS.search(plain_line(block.text)[:4000])
        if found:
            cut = found.start()
            links = tuple(link for link in block.links if link.end <= cut)
            kept.append(Block(block.text[:cut], block.origin, block.segment, block.look, links))
            break
        kept.append(block)
    return tuple(kept)


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    lines = [_clean(line) for block in blocks for line in block.text.splitlines()]
    return [line for line in lines if line][:_MAX_LINES]


def _looks_like_name(text: str) -> bool:
    if not 3 <= len(text) <= 80 or _NOT_A_NAME.match(text) or "@" in text or text.endswith((".", "!", "?", ":")):
        return False
    words = plain(text).replace(",", " ").split()
    return 1 < len(words) <= 7 and words[0][:1].isupper() and _is_person(text)


def _named_by_links(blocks: tuple[Block, ...]) -> list[_Person]:
    """People whose name is the text of a link to their profile."""
    found: dict[str, _Person] = {}
    for block in blocks:
        for link in block.links:
            slug, text = slug_of(link.target), _clean(link.text)
            if slug and slug not in found and _looks_like_name(text):
                found[slug] = _Person(text, slug)
    return list(found.values())


def _named_by_lines(blocks: tuple[Block, ...]) -> list[_Person]:
    """People listed as name, headline, "View profile: link"."""
    lines = _lines(blocks)
    found: list[_Person] = []
    since = 0
    for at, line in enumerate(lines):
        if not line.lower().startswith("view profile"):
            continue
        entry = [candidate for candidate in lines[max(since, at - 3) : at] if not _FOOTER.match(candidate)]
        since = at + 1
        named = next((number for number, candidate in enumerate(entry) if _looks_like_name(candidate)), None)
        if named is not None:
            headline = entry[named + 1] if named + 1 < len(entry) else ""
            found.append(_Person(entry[named], slug_of(line.partition(":")[2]), headline))
    return found


_ACCEPTED_SENTENCE = re.compile(r"^(\S.{2,80}?) has accepted your invitation\b")


def _named_by_sentence(blocks: tuple[Block, ...]) -> list[_Person]:
    found = (_ACCEPTED_SENTENCE.match(line) for line in _lines(blocks))
    return [_Person(hit[1]) for hit in found if hit and _looks_like_name(hit[1])][:1]


def _completed(name: str, blocks: tuple[tuple[Block, ...], tuple[Block, ...]]) -> _Person:
    """The person with the profile and headline the body gives for that very name."""
    wanted = fold_name(name)
    slug = headline = ""
    for several in blocks:
        for one in (*_named_by_links(several), *_named_by_lines(several)):
            if fold_name(one.name) == wanted:
                slug, headline = slug or one.slug, headline or one.headline
        lines = _lines(several)
        for at, line in enumerate(lines[:-1]):
            if not headline and fold_name(line) == wanted and not _NOT_A_NAME.match(lines[at + 1]):
                headline = lines[at + 1][:200]
    return _Person(name, slug, headline)


def _company(headline: str) -> str:
    found = _COMPANY.search(headline)
    return found[1].strip(" .,") if found else ""


def _connection(one: _Person, what: What, when: datetime | None, where: str, strength: Strength) -> Connection:
    company = _company(one.headline)
    accepted = when if what is What.ACCEPTED else None
    return Connection(
        id=person_id("linkedin", one.slug, one.name, company),
        name=one.name,
        company=company,
        position=one.headline,
        profile=one.slug,
        accepted=accepted,
        direction=Direction.OUTGOING if what is What.ACCEPTED else Direction.INCOMING,
        strength=strength,
        sources=(Source(f"{KIND} ({what})", where, when),),
        invited=when if what is What.INVITED else None,
    )


def _invitation(one: _Person, when: datetime | None, where: str) -> Invitation:
    return Invitation(
        one.name,
        one.slug,
        when,
        Direction.INCOMING,
        where=where,
        company=_company(one.headline),
        position=one.headline,
        kind=f"{KIND} (invitation)",
    )


def _conversation(one: _Person, when: datetime | None, where: str) -> Conversation:
    return Conversation(one.name, one.slug, when, when, incoming=1, where=where, kind=f"{KIND} (message)")
