"""An archive from its first to its last message, as if the guard had been there; nothing is changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from inboxguard.archive.open import open_archive
from inboxguard.config.load import find_config, load
from inboxguard.config.schema import Settings
from inboxguard.examine import Examined
from inboxguard.mail.address import Address
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.report.facts import read_lines
from inboxguard.service.glance import Glance, glance
from inboxguard.service.guard import Guard, Sequences
from inboxguard.service.outcome import UNEXAMINED, Outcome, line
from inboxguard.service.owner import OwnerGuess, ServerGuess
from inboxguard.service.roster import Roster
from inboxguard.service.teller import Teller
from inboxguard.service.walk import walk
from inboxguard.service.wishes import Wishes
from inboxguard.service.world import world_of

_WOULD = {"file": "would file", "tag": "would tag"}


@dataclass(frozen=True, slots=True)
class _FirstLook:
    glances: tuple[Glance, ...]
    owner: tuple[Address, ...]
    organisation: str
    servers: tuple[str, ...]


def replay(source: str, config: str | None, wishes: Wishes, tell: Teller) -> Outcome:
    """What the guard would have said of every incoming message of the archive.

    Raises:
        ConfigProblem: when the archive, the configuration or an export cannot be read.
    """
    settings = load(config) if find_config(config) else Settings()
    archive = open_archive(source)
    tell.begin("looking through headers", len(archive))
    first = _first_look(archive.headers(), tell)
    me = wishes.me or first.owner
    organisation = "" if me else first.organisation
    if me and not wishes.me:
        tell.say(f"This mailbox seems to be {_listed(me)}'s; say --me ADDRESS when it is not.")
    glances = [_seen_by(seen, me) for seen in first.glances]
    roster = Roster(settings.judgement.trusted_servers or first.servers, me)
    roster.read_files((*settings.people.exports, *wishes.connections), tell)
    roster.read_notices(archive.bodies([seen.raw for seen in glances if seen.network and not seen.sent]))
    world = world_of(settings, wishes, me, roster)
    if organisation:
        world = replace(world, own_domains=world.own_domains | {organisation})
    guard = Guard(world, Sequences(), roster.notices)
    tell.begin("reading mail", len(glances))
    lines = tuple(
        line(found).with_deed(_WOULD.get(found.decision.action.value, ""))
        if isinstance(found, Examined)
        else line(found)
        for found in walk(glances, archive, guard, tell.step)
    )
    broken = [f"{one.source} was passed over: {one.because[0]}" for one in lines if one.row == UNEXAMINED]
    said = (*_advice(roster, wishes, me, organisation), *broken)
    return Outcome(lines, read_lines(lines, source=source, made=wishes.now, notes=said), partial=bool(broken))


def _first_look(headers: Iterable[RawMessage], tell: Teller) -> _FirstLook:
    owner, servers = OwnerGuess(), ServerGuess()
    glances = []
    for raw in headers:
        message = parse(raw)
        owner.look_at(message, raw)
        servers.look_at(message)
        glances.append(glance(raw, frozenset()))
        tell.step()
    return _FirstLook(tuple(glances), owner.owner(), owner.organisation(), servers.servers())


def _seen_by(seen: Glance, me: tuple[Address, ...]) -> Glance:
    """The glance, marked as sent when it is from one of the owner's addresses."""
    address = seen.sender.address if seen.sender else None
    if address is None or address.folded not in {mine.folded for mine in me}:
        return seen
    return replace(seen, sent=True, raw=replace(seen.raw, from_me=True))


def _listed(me: tuple[Address, ...]) -> str:
    """The chief address, and how many more there are."""
    return str(me[0]) if len(me) == 1 else f"{me[0]} ({', '.join(map(str, me[1:4]))})"


def _advice(roster: Roster, wishes: Wishes, me: tuple[Address, ...], organisation: str) -> tuple[str, ...]:
    said = []
    if roster.empty and not wishes.everyone:
        said.append(
            "Nobody you accepted is known: add --connections Connections.csv, or judge all by --scope everyone."
        )
    if not me:
        colleagues = f" Until then everybody at {organisation} counts as a colleague." if organisation else ""
        said.append(f"Whose mailbox this is could not be told: add --me you@example.com.{colleagues}")
    return tuple(said)
