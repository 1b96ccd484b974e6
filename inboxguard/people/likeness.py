"""How alike two names are, in words a report can show.

The one fact a newcomer would get wrong: alike letters are not alike names. "Welsh" and "Walsh", "Stone" and "Stein"
are other people, so a surname has to be the same word, by fold or by sound, or a part of a double one.
"""

from dataclasses import dataclass
from enum import IntEnum

from inboxguard.people.folding import sound
from inboxguard.people.given import Kinship, is_full, is_given, kinship
from inboxguard.people.names import NOBODY, PersonName, is_family_first
from inboxguard.people.surnames import plain_ending, surname_groups


class Level(IntEnum):
    """What two names have in common; the order is the order of trust."""

    NONE = 0
    ASK = 1
    FAMILY = 2
    GIVEN = 3
    INITIAL = 4
    PARTIAL = 5
    SHORT = 6
    FULL = 7


@dataclass(frozen=True, slots=True)
class Likeness:
    """A level and why."""

    level: Level
    says: str


UNLIKE = Likeness(Level.NONE, "another name")
SAME = Likeness(Level.FULL, "the same name")


class _Family(IntEnum):
    NONE = 0
    ASK = 1
    INITIAL = 2
    PART = 3
    ALIKE = 4
    FULL = 5


def _family(one: PersonName, other: PersonName, *, loose: bool) -> _Family:
    """How two surnames are related; `loose` when one was transliterated and spelling says little."""
    if not one.family or not other.family:
        return _Family.NONE
    if one.whole_family == other.whole_family or one.family == other.family:
        return _Family.FULL if len(one.family[-1]) > 1 else _Family.INITIAL
    if "".join(one.family) in {other.whole_family, "".join(other.family)}:
        return _Family.FULL
    if one.whole_family == "".join(other.family):
        return _Family.FULL
    ours, theirs = one.family, other.family
    if all(len(word) == 1 for word in ours) or all(len(word) == 1 for word in theirs):
        return _Family.INITIAL if ours[0][0] == theirs[0][0] or ours[-1][0] == theirs[-1][0] else _Family.NONE
    if sound(one.whole_family) == sound(other.whole_family) or sound("".join(ours)) == sound("".join(theirs)):
        return _Family.FULL if loose else _Family.ALIKE
    if {sound(word) for word in ours if len(word) > 1} & {sound(word) for word in theirs if len(word) > 1}:
        return _Family.PART
    if len(ours) == len(theirs) == 1 and plain_ending(ours[0]) == plain_ending(theirs[0]):
        return _Family.ALIKE
    if set(surname_groups(one.whole_family)) & set(surname_groups(other.whole_family)):
        return _Family.ASK
    return _Family.NONE


def _given(one: PersonName, other: PersonName, *, loose: bool) -> tuple[Kinship, bool]:
    """The best kinship of the given names, and whether only a part of a compound name agreed."""
    if not one.given or not other.given:
        return Kinship.NONE, False
    if "".join(one.given) == "".join(other.given) and len("".join(one.given)) > 2:
        return Kinship.SAME, False
    for short, long in ((one, other), (other, one)):
        if len(short.given) > 1 and all(len(word) == 1 for word in short.given) and short.compound:
            initials = "".join(word[0] for word in long.given)
            return (Kinship.SHORT if initials == "".join(short.given) else Kinship.NONE), False
    best = kinship(one.given[0], other.given[0])
    if best < Kinship.SHORT and (_written_apart(one, other) or _written_apart(other, one)):
        return Kinship.SAME, True
    if loose and best is Kinship.ALIKE:
        best = Kinship.SAME
    best = max(best, _by_nickname(one, other), _by_nickname(other, one))
    if best >= Kinship.SHORT:
        partial = one.compound != other.compound and (len(one.given) == 1 or len(other.given) == 1)
        joined = sorted((one.given, other.given), key=len)
        return best, partial and joined[0][0] != "".join(joined[1])
    if best is Kinship.NONE:
        crossed = {word for word in one.given if len(word) > 2} & {word for word in other.given if len(word) > 2}
        if crossed:
            return Kinship.SAME, True
    return best, False


def _written_apart(one: PersonName, other: PersonName) -> bool:
    """Whether the second half of a joined given name was taken for a surname: "Maria Grazia" and "Mariagrazia"."""
    return len(one.family) > 1 and other.given[0] == one.given[0] + one.family[0]


def _by_nickname(one: PersonName, other: PersonName) -> Kinship:
    """What a nickname in quotes adds: it links to a short form, never to another full name (Alejandra)."""
    given = other.given[0]
    linked = any(
        given == nickname or (not is_full(given) and kinship(nickname, given) >= Kinship.SHORT)
        for nickname in one.nicknames
    )
    return Kinship.SHORT if linked else Kinship.NONE


def _middles_clash(one: PersonName, other: PersonName) -> bool:
    """Whether both give a second name and the two cannot be one: "John A." and "John B.", Anne-Laure, Anne-Sophie."""
    if len(one.given) < 2 or len(other.given) < 2:
        return False
    return all(kinship(mine, theirs) is Kinship.NONE for mine in one.given[1:] for theirs in other.given[1:])


_GENERATIONS = {
    "jr": 2,
    "junior": 2,
    "filho": 2,
    "fils": 2,
    "sr": 1,
    "senior": 1,
    "pere": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}


def _generations_clash(one: PersonName, other: PersonName) -> bool:
    if not one.suffix or not other.suffix:
        return False
    mine, theirs = _GENERATIONS.get(one.suffix), _GENERATIONS.get(other.suffix)
    return mine is not None and theirs is not None and mine != theirs


def claims_generation(sender: PersonName, known: PersonName) -> bool:
    """Whether the sender is a junior or senior of a name that is known without: father and son share the rest."""
    return sender.suffix in {"jr", "junior", "filho", "fils", "sr", "senior", "pere"} and not known.suffix


def _may_lead(name: PersonName) -> bool:
    """Whether the first word may be the family name, as in Chinese order."""
    return bool(name.given and name.family) and is_family_first(name.given[0]) and not is_given(name.given[0])


def _tells_its_order(name: PersonName) -> bool:
    """Whether the second word is known as a given name and the first is not: "Solheim Ingrid"."""
    return bool(name.given and name.family) and is_given(name.family[0]) and not is_given(name.given[0])


def _swapped(name: PersonName) -> PersonName:
    return PersonName(
        name.family[:1], name.given[:1], name.given[0] if name.given else "", transliterated=name.transliterated
    )


def _starts(words: tuple[str, ...]) -> set[str]:
    return {sound(word)[:2] for word in words}


def _nothing_shared(sender: PersonName, known: PersonName) -> bool:
    """Whether no word of the sender can be the known surname: a quick way out, which never rejects a likeness."""
    if not sender.family or not known.family or len(sender.words) != len(sender.given) + len(sender.family):
        return False
    if len(known.family[-1]) == 1 or surname_groups(known.whole_family):
        return False
    theirs = _starts((*known.family, known.whole_family))
    if not theirs.isdisjoint(_starts((*sender.family, sender.whole_family))):
        return False
    return theirs.isdisjoint(_starts(sender.given)) and not (sender.ordered and _may_lead(known))


def _same_words(sender: PersonName, known: PersonName) -> bool:
    """Whether both are the same two whole words or more, which takes no thought; False decides nothing."""
    return (
        sender.given == known.given
        and sender.family == known.family
        and sender.whole_family == known.whole_family
        and bool(sender.family)
        and len(sender.family[-1]) > 1
        and len("".join(sender.given)) > 2
    )


def compare(sender: PersonName, known: PersonName) -> Likeness:
    """How alike the sender's name is to a known person's, in either order of the words."""
    if sender is NOBODY:
        return UNLIKE
    same_words = _same_words(sender, known)
    if not same_words and _nothing_shared(sender, known):
        return UNLIKE
    if _generations_clash(sender, known) or _middles_clash(sender, known):
        return UNLIKE
    if same_words:
        return SAME
    straight = _in_order(sender, known)
    if straight.level < Level.SHORT and sender.ordered and _may_lead(known):
        return max(straight, _in_order(sender, _swapped(known)), key=lambda likeness: likeness.level)
    if straight.level >= Level.SHORT or sender.ordered or not sender.given or not sender.family:
        return straight
    swapped = _swapped(sender)
    turned = _in_order(swapped, known)
    spelled_otherwise = (
        {Kinship.FOREIGN} if sender.transliterated or known.transliterated else {Kinship.ALIKE, Kinship.FOREIGN}
    )
    alike = bool(known.given) and kinship(swapped.given[0], known.given[0]) in spelled_otherwise
    if turned.level >= Level.INITIAL and turned.level > straight.level and not alike:
        told = _tells_its_order(sender) or _tells_its_order(known)
        sure = turned.level is Level.FULL and (told or _may_lead(sender) or _may_lead(known))
        return turned if sure else Likeness(min(turned.level, Level.PARTIAL), "the same names in the other order")
    return straight


def _in_order(sender: PersonName, known: PersonName) -> Likeness:
    loose = sender.transliterated or known.transliterated
    if not sender.family:
        return _single(sender, known)
    family = _family(sender, known, loose=loose)
    if family is _Family.NONE:
        return UNLIKE
    given, partial = _given(sender, known, loose=loose)
    if family is _Family.ASK:
        return Likeness(Level.ASK, "a surname known in another form") if given >= Kinship.SHORT else UNLIKE
    if family is _Family.INITIAL:
        same = given >= Kinship.SHORT
        return Likeness(Level.INITIAL, "given name and the initial of the surname") if same else UNLIKE
    if given is Kinship.NONE:
        return UNLIKE
    if given is Kinship.INITIAL:
        return Likeness(Level.INITIAL, "initial and surname")
    if given in {Kinship.ALIKE, Kinship.FOREIGN}:
        return Likeness(Level.PARTIAL, "the surname, and a given name spelled otherwise")
    if family in {_Family.PART, _Family.ALIKE} or partial:
        return Likeness(Level.PARTIAL, "the given name and a part or another spelling of the surname")
    if given is Kinship.SHORT:
        return Likeness(Level.SHORT, "a short form of the given name, and the surname")
    return SAME


def _single(sender: PersonName, known: PersonName) -> Likeness:
    """One word: a given name, or with a title a surname."""
    if not sender.given:
        return UNLIKE
    word = "".join(sender.given) if sender.compound else sender.given[0]
    if known.given and not sender.titled:
        joined = "".join(known.given)
        if kinship(word, known.given[0]) >= Kinship.SHORT or word in known.nicknames or word == joined:
            return Likeness(Level.GIVEN, "the given name alone")
    if word == known.whole_family or word in known.family:
        return Likeness(Level.FAMILY, "the surname alone")
    if known.given and not is_given(word) and kinship(word, known.given[0]) is Kinship.ALIKE:
        return Likeness(Level.GIVEN, "the given name alone, spelled otherwise")
    return UNLIKE
