"""messages.csv of LinkedIn's export, 2018 to 2026: evidence of who talked with the user, and what they opened with.

The one fact a newcomer would get wrong: the file does not say who the user is. It is whoever takes part in the most
rows; where that is a tie, whoever is written to in the inbox. Sponsored messages ("LinkedIn Member", no profile) and
drafts are nobody's conversation.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from inboxguard.people.learnt import Conversation, Learnt, Skipped
from inboxguard.people.moments import read_moment
from inboxguard.people.profile import slug_of
from inboxguard.people.table import Row, Table, open_table

KIND = "linkedin messages"
ALIASES = {
    "from": "from", "to": "to", "date": "date", "content": "content", "subject": "subject", "folder": "folder",
    "senderprofileurl": "senderurl", "recipientprofileurls": "recipienturls", "conversationid": "conversation",
    "direction": "direction", "ismessagedraft": "draft",
}  # fmt: skip
_NOBODY = {"linkedin member", ""}


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are those of messages.csv."""
    return {"from", "to", "date", "content"} <= names.keys()


def find(data: bytes) -> Table | None:
    """The table in the file, or None when it is another kind of file."""
    return open_table(data, ALIASES, accepts)


@dataclass(slots=True)
class _Talk:
    name: str
    profile: str
    line: int
    moments: list[datetime] = field(default_factory=list)
    incoming: int = 0
    outgoing: int = 0
    opening: str = ""


def read(name: str, data: bytes) -> Learnt:
    """One Conversation for each person the user exchanged messages with."""
    table = find(data)
    if table is None:
        return Learnt(KIND, skipped=(Skipped(0, "no line names the columns of a LinkedIn messages.csv"),))
    rows = list(table.rows())
    owner = owner_of(rows)
    talks: dict[str, _Talk] = {}
    skipped: list[Skipped] = []
    for row in rows:
        if reason := _useless(row):
            skipped.append(Skipped(row.line, reason))
            continue
        _add(talks, row, owner)
    conversations = tuple(_conversation(talk, name) for talk in talks.values())
    mended = tuple(Skipped(row.line, row.mended) for row in rows if row.mended)
    return Learnt(KIND, conversations=conversations, rows_read=len(rows), skipped=tuple(skipped), mended=mended)


def owner_of(rows: list[Row]) -> str:
    """The name of the user, by how often it takes part; empty when there are no rows."""
    seen: Counter[str] = Counter()
    inbox: Counter[str] = Counter()
    for row in rows:
        direction = row.get("direction").lower()
        seen[row.get("from")] += 3 if direction == "outgoing" else 1
        single = row.get("to") if len(_recipients(row)) <= 1 else ""
        seen[single or _recipients(row)[-1][0]] += 3 if direction == "incoming" else 1
        inbox[single] += 1
    for nobody in [who for who in seen if who.lower() in _NOBODY]:
        del seen[nobody]
    return max(seen, key=lambda who: (seen[who], inbox[who]), default="")


def _recipients(row: Row) -> list[tuple[str, str]]:
    """Names and profiles written to; a name may hold commas ("Jane Doe, Ph.D."), so the links tell how many."""
    links = [slug_of(link) for link in row.get("recipienturls").split(",") if link.strip()]
    names = [part.strip() for part in row.get("to").split(",")]
    if len(links) == 1 or not links:
        return [(row.get("to"), links[0] if links else "")]
    joined: list[str] = []
    for part in names:
        if joined and len(part.split()) == 1 and len(names) > len(links):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return list(zip(joined, links, strict=False)) if len(joined) == len(links) else [(part, "") for part in joined]


def _useless(row: Row) -> str:
    if row.get("draft").lower() in {"yes", "true"}:
        return "a draft"
    if row.get("from").lower() in _NOBODY:
        return "sponsored, or the sender left the network"
    return ""


def _add(talks: dict[str, _Talk], row: Row, owner: str) -> None:
    sender, moment = row.get("from"), read_moment(row.get("date"))
    outgoing = sender == owner
    others = _recipients(row) if outgoing else [(sender, slug_of(row.get("senderurl")))]
    for who, profile in others:
        if not who or who == owner or who.lower() in _NOBODY:
            continue
        talk = talks.setdefault(profile or who, _Talk(who, profile, row.line))
        if moment:
            talk.moments.append(moment)
        if outgoing:
            talk.outgoing += 1
            continue
        talk.incoming += 1
        if not talk.opening or (moment and moment == min(talk.moments)):
            talk.opening = row.get("content")[:2000]


def _conversation(talk: _Talk, where: str) -> Conversation:
    return Conversation(
        talk.name,
        talk.profile,
        min(talk.moments, default=None),
        max(talk.moments, default=None),
        talk.incoming,
        talk.outgoing,
        talk.opening,
        f"{where}:{talk.line}",
    )
