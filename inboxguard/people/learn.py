"""From facts to Connections: one person learnt from several sources becomes one Connection.

The order of thought:
1. Entries that name one profile, or one address with one name, are one person. Entries of one name are one person when
   their companies do not differ and nobody else bears the name.
2. An export says who is connected and since when; an invitation says who asked. Joined, they give the direction.
3. An invitation of somebody who is in no export is pending. When they write afterwards, on the network or by mail, the
   user has most likely accepted: probable, dated with the invitation, since the acceptance lies between the two.

The one fact a newcomer would get wrong: there is no notice for the user who accepts. Rule 3 is the usual case.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from inboxguard.mail.evidence import Evidence
from inboxguard.people.connection import Connection, Degree, Direction, Match, Reason, Source, Strength
from inboxguard.people.facts import PeopleFacts, fold_name
from inboxguard.people.learnt import Conversation, Invitation
from inboxguard.people.person_id import person_id

_TRUST = {Strength.CERTAIN: 0, Strength.PROBABLE: 1, Strength.PENDING: 2, Strength.UNCONFIRMED: 3}


def connections_of(facts: PeopleFacts) -> tuple[Connection, ...]:
    """Everybody the facts speak of, each once."""
    return _with_invitations(_grouped(facts).joined(), facts)


def entries_of(facts: PeopleFacts, person: str) -> tuple[str, ...]:
    """The ids of all entries that are this person's, given the person's id; an invitation has one too."""
    people = _grouped(facts)
    entries = [
        one.id
        for joined, group in zip(people.joined(), people.groups, strict=True)
        if joined.id == person
        for one in group
    ]
    rests_on = {source for one in connections_of(facts) if one.id == person for source in one.sources}
    invited = [
        one.id
        for one in map(pending, facts.invitations)
        if people.final(one.id) == person or rests_on.intersection(one.sources)
    ]
    return tuple(dict.fromkeys((*entries, *invited)))


def _grouped(facts: PeopleFacts) -> "_People":
    people = _People(dict(facts.merged))
    for connection in sorted(facts.connections, key=lambda one: _TRUST[one.strength]):
        people.add(connection)
    return people


class _People:
    """Groups of entries that are one person."""

    def __init__(self, merged: dict[str, str]) -> None:
        self.merged = merged
        self.groups: list[list[Connection]] = []
        self.by_id: dict[str, int] = {}
        self.by_profile: dict[str, int] = {}
        self.by_address: dict[tuple[str, str], int] = {}
        self.by_name: dict[str, list[int]] = defaultdict(list)

    def final(self, person: str) -> str:
        """The id a person goes by after all merges; merges that lead in a circle end where they began."""
        passed = {person}
        while (into := self.merged.get(person)) and into not in passed:
            passed.add(into)
            person = into
        return person

    def add(self, connection: Connection) -> None:
        """Put the entry to its person, or begin a new one."""
        wanted = self.final(connection.id)
        name = fold_name(connection.name)
        at = self.by_id.get(wanted)
        if at is None and connection.profile:
            at = self.by_profile.get(connection.profile)
        if at is None:
            at = next(
                (
                    self.by_address[(one.folded, name)]
                    for one in connection.addresses
                    if (one.folded, name) in self.by_address
                ),
                None,
            )
        if at is None:
            at = self._by_name(connection, name)
        if at is None:
            at = len(self.groups)
            self.groups.append([])
            self.by_name[name].append(at)
        self.groups[at].append(connection)
        self.by_id.setdefault(wanted, at)
        self.by_id.setdefault(connection.id, at)
        if connection.profile:
            self.by_profile.setdefault(connection.profile, at)
        for address in connection.addresses:
            self.by_address.setdefault((address.folded, name), at)

    def _by_name(self, connection: Connection, name: str) -> int | None:
        alike = self.by_name.get(name, [])
        fitting = [at for at in alike if all(_may_be_one(connection, one) for one in self.groups[at])]
        return fitting[0] if len(fitting) == 1 and (len(alike) == 1 or connection.company) else None

    def joined(self) -> list[Connection]:
        """Each person as one Connection, in the order they were first met."""
        return [self._one_of(group) for group in self.groups]

    def _one_of(self, group: list[Connection]) -> Connection:
        """The person of a group, led by the entry the user said stays."""
        person = one_of(group)
        kept = next((self.final(one.id) for one in group if one.id in self.merged), "")
        leads = next((one for one in group if one.id == kept), None)
        if leads is None:
            return replace(person, id=kept) if kept else person
        return replace(
            person,
            id=kept,
            name=leads.name,
            company=leads.company or person.company,
            position=leads.position or person.position,
            profile=leads.profile or person.profile,
        )


def _may_be_one(one: Connection, other: Connection) -> bool:
    if one.profile and other.profile:
        return one.profile == other.profile
    return not one.company or not other.company or fold_name(one.company) == fold_name(other.company)


def one_of(group: list[Connection]) -> Connection:
    """Several entries of one person as one: the strongest leads, later entries fill what it lacks.

    What is unconfirmed adds nothing to what is known: a forged notice must not give a person an address or a company.
    """
    first = min(group, key=lambda one: _TRUST[one.strength])
    if first.strength is not Strength.UNCONFIRMED:
        group = [one for one in group if one.strength is not Strength.UNCONFIRMED]
    if len(group) == 1:
        return first
    same_trust = [one.accepted for one in group if one.accepted and one.strength is first.strength]
    network = next((one.network for one in group if one.network != "contacts"), first.network)
    profile = first.profile or next((one.profile for one in group if one.profile), "")
    return replace(
        first,
        id=person_id("linkedin", profile, first.name, first.company) if profile else first.id,
        company=first.company or next((one.company for one in group if one.company), ""),
        position=first.position or next((one.position for one in group if one.position), ""),
        profile=profile,
        addresses=tuple(dict.fromkeys(address for one in group for address in one.addresses)),
        accepted=min(same_trust, default=None) or min((one.accepted for one in group if one.accepted), default=None),
        direction=next((one.direction for one in group if one.direction is not Direction.UNKNOWN), Direction.UNKNOWN),
        sources=tuple(dict.fromkeys(source for one in group for source in one.sources)),
        network=network,
        invited=min((one.invited for one in group if one.invited), default=None),
    )


def _with_invitations(people: list[Connection], facts: PeopleFacts) -> tuple[Connection, ...]:
    final = _People(dict(facts.merged)).final
    stays = {new for _, new in facts.merged}
    by_profile = {one.profile: place for place, one in enumerate(people) if one.profile}
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        by_name[fold_name(one.name)].append(place)
    talks = list(facts.conversations)
    for invitation in sorted(facts.invitations, key=lambda one: (one.at is None, one.at)):
        invited = pending(invitation)
        wanted = final(invited.id)
        at = next((place for place, one in enumerate(people) if one.id == wanted), None) if wanted in stays else None
        if at is not None and wanted == invited.id:
            people[at] = replace(
                people[at],
                name=invited.name,
                company=invited.company or people[at].company,
                position=invited.position or people[at].position,
            )
        if at is None and invitation.profile:
            at = by_profile.get(invitation.profile)
        alike = by_name.get(fold_name(invitation.name), [])
        if at is None and len(alike) == 1 and not (invitation.profile and people[alike[0]].profile):
            at = alike[0]
        if at is None and alike and not invitation.profile:
            continue
        if at is None:
            at = len(people)
            people.append(replace(invited, id=wanted) if wanted in stays else invited)
            by_name[fold_name(invitation.name)].append(at)
            if invitation.profile:
                by_profile[invitation.profile] = at
        people[at] = _invited(people[at], invitation)
    return tuple(_talked(one, talks) if one.strength is Strength.PENDING else one for one in people)


def pending(invitation: Invitation) -> Connection:
    """A person of whom only the invitation is known."""
    return Connection(
        id=person_id("linkedin", invitation.profile, invitation.name, invitation.company),
        name=invitation.name,
        company=invitation.company,
        position=invitation.position,
        profile=invitation.profile,
        direction=invitation.direction,
        strength=Strength.PENDING,
        sources=(Source(invitation.kind, invitation.where),),
        invited=invitation.at,
    )


def _invited(person: Connection, invitation: Invitation) -> Connection:
    source = Source(invitation.kind, invitation.where)
    return replace(
        person,
        direction=invitation.direction if person.direction is Direction.UNKNOWN else person.direction,
        invited=person.invited or invitation.at,
        company=person.company or invitation.company,
        position=person.position or invitation.position,
        sources=tuple(dict.fromkeys((*person.sources, source))),
    )


def _talked(person: Connection, talks: list[Conversation]) -> Connection:
    """A pending person who wrote on the network after the invitation is probably accepted."""
    if person.direction is not Direction.INCOMING or person.invited is None:
        return person
    name = fold_name(person.name)
    for talk in talks:
        same = talk.profile == person.profile if talk.profile and person.profile else fold_name(talk.name) == name
        if same and talk.incoming and talk.last and talk.last > person.invited:
            return replace(
                person,
                strength=Strength.PROBABLE,
                accepted=person.invited,
                sources=(*person.sources, Source(talk.kind, talk.where)),
            )
    return person


def after_contact(match: Match, when: datetime | None) -> Match:
    """The match of a mail that came after an incoming invitation: its writer was probably accepted in between.

    Only a certain or probable match of a pending person is raised; the acceptance is dated with the invitation, which
    is the earlier bound and does not move when more mail comes.
    """
    person = match.connection
    if person is None or person.strength is not Strength.PENDING or match.degree in {Degree.POSSIBLE, Degree.NONE}:
        return match
    if person.direction is not Direction.INCOMING or person.invited is None or when is None or when < person.invited:
        return match
    accepted = replace(person, strength=Strength.PROBABLE, accepted=person.invited)
    between = f"{person.invited:%Y-%m-%d} and {when:%Y-%m-%d}"
    reason = Reason(
        f"invited you, and writes now: probably accepted between {between}", Evidence("header Date", between)
    )
    return replace(match, connection=accepted, candidates=(accepted,), reasons=(*match.reasons, reason))
