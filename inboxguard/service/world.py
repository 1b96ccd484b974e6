"""From settings and what is known to the World the core reads."""

from collections.abc import Iterable
from datetime import timedelta

from inboxguard.config.schema import Judgement, Settings
from inboxguard.examine import World
from inboxguard.mail.address import Address, parse_address
from inboxguard.people.contacts import build_contacts
from inboxguard.people.identity import Identities
from inboxguard.pitch.context import owner_domains_of
from inboxguard.pitch.judge import Thresholds
from inboxguard.pitch.past import Past
from inboxguard.service.roster import Roster
from inboxguard.service.wishes import Wishes


def world_of(
    settings: Settings, wishes: Wishes, me: Iterable[Address], roster: Roster, past: Past | None = None
) -> World:
    """The World as the settings and the command line want it, with nothing remembered yet."""
    own = tuple(me)
    people = settings.people
    canaries = (parse_address(text) for text in people.canaries)
    return World(
        book=roster.book(),
        identities=Identities(),
        contacts=build_contacts(allowed=(*people.allow, *roster.facts.allowed)),
        past=past or Past(),
        sequences={},
        me=frozenset(address.folded for address in own),
        own_domains=owner_domains_of(own, people.own_domains),
        thresholds=thresholds_of(settings.judgement),
        recent=wishes.recent or timedelta(days=people.recent_days),
        everyone=wishes.everyone,
        tag_pitches=settings.judgement.tag_pitches,
        trusted=roster.trusted,
        canaries=roster.facts.canaries | {address for address in canaries if address},
    )


def thresholds_of(judgement: Judgement) -> Thresholds:
    """The thresholds of the settings."""
    return Thresholds(
        observe_at=judgement.pitch_at,
        tag_at=max(judgement.tag_at, judgement.pitch_at),
        follow_up_at=judgement.follow_up_at,
        peak_at=judgement.peak_at,
        within=timedelta(days=judgement.repeated_within_days),
        apart=timedelta(hours=judgement.apart_hours),
    )
