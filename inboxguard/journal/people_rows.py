"""Facts about people as JSON rows and back.

The one fact a newcomer would get wrong: a row is read leniently. A field a newer version wrote is passed over, so an
older one still starts.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime

from inboxguard.mail.address import Address, parse_address
from inboxguard.people.connection import Connection, Direction, Source, Strength
from inboxguard.people.facts import Change, PeopleFacts
from inboxguard.people.learnt import Conversation, Invitation

Row = tuple[str, str, str]


def rows_of(facts: PeopleFacts) -> Iterator[Row]:
    """Each fact as (kind, key, JSON)."""
    for connection in facts.connections:
        kind = connection.sources[0].kind if connection.sources else ""
        yield "connection", f"{kind}\x1f{connection.id}", _written(connection)
    for invitation in facts.invitations:
        about = invitation.profile or invitation.name
        yield (
            "invitation",
            f"{invitation.kind}\x1f{invitation.direction}\x1f{about}\x1f{invitation.at}",
            _written(invitation),
        )
    for talk in facts.conversations:
        yield "conversation", f"{talk.kind}\x1f{talk.profile or talk.name}\x1f{talk.first}", _written(talk)
    for old, new in facts.merged:
        yield "merged", old, json.dumps(new)
    for entry in facts.allowed:
        yield "allowed", entry, "true"
    for address in facts.canaries:
        yield "canary", str(address), "true"
    for company, domain in facts.domains:
        yield "domain", f"{company}\x1f{domain}", json.dumps([company, domain])
    for number, change in enumerate(facts.changes):
        said = [change.at.isoformat(), change.what, change.other, change.stays, list(change.entries)]
        yield "change", f"{number:06}", json.dumps(said)


def facts_of(rows: Iterator[Row] | list[Row]) -> PeopleFacts:
    """The facts in these rows; a row that cannot be read is passed over."""
    found: dict[str, list[tuple[str, object]]] = {}
    for kind, key, body in rows:
        found.setdefault(kind, []).append((key, json.loads(body)))
    pairs = [value for _, value in found.get("domain", []) if isinstance(value, list) and len(value) == 2]
    return PeopleFacts(
        tuple(_connection(value) for _, value in found.get("connection", []) if isinstance(value, dict)),
        tuple(_invitation(value) for _, value in found.get("invitation", []) if isinstance(value, dict)),
        tuple(_conversation(value) for _, value in found.get("conversation", []) if isinstance(value, dict)),
        tuple((key, str(value)) for key, value in found.get("merged", [])),
        frozenset(key for key, _ in found.get("allowed", [])),
        frozenset(address for key, _ in found.get("canary", []) if (address := parse_address(key))),
        tuple((str(company), str(domain)) for company, domain in pairs),
        tuple(_change(value) for _, value in found.get("change", []) if isinstance(value, list) and len(value) == 5),
    )


def _change(value: list[object]) -> Change:
    at, what, other, stays, entries = value
    moved = tuple(str(entry) for entry in entries) if isinstance(entries, list) else ()
    return Change(datetime.fromisoformat(str(at)), str(what), str(other), str(stays), moved)


def _written(value: Connection | Invitation | Conversation) -> str:
    body = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return json.dumps({name: inner for name, inner in body.items() if inner not in ("", None, [])}, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Address):
        return str(value)
    if isinstance(value, Source):
        return [value.kind, value.where, value.learnt.isoformat() if value.learnt else ""]
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _text(body: Mapping[str, object], name: str) -> str:
    return str(body.get(name, ""))


def _moment(body: Mapping[str, object], name: str) -> datetime | None:
    text = body.get(name)
    return datetime.fromisoformat(str(text)) if text else None


def _count(body: Mapping[str, object], name: str) -> int:
    value = body.get(name, 0)
    return value if isinstance(value, int) else 0


def _listed(body: Mapping[str, object], name: str) -> list[object]:
    value = body.get(name, [])
    return value if isinstance(value, list) else []


def _connection(body: Mapping[str, object]) -> Connection:
    sources = [source for source in _listed(body, "sources") if isinstance(source, list) and len(source) == 3]
    return Connection(
        id=_text(body, "id"),
        name=_text(body, "name"),
        company=_text(body, "company"),
        position=_text(body, "position"),
        profile=_text(body, "profile"),
        addresses=tuple(found for text in _listed(body, "addresses") if (found := parse_address(str(text)))),
        accepted=_moment(body, "accepted"),
        direction=Direction(_text(body, "direction") or "unknown"),
        strength=Strength(_text(body, "strength") or "certain"),
        sources=tuple(
            Source(str(kind), str(where), datetime.fromisoformat(str(learnt)) if learnt else None)
            for kind, where, learnt in sources
        ),
        network=_text(body, "network") or "linkedin",
        invited=_moment(body, "invited"),
    )


def _invitation(body: Mapping[str, object]) -> Invitation:
    return Invitation(
        name=_text(body, "name"),
        profile=_text(body, "profile"),
        at=_moment(body, "at"),
        direction=Direction(_text(body, "direction") or "unknown"),
        message=_text(body, "message"),
        where=_text(body, "where"),
        company=_text(body, "company"),
        position=_text(body, "position"),
        kind=_text(body, "kind"),
    )


def _conversation(body: Mapping[str, object]) -> Conversation:
    return Conversation(
        name=_text(body, "name"),
        profile=_text(body, "profile"),
        first=_moment(body, "first"),
        last=_moment(body, "last"),
        incoming=_count(body, "incoming"),
        outgoing=_count(body, "outgoing"),
        opening=_text(body, "opening"),
        where=_text(body, "where"),
        kind=_text(body, "kind"),
    )
