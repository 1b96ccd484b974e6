"""A sender against the ConnectionBook: how alike the name is, weighed by where the mail comes from.

The order of thought:
1. What does the sender show? A name in the From field, else one read from the local part. A function is nobody.
2. Whom could that be? The index names the few; each is compared by name (likeness) and by place (the domain speaks for
   their company, the address is theirs, it is free mail, a service writes for them, or it is unrelated).
3. A name alone proves little: how much place it needs is the table below.
4. Two people within a hair of one another are an answer: possible, with both named.

The one fact a newcomer would get wrong: a matching domain never excuses a different name. Colleagues share domains.
"""

from dataclasses import dataclass
from enum import StrEnum

from inboxguard.mail.address import Address
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.freemail import is_freemail
from inboxguard.people.company import STRONG, WEAK, agreement, company_words, is_relay, named
from inboxguard.people.connection import NO_MATCH, Connection, Degree, Match, Reason, Strength
from inboxguard.people.folding import fold
from inboxguard.people.given import Kinship, is_commonest, is_given, kinship
from inboxguard.people.index import BookIndex, asked_keys, known_name
from inboxguard.people.likeness import Level, Likeness, claims_generation, compare
from inboxguard.people.local_part import contradicts, fits, name_in
from inboxguard.people.names import NOBODY, PersonName
from inboxguard.people.presented import Presented
from inboxguard.people.tables import words

AMBIGUOUS_WITHIN = 0.12


class Place(StrEnum):
    """Where the mail comes from, as seen from one Connection."""

    OWN_ADDRESS = "own address"
    COMPANY = "their company"
    NEAR_COMPANY = "near their company"
    OPEN = "free mail or a relay"
    UNRELATED = "unrelated"


_PLACES = (Place.COMPANY, Place.NEAR_COMPANY, Place.OPEN, Place.UNRELATED)
_SURE, _LIKELY, _MAYBE, _NO = Degree.CERTAIN, Degree.PROBABLE, Degree.POSSIBLE, Degree.NONE
_TABLE: dict[Level, dict[Place, Degree]] = {
    level: dict(zip(_PLACES, degrees, strict=True))
    for level, degrees in (
        (Level.FULL, (_SURE, _LIKELY, _LIKELY, _LIKELY)),
        (Level.SHORT, (_LIKELY, _LIKELY, _LIKELY, _MAYBE)),
        (Level.PARTIAL, (_LIKELY, _MAYBE, _MAYBE, _MAYBE)),
        (Level.INITIAL, (_LIKELY, _MAYBE, _MAYBE, _MAYBE)),
        (Level.GIVEN, (_LIKELY, _MAYBE, _NO, _NO)),
        (Level.FAMILY, (_MAYBE, _MAYBE, _NO, _NO)),
        (Level.ASK, (_MAYBE, _NO, _NO, _NO)),
    )
}
_LEVEL_SCORE = {
    Level.FULL: 1.0, Level.SHORT: 0.9, Level.PARTIAL: 0.75, Level.INITIAL: 0.65, Level.GIVEN: 0.55, Level.FAMILY: 0.5,
    Level.ASK: 0.4, Level.NONE: 0.0,
}  # fmt: skip
_PLACE_SCORE = {
    Place.OWN_ADDRESS: 1.0, Place.COMPANY: 0.5, Place.NEAR_COMPANY: 0.3, Place.OPEN: 0.0, Place.UNRELATED: 0.0
}  # fmt: skip
_RANK = {Degree.CERTAIN: 3, Degree.PROBABLE: 2, Degree.POSSIBLE: 1, Degree.NONE: 0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One Connection the sender may be."""

    connection: Connection
    degree: Degree
    score: float
    level: Level
    place: Place
    reasons: tuple[Reason, ...]


def candidates_for(index: BookIndex, who: Presented) -> list[Candidate]:
    """Everybody the sender may be, best first."""
    if who.shown.machine:
        return []
    if who.address is None:
        return []
    found = set(index.at(index.by_address, who.address.folded))
    for name in (who.name, who.also):
        if name.given and name.family:
            found |= index.among_pairs(asked_keys(name))
    full = _is_full(who)
    if full and not found:
        return []
    if is_freemail(who.address.domain):
        companies: dict[str, float] = {}
    else:
        companies = index.companies_learnt(who.address.domain) if full else index.companies_of(who.address.domain)
    if not full:
        hinted = [company for hint in who.company for company in index.companies_named(hint)]
        for company in {*companies, *hinted}:
            found.update(index.at(index.by_company, company))
    weighed = (_weigh(index.connections[position], who, companies) for position in sorted(found))
    return sorted(
        (one for one in weighed if one.degree is not Degree.NONE), key=lambda one: (-one.score, one.connection.id)
    )


def _is_full(who: Presented) -> bool:
    """Whether a whole name is shown, so that the index finds everybody it may be without their organisation."""
    name = who.name
    return (
        who.also is NOBODY
        and bool(name.given and name.family)
        and len(name.words) == len(name.given) + len(name.family)
    )


def _place(connection: Connection, who: Presented, companies: dict[str, float]) -> tuple[Place, Reason]:
    address = who.address
    assert address is not None
    if connection.addresses and any(known.folded == address.folded for known in connection.addresses):
        return Place.OWN_ADDRESS, _reason("writes from an address known to be theirs", "header From", str(address))
    said = companies.get(connection.company, 0.0) if connection.company else 0.0
    if connection.company and not said and not is_freemail(address.domain):
        said = agreement(address.domain, connection.company)
    if (
        connection.addresses
        and any(known.organisation == address.organisation for known in connection.addresses)
        and not is_freemail(address.domain)
    ):
        said = 1.0
    hint = 0.0
    if who.company and connection.company:
        hint = max(named(words_, connection.company) for words_ in who.company)
    if said >= STRONG:
        return Place.COMPANY, _reason(f"the domain is that of {connection.company}", "header From", address.domain)
    if hint >= 0.6:
        return Place.COMPANY, _reason(
            f"names {connection.company} beside the name", "header From", ", ".join(who.company)
        )
    if said >= WEAK:
        return Place.NEAR_COMPANY, _reason(f"the domain resembles {connection.company}", "header From", address.domain)
    return _elsewhere(connection, who, address)


def _elsewhere(connection: Connection, who: Presented, address: Address) -> tuple[Place, Reason]:
    if any(
        named(word, connection.company) >= 0.6 for word in address.local.replace("-", ".").replace("_", ".").split(".")
    ):
        return Place.NEAR_COMPANY, _reason(f"the address names {connection.company}", "header From", str(address))
    if who.shown.relayed or address.organisation in {"linkedin.com", "xing.com"}:
        return Place.OPEN, _reason("a service writes in their name", "header From", str(address))
    if is_freemail(address.domain):
        return Place.OPEN, _reason("writes from free mail", "header From", str(address))
    if _is_own_domain(connection, who):
        return Place.OPEN, _reason("writes from a domain of the same name", "header From", address.domain)
    return Place.UNRELATED, _reason("writes from a domain not known to be theirs", "header From", address.domain)


def _is_own_domain(connection: Connection, who: Presented) -> bool:
    """Whether the domain is made of the whole name: "youssef-benhaddou.fr"."""
    assert who.address is not None
    known = known_name(connection.name)
    own = fold(who.address.organisation.partition(".")[0])
    return bool(known.given) and own in {known.given[0] + known.whole_family, known.whole_family + known.given[0]}


def _reason(says: str, place: str, words_: str) -> Reason:
    return Reason(says, quote(place, words_))


def _likeness(connection: Connection, who: Presented) -> Likeness:
    known = known_name(connection.name)
    best = compare(who.name, known)
    if who.also is not NOBODY and (second := compare(who.also, known)).level > best.level:
        best = second
    if who.address is None:
        return best
    local = who.address.local
    if (
        best.level in {Level.GIVEN, Level.INITIAL, Level.FAMILY, Level.PARTIAL}
        and not who.role
        and contradicts(local, known)
    ):
        return Likeness(Level.NONE, "the address names somebody else")
    if (
        best.level is Level.GIVEN
        and (full := name_in(local))
        and full.family
        and compare(full, known).level is Level.FULL
    ):
        return Likeness(Level.FULL, "the given name, and the full name in the address")
    nothing = not who.shown.text
    if best.level is Level.NONE and nothing and not who.role and fits(local, known):
        return Likeness(Level.INITIAL, "the address is made of their name")
    return best


def _weigh(connection: Connection, who: Presented, companies: dict[str, float]) -> Candidate:
    if who.address is None:
        return Candidate(connection, Degree.NONE, 0.0, Level.NONE, Place.UNRELATED, ())
    likeness = _likeness(connection, who)
    if likeness.level is Level.NONE and not connection.addresses:
        return Candidate(connection, Degree.NONE, 0.0, Level.NONE, Place.UNRELATED, ())
    place, where = _place(connection, who, companies)
    degree = _degree(likeness.level, place, connection, who)
    score = _LEVEL_SCORE[likeness.level] + _PLACE_SCORE[place]
    text = who.shown.text or who.address.local
    reasons = (Reason(likeness.says, Evidence("header From", text)), where)
    return Candidate(connection, degree, score, likeness.level, place, reasons)


def _degree(level: Level, place: Place, connection: Connection, who: Presented) -> Degree:
    """The table, with what speaks against it: a function's mailbox, a common name, a nameless free mail address."""
    if place is Place.OWN_ADDRESS:
        nameless = not who.name.given and not who.name.family
        return Degree.CERTAIN if level >= Level.FAMILY or nameless or who.from_local else Degree.POSSIBLE
    if level is Level.NONE:
        return Degree.NONE
    known = known_name(connection.name)
    degree = _TABLE[level][place]
    if level is Level.FAMILY and place is Place.COMPANY and who.name.titled:
        degree = Degree.PROBABLE
    if degree is Degree.PROBABLE and level in {Level.INITIAL, Level.PARTIAL} and _may_be_family(who, connection):
        degree = Degree.POSSIBLE
    if who.role and place is not Place.COMPANY and not _relayed(who) and not _is_own_domain(connection, who):
        degree = Degree.POSSIBLE if degree is not Degree.NONE else degree
    if who.role and level in {Level.GIVEN, Level.FAMILY}:
        degree = Degree.NONE
    if who.from_local and place is not Place.COMPANY and degree is not Degree.NONE:
        degree = Degree.POSSIBLE
    if (who.shown.office or claims_generation(who.name, known)) and degree is not Degree.NONE:
        degree = Degree.POSSIBLE
    if place is Place.UNRELATED and degree is Degree.PROBABLE and is_common(known):
        degree = Degree.POSSIBLE
    if place is Place.OPEN and degree is Degree.PROBABLE and not _relayed(who) and is_borne_by_many(known):
        degree = Degree.POSSIBLE
    if place is Place.OPEN and degree is Degree.PROBABLE and _local_is_another(who, connection):
        degree = Degree.POSSIBLE
    return degree


def _may_be_family(who: Presented, connection: Connection) -> bool:
    """Whether a relative may write: the company bears the surname, and the first given name is not the known one."""
    known = known_name(connection.name)
    firm = company_words(connection.company)
    if not known.given or not who.name.given or not {*known.family, known.whole_family} & {*firm}:
        return False
    return kinship(who.name.given[0], known.given[0]) < Kinship.SHORT


def _relayed(who: Presented) -> bool:
    return who.shown.relayed or (who.address is not None and who.address.organisation in {"linkedin.com", "xing.com"})


def _local_is_another(who: Presented, connection: Connection) -> bool:
    """Whether a free mail address spells out another person's full name than the one shown."""
    if who.address is None or _relayed(who) or is_relay(who.address.domain):
        return False
    spelled = name_in(who.address.local)
    if spelled is None or not spelled.family or not is_given(spelled.given[0]):
        return False
    return contradicts(who.address.local, known_name(connection.name)) and not _shares(spelled, connection)


def _shares(spelled: PersonName, connection: Connection) -> bool:
    known = known_name(connection.name)
    return bool({*spelled.words} & {*known.words}) or any(word[0] == known.whole_family[:1] for word in spelled.family)


def is_common(name: PersonName) -> bool:
    """Whether so many people bear the surname that a full name alone does not say who it is."""
    common = words("surnames", "common")
    return all(word in common for word in name.family)


def is_borne_by_many(name: PersonName) -> bool:
    """Whether given name and surname are both so frequent that the whole name at free mail may be anybody's."""
    return bool(name.given) and is_commonest(name.given[0]) and is_common(name)


def decide(found: list[Candidate]) -> Match:
    """The Match: the best candidate, unless another is too near to tell; nobody is doubted for an unconfirmed one."""
    if not found:
        return NO_MATCH
    found = [one for one in found if one.connection.strength is not Strength.UNCONFIRMED] or found
    if len(found) == 1:
        (only,) = found
        return Match(only.degree, only.connection, (only.connection,), only.reasons)
    best = max(found, key=lambda one: (_RANK[one.degree], one.score))
    near = [
        one
        for one in found
        if one is not best and not _same_person(one, best) and one.score >= best.score - AMBIGUOUS_WITHIN
    ]
    rivals = [one for one in near if _RANK[one.degree] >= min(_RANK[best.degree], 1)]
    if rivals:
        everybody = (best, *rivals)
        listed = tuple(one.connection for one in everybody)
        told = " or ".join(f"{one.connection.name} ({one.connection.company or 'no company'})" for one in everybody[:4])
        return Match(Degree.POSSIBLE, best.connection, listed, (*best.reasons, Reason(f"could be {told}")))
    same = [one.connection for one in found if _same_person(one, best)]
    return Match(best.degree, _strongest(best.connection, same), (best.connection,), best.reasons)


def _same_person(one: Candidate, other: Candidate) -> bool:
    """Whether two entries of the book are one person learnt twice: one name, and companies that do not differ."""
    if one is other or one.connection.id == other.connection.id:
        return True
    first, second = known_name(one.connection.name), known_name(other.connection.name)
    if (first.given, first.whole_family) != (second.given, second.whole_family):
        return False
    mine, theirs = one.connection, other.connection
    if mine.profile and theirs.profile and mine.profile != theirs.profile:
        return False
    return not mine.company or not theirs.company or fold(mine.company) == fold(theirs.company)


def _strongest(best: Connection, same: list[Connection]) -> Connection:
    order = {"certain": 0, "probable": 1, "pending": 2, "unconfirmed": 3}
    return min((best, *same), key=lambda connection: order[connection.strength.value])
