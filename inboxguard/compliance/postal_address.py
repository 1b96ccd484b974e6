"""A postal address in running text, by the habits of the countries whose laws ask for one and of those that write most.

The one fact a newcomer would get wrong: an address is found by its shape, never looked up, so the answer has three
values: found, something that may be one, and none. Only the last lets a lint speak.
"""

import re
from enum import StrEnum

_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|"
    "OH|OK|OR|PA|"
    "PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|"
    "Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|"
    "Montana|Nebraska|"
    "Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|"
    "Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    "Wisconsin|Wyoming"
)
_KINDS = (
    "Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Way|Court|Ct|Place|Pl|Square|Sq|Parkway|"
    "Pkwy|Highway|Hwy|"
    "Terrace|Tce|Circle|Cir|Crescent|Cres|Close|Row|Walk|Wharf|Quay|Mews|Gardens|Hill|Plaza|Loop|Trail|Pike|"
    "Broadway|Freeway|"
    "Expressway|Alley|Centre|Center|Building|Tower|House|Park|Yard|Gate|Green|Grove|Mall|Turnpike|Esplanade|Parade"
)
_YEAR = r"(?:19[89]|20[0-4])\d\b"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŁŚŻĆŃŠŽČ]"
_PATTERNS = tuple(
    re.compile(one)
    for one in (
        r"(?i:\b(?:p\. ?o\.?|g\.?p\.?o\.?|po|post office|private mail|locked) ?(?:box|bag)\s{0,2}#?\s?[\w-]{1,8}\d)",
        (
            r"(?i:\b(?:postfach|postbus|casella postale|apartado(?: de correos| postal)?|bo[iî]te postale|"
            r"caixa postal|postboks|skrytka pocztowa)\s?\d)"
        ),
        (
            rf"\b(?:\d{{1,6}}[A-Za-z]?(?:[-–/]\d{{1,4}})?|One|Two|Three)"
            rf",? (?:[NSEW]{{1,2}}\.? )?(?:(?:[A-Z][\w.'’-]{{0,20}}|\d{{1,3}}(?:st|nd|rd|th)|of|the|de|la)"
            rf",? ){{1,4}}?(?:{_KINDS})\b"
        ),
        rf"\b[A-Z][A-Za-z.'’ -]{{1,30}},?\s{{1,3}}(?:{_STATES}|{_STATE_NAMES})\.?,?\s{{1,3}}\d{{5}}(?:-\d{{4}})?\b",
        r"\b(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b",
        r"\b[A-CEGHJ-NPR-TVXY]\d[A-CEGHJ-NPR-TV-Z] ?\d[A-CEGHJ-NPR-TV-Z]\d\b",
        r"\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT|New South Wales|Victoria|Queensland),? \d{4}\b",
        (
            rf"\b{_CAPITAL}[\w.-]{{0,30}}(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|(?<!e)ring|damm|ufer|chaussee|markt|"
            rf"steig|berg) {{0,2}}\d{{1,4}} ?[a-z]?\b"
        ),
        (
            rf"\b{_CAPITAL}[\w.-]{{0,20}}[ -](?:Stra(?:ß|ss)e|Str\.|Gasse|Weg|Platz|Allee|Ring|Damm|Ufer)"
            rf" {{0,2}}\d{{1,4}}\b"
        ),
        (
            rf"(?i:\b\d{{1,4}}(?: bis| ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|all[ée]e|impasse|quai|"
            rf"cours|route) )(?:(?:de|du|des|la|l['’]) ?){{0,3}}{_CAPITAL}"
        ),
        (
            r"(?i:\b(?:via|viale|corso|piazza|largo|calle|c/|avda\.?|avenida|paseo|plaza|rua|av\.|travessa|praça|"
            r"carrer)) (?:(?:de|del|della|la|da|do|dos)"
            rf" ){{0,2}}{_CAPITAL}[\w'’. -]{{1,40}}?,? ?(?:n[ºo°.]{{1,2}} ?)?\d{{1,5}}\b"
        ),
        rf"\b{_CAPITAL}[\w.-]{{0,30}}(?:straat|laan|plein|gracht|kade|singel|dijk|dreef|steenweg) {{0,2}}\d{{1,4}}\b",
        (
            rf"\b{_CAPITAL}[\w.-]{{0,30}}(?:gatan|vägen|gata|gate|gaten|veien|vegen|vej|gade|katu|tie|torget|allé)"
            rf" {{0,2}}\d{{1,4}}\b"
        ),
        rf"\b(?:ul|al|pl)\. {_CAPITAL}[\w. -]{{1,40}} \d{{1,4}}|\b\d{{2}}-\d{{3}} {_CAPITAL}",
        r"\b\d{4} ?[A-Z]{2},? [A-Z][a-z]{2}",
        r"\bSingapore \(?S?\)?\d{6}\b|〒\s?\d{3}-\d{4}|\d{1,5}(?:号|號|番地|丁目)|\b\d{5}-\d{3}\b",
        rf"\b{_CAPITAL}[a-z]{{3,20}} ?[-–,]? ?\d{{3}} ?\d{{3}}\b(?=.{{0,20}}\bIndia\b)",
    )
)
_NEEDED: dict[int, tuple[str, ...]] = {
    0: ("box", "bag"),
    1: ("postfach", "postbus", "casella", "apartado", "postale", "caixa", "postboks", "skrytka"),
    7: ("straße", "strasse", "str.", "gasse", "weg", "platz", "allee", "ring", "damm", "ufer", "chaussee", "markt",
        "steig", "berg"),
    8: ("straße", "strasse", "str.", "gasse", "weg", "platz", "allee", "ring", "damm", "ufer"),
    9: ("rue", "avenue", "av.", "boulevard", "bd", "place", "chemin", "allée", "allee", "impasse", "quai", "cours",
        "route"),
    10: ("via", "corso", "piazza", "largo", "calle", "c/", "avda", "avenida", "paseo", "plaza", "rua", "av.",
         "travessa", "praça", "carrer"),
    11: ("straat", "laan", "plein", "gracht", "kade", "singel", "dijk", "dreef", "steenweg"),
    12: ("gatan", "vägen", "gata", "gate", "veien", "vegen", "vej", "gade", "katu", "tie", "torget", "allé"),
    13: ("ul.", "al.", "pl.", "-"),
    15: ("singapore", "〒", "号", "號", "番地", "丁目", "-"),
    16: ("india",),
}  # fmt: skip
"""What must stand in a text, in lower case, for the pattern of that number to be worth a search."""
_MAYBE = re.compile(
    rf"\b(?:[A-Z]{{1,2}}-)?(?!{_YEAR})\d{{4,6}},? {_CAPITAL}[a-zà-ÿ]{{2,}}"
    rf"|\b{_CAPITAL}[a-zà-ÿ]{{2,20}},? (?!{_YEAR})\d{{4,6}}\b"
    rf"|\b(?:Suite|Floor|Level|Unit|Ste\.?|Fl\.?|Etage|Stock|Piso|bus) \d"
)
_DIGIT = re.compile(r"\d|\b(?:One|Two|Three) [A-Z]|〒")
_MAX_CHARS = 8000


class Found(StrEnum):
    """What the shape of a text says."""

    ADDRESS = "address"
    MAYBE = "maybe"
    NONE = "none"


def find_postal_address(text: str) -> tuple[Found, str]:
    """Whether a postal address stands in the text, and the words; lines without a digit are passed over."""
    joined = " , ".join(_last_lines_with_digits(text))[-_MAX_CHARS:]
    if not joined:
        return Found.NONE, ""
    lowered = joined.lower()
    for number, pattern in enumerate(_PATTERNS):
        if number in _NEEDED and not any(needed in lowered for needed in _NEEDED[number]):
            continue
        if match := pattern.search(joined):
            return Found.ADDRESS, match[0]
    match = _MAYBE.search(joined)
    return (Found.MAYBE, match[0]) if match else (Found.NONE, "")


def _last_lines_with_digits(text: str) -> list[str]:
    """The lines with a digit from the end on, until there are as many characters as are read."""
    kept: list[str] = []
    left = _MAX_CHARS
    for whole in reversed(text.split("\n")):
        line = whole.strip()
        if line and _DIGIT.search(line):
            kept.append(line)
            left -= len(line)
            if left < 0:
                break
    return kept[::-1]
