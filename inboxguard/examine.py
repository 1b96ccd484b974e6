"""One message in, one conclusion out: the same function for scan, replay, demo and service.

The one fact a newcomer would get wrong: nothing here knows whether anything will be done. Observe mode is not another
path; it only carries out no Intent.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from inboxguard.compliance.options import ways_out
from inboxguard.compliance.way_out import WaysOut
from inboxguard.mail.address import Address
from inboxguard.mail.fields.authentication import trusted_results
from inboxguard.mail.message import Message
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import MessageKey, MessageRef, RawMessage
from inboxguard.people.book import ConnectionBook
from inboxguard.people.canary import canary_hit
from inboxguard.people.connection import Match
from inboxguard.people.contacts import Contacts
from inboxguard.people.identity import Identities, PersonKey
from inboxguard.people.learn import after_contact
from inboxguard.pitch.context import Context
from inboxguard.pitch.follow import aware, is_recent, step, with_verdict
from inboxguard.pitch.judge import Thresholds, judge
from inboxguard.pitch.model import read
from inboxguard.pitch.obligations import broken_over_time
from inboxguard.pitch.past import Past
from inboxguard.pitch.reading import Reading
from inboxguard.pitch.replies import is_contact
from inboxguard.pitch.sequence import Sequence, Touch
from inboxguard.pitch.text import read_text
from inboxguard.pitch.verdict import Conclusion, Verdict
from inboxguard.policy.table import Decision, Facts, decide


@dataclass(frozen=True, slots=True)
class World:
    """Everything but the message that a conclusion rests on; `examine` reads it and changes nothing.

    `me` are the user's addresses, folded, and `own_domains` the domains of the user's organisation. `sequences` are
    the persons' earlier mail by person id. `recent` is how long an accepted person counts as recent. `everyone` judges
    each sender as if they had been accepted. `trusted` are the authserv-ids whose results are believed. `undone` are
    messages the user took back, `welcome` and `unwelcome` the ids of persons
    whose mail the user said is no pitch, or is one.
    """

    book: ConnectionBook
    identities: Identities
    contacts: Contacts
    past: Past
    sequences: Mapping[str, Sequence]
    me: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()
    thresholds: Thresholds = field(default_factory=Thresholds)
    recent: timedelta = timedelta(days=90)
    everyone: bool = False
    tag_pitches: bool = False
    trusted: frozenset[str] = frozenset()
    canaries: frozenset[Address] = frozenset()
    undone: Container[MessageKey] = frozenset()
    welcome: frozenset[str] = frozenset()
    unwelcome: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything concluded about one incoming message; holds no text of it beyond the words cited as evidence."""

    key: MessageKey
    ref: MessageRef | None
    source: str
    message_id: str
    when: datetime | None
    sender: str
    sender_name: str
    subject: str
    match: Match
    reading: Reading
    ways_out: WaysOut
    person: PersonKey
    verdict: Verdict
    decision: Decision
    touch: Touch
    notes: tuple[str, ...] = ()


def examine(raw: RawMessage, world: World) -> Examined:
    """The conclusion about one incoming message. Never raises for what a message contains."""
    return examine_message(parse(raw), world)


def examine_message(message: Message, world: World) -> Examined:
    """The conclusion about a message that was parsed already."""
    match = after_contact(world.book.match(message), message.when)
    person = world.identities.person_of(message, match)
    known = world.sequences.get(person.id) or Sequence(person.id, person.name)
    before = known.before(str(message.key), aware(message.when) if message.when else None)
    context, notes = _context(message, match, person, before, world)
    text = read_text(message)
    reading = read(message, context, text=text)
    ways = ways_out(message, results=trusted_results(message.header, world.trusted))
    touch = step(before, message, reading, ways.offer.value, text=text)
    verdict = judge(
        reading,
        before,
        touch,
        offer=ways.offer.value,
        match_may_act=world.everyone or match.may_act,
        recent=world.everyone or _recent(match, message.when, world.recent),
        thresholds=world.thresholds,
    )
    if verdict.conclusion in {Conclusion.PITCH, Conclusion.HARD_SELL}:
        notes += broken_over_time(message, before, context.replies, world.trusted, ways)
    facts = Facts(
        verdict=verdict,
        match=match,
        gate=reading.gate,
        readable=message.readable,
        undone=message.key in world.undone,
        tag_pitches=world.tag_pitches,
        everyone=world.everyone,
    )
    return Examined(
        key=message.key,
        ref=message.ref,
        source=message.source,
        message_id=message.message_id,
        when=message.when,
        sender=str(message.sender_address or ""),
        sender_name=message.sender.name if message.sender else "",
        subject=message.subject,
        match=match,
        reading=reading,
        ways_out=ways,
        person=person,
        verdict=verdict,
        decision=decide(facts),
        touch=with_verdict(touch, verdict.conclusion.value),
        notes=notes,
    )


def _context(
    message: Message, match: Match, person: PersonKey, before: Sequence, world: World
) -> tuple[Context, tuple[str, ...]]:
    address = message.sender_address
    answered = world.past.answered_by(message)
    written = world.past.wrote_to(address)
    replies = tuple(sorted({*before.replies, *written}, key=lambda reply: reply.at))
    first_in = before.touches[0].at if before.touches else message.when
    canary = canary_hit(message, world.canaries)
    known = world.contacts.why_known(message.sender) if message.sender else None
    welcome = person.id in world.welcome
    notes = (f"sent to {canary.words}, an address given only to the network",) if canary else ()
    return Context(
        owner_addresses=world.me,
        owner_domains=world.own_domains,
        match=match,
        sequence=replace(before, replies=replies, person=person.name),
        owner_wrote_first=bool(replies and first_in and replies[0].at < first_in and is_contact(replies[0])),
        in_owner_thread=answered is not None,
        answered=answered,
        organisation_contacts=world.past.to_others_of(address),
        known_contact=known.says if known else "you said that their mail is welcome" if welcome else "",
        to_canary=canary is not None,
        said_pitch=person.id in world.unwelcome,
    ), notes


def _recent(match: Match, when: datetime | None, window: timedelta) -> bool:
    connection = match.connection
    if connection is None:
        return False
    by_notice = any("notice" in source.kind for source in connection.sources)
    return is_recent(connection.accepted, when, window, learnt_by_notice=by_notice)
