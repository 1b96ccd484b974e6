"""A person's name as given and family words, from any of the ways people write it.

The one fact a newcomer would get wrong: "Carlos Ibáñez García" and "Miguel Ángel Torres" look alike, but in the first
the middle word is a surname. What is known as a given name is given; every other middle word counts as family.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from inboxguard.people.folding import fold, has_script
from inboxguard.people.given import is_given
from inboxguard.people.shown import Shown, read_shown
from inboxguard.people.tables import table
from inboxguard.people.tables import words as data_words

MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class PersonName:
    """Folded words; an initial is one letter. `family` holds words without particles, `whole_family` all, joined.

    `compound` means that the first given name is hyphenated (its parts stand first in `given`); `ordered` that the
    writer said which is the family name; `transliterated` that it came from another script.
    """

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    whole_family: str = ""
    compound: bool = False
    ordered: bool = False
    transliterated: bool = False
    suffix: str = ""
    nicknames: tuple[str, ...] = ()
    titled: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """All words that are more than an initial."""
        return tuple(word for word in (*self.given, *self.family) if len(word) > 1)


NOBODY = PersonName()
_PIECES = re.compile(r"[\s,]+")
_APOSTROPHE = re.compile(r"^[OoDdLl]['’`´]([^\W\d_]{3,40})$")
_INITIALS = re.compile(r"^[A-Z]{2,3}$")


@cache
def _folded(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in data_words("shown_names", key))


@cache
def _family_first() -> frozenset[str]:
    return frozenset(fold(word) for word in data_words("surnames", "family_first"))


def is_family_first(word: str) -> bool:
    """Whether the folded word is a surname that stands first in its own language."""
    return word in _family_first()


def read_name(text: str) -> tuple[PersonName, Shown]:
    """The name in a shown name or profile, with the parts it was cut from."""
    return _read_name(text[:400])


@lru_cache(maxsize=16384)
def _read_name(text: str) -> tuple[PersonName, Shown]:
    shown = read_shown(text)
    return parse_name(shown.text, tuple(fold(word) for word in shown.nicknames)), shown


def simple_name(text: str) -> PersonName | None:
    """The name of two plain words, which is most of them; None when it takes a closer look."""
    first, _, last = text.partition(" ")
    if not (last.isalpha() and first.isalpha()) or first.isupper() or last.isupper() or not last[0].isupper():
        return None
    given, family = fold(first), fold(last)
    if len(given) < 2 or len(family) < 2 or not _apart().isdisjoint((given, family)):
        return None
    return PersonName((given,), (family,), family)


@cache
def _apart() -> frozenset[str]:
    """Words that are not simply a name: titles, degrees, particles, noise, suffixes, surnames that lead."""
    keys = ("titles", "degrees", "particles", "noise", "suffixes")
    return frozenset().union(*(_folded(key) for key in keys)) | _family_first()


def parse_name(text: str, nicknames: tuple[str, ...] = ()) -> PersonName:
    """The name in a text already cut free of decoration; NOBODY when it is empty."""
    if text.isascii() and not nicknames and (simple := simple_name(text)):
        return simple
    if has_script(text, "CJK", "HIRAGANA", "KATAKANA", "HANGUL"):
        return _east_asian(text)
    left, comma, right = text.partition(",")
    if comma:
        text, ordered = _comma(left.strip(), right.strip())
        if ordered:
            return _assemble(left.split(), right.split(), ordered=True, nicknames=nicknames, source=text)
    pieces = [piece for piece in _PIECES.split(text) if piece][:MAX_WORDS]
    capital = [piece for piece in pieces if len(piece) > 2 and piece.isupper() and piece.isalpha()]
    if capital and len(capital) < len(pieces) and capital == pieces[: len(capital)] and len(pieces) - len(capital) <= 2:
        rest = pieces[len(capital) :]
        if all(fold(piece) not in _folded("titles") | _folded("degrees") for piece in rest):
            return _assemble(capital, rest, ordered=True, nicknames=nicknames, source=text)
    return _assemble([], pieces, ordered=False, nicknames=nicknames, source=text)


def _comma(left: str, right: str) -> tuple[str, bool]:
    """What stands before and after a comma: degrees are dropped; "Last, First" is told from "Name, Company"."""
    words_right = [fold(piece) for piece in _PIECES.split(right) if piece]
    tails = _folded("degrees") | _folded("titles") | _folded("suffixes") | {""}
    if all(word in tails for word in words_right):
        return f"{left} {right}", False
    words_left = [fold(piece) for piece in left.split()]
    words_left = [word for word in words_left if word not in _folded("titles")]
    first_right = next((word for word in words_right if word not in tails), "")
    if len(words_left) == 1:
        return f"{right} {left}", is_given(first_right) or not is_given(words_left[0])
    last_first = is_given(first_right) and not is_given(words_left[0])
    return (f"{right} {left}", True) if last_first else (left, False)


@dataclass(slots=True)
class _Words:
    """Folded words with the particles glued to what follows, as they are collected."""

    bare: list[str]
    whole: list[str]
    compound: list[int]
    suffix: str = ""
    titled: bool = False


def _collect(pieces: list[str], *, alone: bool) -> _Words:
    """Titles, degrees and noise dropped; particles remembered with the word they belong to."""
    found = _Words([], [], [])
    pending = ""
    for place, piece in enumerate(pieces):
        word = fold(piece.strip(".\"'"))
        if not word or word.isdigit():
            continue
        dotted = piece.endswith(".") or "." in piece
        is_tail = bool(found.bare) and place > 0
        if word in _folded("suffixes") and is_tail and len(found.bare) > 1:
            found.suffix = word
            continue
        if word in _folded("titles") and (not is_tail or dotted) and len(word) > 1 and (len(pieces) > 1 or not alone):
            found.titled = True
            continue
        if not is_tail and _is_joined_title(piece):
            found.titled = True
            continue
        if found.titled and not found.bare and word in _folded("title_tails"):
            continue
        if is_tail and len(found.bare) > (1 if alone else 0) and _is_degree(piece, word):
            continue
        if len(found.bare) > 1 and (piece.startswith("#") or word in _folded("noise")):
            break
        if _is_particle(word, place, len(pieces), first=not found.bare):
            pending += word
            continue
        _add(found, piece, word, pending, place)
        pending = ""
    if pending and found.whole:
        found.whole[-1] = pending + found.whole[-1]
    return found


def _is_joined_title(piece: str) -> bool:
    """Whether a word is nothing but titles joined by hyphens: "Dipl.-Ing."."""
    parts = [fold(part) for part in piece.split("-")]
    return len(parts) > 1 and all(part in _folded("titles") | _folded("title_tails") for part in parts if part)


def _is_particle(word: str, place: int, count: int, *, first: bool) -> bool:
    """Whether the word belongs to the one after it; at the start "Ben", "Al" and "Van" are given names."""
    if word not in _folded("particles") or place == count - 1:
        return False
    return not first or word.startswith("abd") or (count - place > 2 and not is_given(word))


def _is_degree(piece: str, word: str) -> bool:
    return word in _folded("degrees") and (piece.replace(".", "").isupper() or "." in piece or word == "phd")


def _add(found: _Words, piece: str, word: str, pending: str, place: int) -> None:
    parts = [part for raw in piece.replace("\u2010", "-").split("-") if (part := fold(raw))]
    if _INITIALS.match(piece) and not any(ch in "AEIOUY" for ch in piece) and not found.bare:
        parts = list(word)
    elif "." in piece.strip(".") and all(len(bit) == 1 for bit in piece.strip(".").split(".")):
        parts = [bit.lower() for bit in piece.strip(".").split(".")]
    if apostrophe := _APOSTROPHE.match(piece):
        found.bare.append(fold(apostrophe[1]))
        found.whole.append(pending + word)
        found.compound.append(-1)
        return
    if len(parts) > 1 and parts[0] in _folded("glued"):
        found.bare.append(parts[-1])
        found.whole.append(pending + word)
        found.compound.append(-1)
        return
    if pending.startswith("abd"):
        parts = [pending + part for part in parts[:1]] + parts[1:]
        pending = ""
    for number, part in enumerate(parts):
        found.bare.append(part)
        found.whole.append(pending + part if number == 0 else part)
        found.compound.append(place if len(parts) > 1 else -1)


def _assemble(
    family: list[str], rest: list[str], *, ordered: bool, nicknames: tuple[str, ...], source: str
) -> PersonName:
    trailing = ""
    while ordered and len(rest) > 1 and fold(rest[-1]) in _folded("particles"):
        trailing = fold(rest[-1]) + trailing
        rest = rest[:-1]
    words = _collect(rest, alone=not family)
    if ordered:
        names = _collect(family, alone=False)
        return PersonName(
            tuple(words.bare),
            tuple(names.bare),
            trailing + "".join(names.whole),
            compound=len(words.compound) > 1 and words.compound[0] == words.compound[1] >= 0,
            ordered=True,
            transliterated=_is_other_script(source),
            suffix=words.suffix or names.suffix,
            nicknames=nicknames,
            titled=words.titled,
        )
    if not words.bare:
        return NOBODY
    cut = _family_starts(words)
    given, names_bare, names_whole = words.bare[:cut], words.bare[cut:], words.whole[cut:]
    if len(words.bare) >= 2 and _leads_with_family(words.bare):
        together = len(words.bare) > 2 and words.compound[1] == words.compound[2] >= 0
        given = words.bare[1:] if together else words.bare[1:][::-1]
        names_bare, names_whole = words.bare[:1], words.whole[:1]
        return PersonName(
            tuple(given),
            tuple(names_bare),
            names_whole[0],
            compound=together,
            transliterated=_is_other_script(source),
            suffix=words.suffix,
            nicknames=nicknames,
            titled=words.titled,
        )
    return PersonName(
        tuple(given),
        tuple(names_bare),
        "".join(names_whole),
        compound=len(given) > 1 and words.compound[0] == words.compound[1] >= 0,
        transliterated=_is_other_script(source),
        suffix=words.suffix,
        nicknames=nicknames,
        titled=words.titled,
    )


def _is_other_script(text: str) -> bool:
    return not text.isascii() and has_script(text, "CYRILLIC", "GREEK", "ARABIC", "HEBREW")


def _family_starts(words: _Words) -> int:
    """The index of the first family word: after the first given name and further words known as given or initials."""
    last = len(words.bare) - 1
    if last == 0:
        return 1
    while last > 0 and words.compound[last] == words.compound[last - 1] >= 0:
        last -= 1
    if last == 0:
        return len(words.bare)
    cut = 1
    while cut < last:
        word = words.bare[cut]
        together = words.compound[cut] == words.compound[cut - 1] >= 0
        particle = words.whole[cut] != word
        if not (together or ((is_given(word) or len(word) == 1) and not particle)):
            break
        cut += 1
    return cut


def _leads_with_family(bare: list[str]) -> bool:
    first, last = bare[0], bare[-1]
    return is_family_first(first) and not is_family_first(last) and (not is_given(first) or is_given(last))


@cache
def _kanji() -> dict[str, str]:
    found = table("surnames")["kanji"]
    assert isinstance(found, dict)
    return {str(key): str(value) for key, value in found.items()}


def _east_asian(text: str) -> PersonName:
    """Family first; a known Japanese surname is read as such, else one character (Chinese, Korean) is the family."""
    compact = "".join(text.split())
    for size in (3, 2, 1):
        if (surname := _kanji().get(compact[:size])) and len(compact) > size:
            return PersonName((fold(compact[size:]),), (surname,), surname, ordered=True, transliterated=True)
    pieces = text.split()
    if len(pieces) == 2:
        family, given = fold(pieces[0]), fold(pieces[1])
    else:
        family, given = fold(compact[:1]), "".join(fold(ch) for ch in compact[1:])
    korean = {"gim": "kim", "i": "lee", "bag": "park", "coe": "choi", "jeong": "jung"}
    family = korean.get(family, family) if has_script(text, "HANGUL") else family
    given_words = (given,) if given else ()
    return PersonName(given_words, (family,), family, ordered=True, transliterated=True)
