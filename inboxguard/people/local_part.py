"""What the local part of an address says about a person's name.

The one fact a newcomer would get wrong: it speaks against more often than for. "jane.miller" at the right company is
not Jane Doe, whatever the shown name leaves out.
"""

import re
from functools import lru_cache

from inboxguard.people.folding import fold, sound
from inboxguard.people.given import Kinship, kinship
from inboxguard.people.names import PersonName, parse_name
from inboxguard.people.tables import words

_BREAKS = re.compile(r"[._\-]+")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=16384)
def pieces(local: str) -> tuple[str, ...]:
    """The folded words of a local part, without digits and without what follows a plus sign."""
    plain = _DIGITS.sub("", local.partition("+")[0])
    return tuple(word for raw in _BREAKS.split(plain) if (word := fold(raw)))


@lru_cache(maxsize=16384)
def name_in(local: str) -> PersonName | None:
    """The name a local part spells ("jane.doe", "doe_jane"), a single word as given name; None when it spells none."""
    found = pieces(local)
    roles = words("shown_names", "roles")
    if not found or len(found) > 4 or any(word in roles for word in found):
        return None
    if len(found) == 1 and len(found[0]) < 3:
        return None
    return parse_name(" ".join(word.capitalize() for word in found))


def _spellings(known: PersonName) -> set[str]:
    """The usual local parts made of a name, without separators."""
    if not known.given or not known.family:
        return set()
    first, last, short = known.given[0], known.whole_family, known.family[-1]
    initials = "".join(word[0] for word in known.given)
    made: set[str] = set()
    for family in {last, short, known.family[0], "".join(known.family)}:
        if len(family) < 2:
            continue
        made |= {
            first + family,
            family + first,
            first[0] + family,
            family + first[0],
            first + family[0],
            initials + family,
        }
        made |= {"".join(known.given) + family, first[:2] + family, first[0] + family[:7], family}
    return {word for word in made if len(word) > 2}


def fits(local: str, known: PersonName) -> bool:
    """Whether the local part is one of the usual spellings of the name: jdoe, janed, doej, j.doe."""
    joined = "".join(pieces(local))
    return joined in _spellings(known)


def contradicts(local: str, known: PersonName) -> bool:
    """Whether one half of the local part is this person's name and the other half is somebody else's."""
    found = pieces(local)
    if len(found) != 2 or fits(local, known):
        return False
    own = [_is_theirs(word, known) for word in found]
    return (
        not all(own)
        and all(len(word) >= 3 or mine for word, mine in zip(found, own, strict=True))
        and any(len(word) >= 3 for word, mine in zip(found, own, strict=True) if not mine)
    )


def _is_theirs(word: str, known: PersonName) -> bool:
    if len(word) == 1:
        return any(word == part[0] for part in (*known.given, *known.family))
    if word == known.whole_family or any(
        part.startswith(word) or sound(part) == sound(word) for part in (*known.given, *known.family)
    ):
        return True
    if word in {"".join(known.given), "".join(known.family)} or any(
        len(part) == 1 and word[0] == part for part in (*known.given, *known.family)
    ):
        return True
    return any(kinship(word, part) >= Kinship.FOREIGN for part in (*known.given, *known.nicknames))
