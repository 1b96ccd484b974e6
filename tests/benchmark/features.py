"""The symbols of every message of a mailbox, each read in the context the program would have had."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from inboxguard import examine
from inboxguard.examine import World
from inboxguard.mail.address import Address
from inboxguard.mail.evidence import Evidence
from inboxguard.mail.message import Message
from inboxguard.people.book import build_book
from inboxguard.people.contacts import build_contacts
from inboxguard.people.identity import Identities
from inboxguard.pitch.context import owner_domains_of
from inboxguard.pitch.follow import step
from inboxguard.pitch.gates import gate
from inboxguard.pitch.model import observe
from inboxguard.pitch.past import Past
from inboxguard.pitch.reading import Judged, Reading, Symbol
from inboxguard.pitch.sequence import Sequence
from inboxguard.pitch.text import read_text
from inboxguard.pitch.themes import read_themes
from inboxguard.service.guard import Guard, Sequences
from tests.benchmark.corpus import Case


@dataclass(frozen=True, slots=True)
class Observed:
    """What can be seen of one incoming message, before any weight."""

    case: Case
    found: dict[str, Evidence]
    themes: dict[str, float]
    gate: str


def guard_of(me: Address, cases: Iterable[Case], *, everyone: bool = True) -> Guard:
    """A guard over one owner's mailbox who knows the connections the cases name."""
    connections = {found.id: found for case in cases if (found := case.connection())}
    world = World(
        book=build_book(connections.values()),
        identities=Identities(),
        contacts=build_contacts(allowed=()),
        past=Past(),
        sequences={},
        me=frozenset({me.folded}),
        own_domains=owner_domains_of([me]),
        everyone=everyone,
    )
    return Guard(world, Sequences())


def observe_mailbox(
    me: Address, cases: list[Case], messages: dict[str, Message], chances: Callable[[str], tuple[float, float]]
) -> list[Observed]:
    """The symbols of each incoming message; `chances` gives what an earlier one counts as,
    with and without what came before it."""
    guard = guard_of(me, cases)
    seen = []
    for case in cases:
        message = messages[case.id]
        if case.outgoing:
            guard.note_sent(message)
            continue
        world = guard.world
        match = examine.after_contact(world.book.match(message), message.when)
        person = world.identities.person_of(message, match)
        before = world.sequences.get(person.id) or Sequence(person.id, person.name)
        context, _ = examine._context(message, match, person, before, world)
        text = read_text(message)
        closed = gate(message, context, text)
        found = observe(message, context, text)
        symbols = tuple(Symbol(name, 0.0) for name in found)
        whole, alone = chances(case.id)
        touch = step(before, message, Reading(whole, 0.0, Judged.CLEAR, symbols, closed, "", alone))
        world.identities.learn(message, person)
        guard._sequences[person.id] = replace(before, touches=(*before.touches, touch))
        seen.append(
            Observed(
                case, found, {theme.name: theme.amount for theme in read_themes(text)}, closed.name if closed else ""
            )
        )
    return seen
