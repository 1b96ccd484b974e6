"""What a person writes in a From field, taken apart: the name, the company beside it, and who speaks for whom.

In order: normal forms and emoji; an address shown as name; "X on behalf of Y"; "Y via X"; office, assistant, calendar;
brackets and quotes; separators; "Jane from Acme". Every step only cuts, so the time is linear in a text of at most
200 characters.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from inboxguard.people.folding import fold
from inboxguard.people.given import is_given
from inboxguard.people.tables import lines, words

MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` is what remains as a name, `hints` what may be a company, `nicknames` what stood in quotes or brackets.

    `relayed` means that a service writes in the person's name; `office` that others may write for them; `machine`
    that it is a thing of theirs (a calendar), not they.
    """

    text: str
    hints: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    relayed: bool = False
    office: bool = False
    machine: bool = False


_BRACKETS = re.compile(r"[(\[{（]([^()\[\]{}（）]{0,80})[)\]}）]")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{1,30})[\"“”„«»]|(?:^|\s)['‘]([^'’‘]{2,30})['’](?=\s|$)")
_ENCLOSING = re.compile(r"[(\[{（\"“”„«»'‘]")
_SEPARATOR = re.compile(r"\s[-–—/:·•~]{1,2}\s|\s?[|•·⟩»]\s?")
_POSSESSIVE = re.compile(r"['’]s\s+(\w+)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def _alternatives(key: str) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(lines("shown_names", key), key=len, reverse=True))


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    return {
        "via": re.compile(
            rf"\s[(\[]?(?:{_alternatives('via')})\s+([^\s()\[\]][^()\[\]]{{0,60}})[)\]]?$", re.IGNORECASE
        ),
        "behalf": re.compile(rf"(?:^|\s)(?:{_alternatives('behalf')})\s+(\S.*)$", re.IGNORECASE),
        "office": re.compile(rf"^(?:{_alternatives('office')})\s+(\S.*)$", re.IGNORECASE),
        "assistant": re.compile(rf"\b(?:{_alternatives('assistant')})\b", re.IGNORECASE),
        "at": re.compile(rf"\s(?:{_alternatives('at_company')})\s+(\S.*)$", re.IGNORECASE),
        "at_or_particle": re.compile(
            rf"\s(?:(?:de\s+l|dell|d)['’]|(?:{_alternatives('at_company_or_particle')})\s+)(\S.*)$", re.IGNORECASE
        ),
    }


def plain(text: str) -> str:
    """Compatibility forms undone, controls and zero-width characters removed, emoji turned into a separator."""
    if text.isascii() and text.isprintable():
        return text[:MAX_SHOWN].strip()
    kept: list[str] = []
    for ch in unicodedata.normalize("NFKC", text[:MAX_SHOWN]):
        category = unicodedata.category(ch)
        if category in {"Cf", "Mn", "Me"} and not ("\u0300" <= ch <= "\u036f" and ch != "\u034f"):
            continue
        if category in {"So", "Sk", "Cs", "Co", "Cn"} and ch not in "´`":
            kept.append("\0")
        elif category == "Cc":
            kept.append(" ")
        else:
            kept.append(ch)
    return _without_emoji("".join(kept))


def _without_emoji(text: str) -> str:
    """The first stretch between emoji that holds a name of at least one word; the rest is decoration."""
    pieces = [piece.strip() for piece in text.split("\0") if piece.strip()]
    if not pieces:
        return ""
    if len(pieces) > 1 and len(pieces[0].split()) == 1:
        return _SPACES.sub(" ", " ".join(pieces))
    return _SPACES.sub(" ", pieces[0])


def _unwrap(shown: Shown) -> Shown:
    """Speaking for others: on behalf of, via, office of, somebody's calendar."""
    phrases = _phrases()
    text = shown.text
    if found := phrases["behalf"].search(text):
        before = text[: found.start()].strip()
        if before or not text.lower().startswith("for "):
            return replace(shown, text=found[1], relayed=bool(before), office=not before)
    if found := phrases["office"].match(text):
        return replace(shown, text=found[1], office=True)
    if phrases["assistant"].match(text):
        return replace(shown, text="", machine=True)
    owner = _POSSESSIVE.search(text) if "'" in text or "’" in text else None
    if owner and fold(owner[1]) in words("shown_names", "possessed"):
        return replace(shown, text=text[: owner.start()], machine=True)
    if (found := phrases["via"].search(text)) and found.start() > 0:
        strict = text[found.start() :].strip(" ([").lower().split()[0] in {"via", "vía", "через", "przez", "tramite"}
        if strict or "linkedin" in found[1].lower() or "xing" in found[1].lower():
            return replace(shown, text=text[: found.start()], relayed=True)
    return shown


def _unbracket(shown: Shown) -> Shown:
    """Brackets and quotes: a nickname when it is one given name, else a hint; an assistant's bracket is dropped."""
    if not _ENCLOSING.search(shown.text):
        return shown
    hints, nicknames = list(shown.hints), list(shown.nicknames)
    for pattern, quoted in ((_BRACKETS, False), (_QUOTED, True)):
        for found in pattern.finditer(shown.text):
            inside = next((group for group in found.groups() if group), "").strip()
            if not inside or _phrases()["assistant"].search(inside):
                continue
            single = fold(inside) if " " not in inside else ""
            (nicknames if single and (quoted or is_given(single)) else hints).append(inside)
        shown = replace(shown, text=_SPACES.sub(" ", pattern.sub(" ", shown.text)).strip())
    return replace(shown, hints=tuple(hints), nicknames=tuple(nicknames))


def _separate(shown: Shown) -> Shown:
    """The name and its hints in "Jane Doe | Acme", "Acme - Jane Doe" and "Jane from Acme"."""
    pieces = [piece.strip(" ,") for piece in _SEPARATOR.split(shown.text) if piece.strip(" ,")]
    if len(pieces) > 1:
        first, *rest = pieces
        if not is_given(fold(first.split()[0])) and is_given(fold(rest[0].split()[0])):
            first, rest = rest[0], [first, *rest[1:]]
        shown = replace(shown, text=first, hints=(*shown.hints, *rest))
    left, comma, right = shown.text.partition(",")
    if comma and right.strip() and _is_company_after(left.split(), right.split()):
        return replace(shown, text=left.strip(), hints=(*shown.hints, right.strip()))
    if found := _phrases()["at"].search(shown.text):
        return replace(shown, text=shown.text[: found.start()].strip(), hints=(*shown.hints, found[1]))
    return shown


def _is_company_after(left: list[str], right: list[str]) -> bool:
    """Whether "Jane, Acme Robotics" or "Jane Doe, Acme" stands there, not "Doe, Jane" or "Jane Doe, PhD"."""
    first = fold(right[0])
    tails = words("shown_names", "degrees") | words("shown_names", "titles") | words("shown_names", "suffixes")
    if is_given(first) or first in tails or len(first) < 3 or not left:
        return False
    return is_given(fold(left[0])) and (len(left) > 1 or not is_given(first))


def read_shown(text: str) -> Shown:
    """The parts of a shown name; an address shown as name gives an empty one."""
    cleaned = plain(text).strip(" \"'“”„,;")
    if not cleaned or ("@" in cleaned and " " not in cleaned):
        return Shown("")
    if cleaned.isascii() and cleaned.replace(" ", "").isalpha() and cleaned.count(" ") == 1:
        return Shown(cleaned)
    shown = _unwrap(Shown(cleaned))
    return _separate(_unbracket(shown))


def company_reading(text: str) -> tuple[str, str] | None:
    """Both halves of "Jane von Acme": a second reading of words that are also particles of surnames."""
    if text.count(" ") < 2:
        return None
    found = _phrases()["at_or_particle"].search(text)
    return (text[: found.start()].strip(), found[1]) if found and found.start() > 0 else None
