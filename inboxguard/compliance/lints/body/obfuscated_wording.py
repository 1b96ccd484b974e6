"""words about opting out, disguised or misspelt

It looks for words that only read as "unsubscribe" after look-alike letters, invisible characters or blanks between
letters are taken away, and for the same word with one letter wrong.
It matters because nobody disguises a word by accident, and because filters and readers search for the right one.
The sender has to write the word as it is written; a mere slip is noted as such.
It cannot tell a joke from a trick; an old-fashioned hyphen ("un-subscribe") is none.
"""

import re

from inboxguard.compliance.in_body import NAMES_IT, ends_to_read, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote

_WORD = re.compile(r"\b[uU]\w{8,12}\b")
_RIGHT = "unsubscribe"
_FORMS = frozenset({"unsubscribe", "unsubscribed", "unsubscriber", "unsubscribes", "unsubscribing", "unsubscribers"})


def check(case: Case) -> Outcome:
    """Whether the words are written as they are written."""
    words = own_wording(case, *NAMES_IT)
    disguised = next((one for one in words if one.obfuscated), None)
    if disguised:
        return Breach("disguises the words of its way out", quote("body", disguised.words))
    slip = next((word for word in _WORD.findall(ends_to_read(case)) if _is_slip(word.lower())), None)
    if slip:
        return Breach(f'misspells the word ("{slip}")', quote("body", slip), Level.INFO)
    return Kept(quote("body", words[0].words)) if words else OutOfScope("it does not speak of opting out")


def _is_slip(word: str) -> bool:
    """One letter left out, put in, changed or swapped with its neighbour."""
    if word in _FORMS or abs(len(word) - len(_RIGHT)) > 1:
        return False
    if len(word) == len(_RIGHT):
        wrong = [at for at, (one, other) in enumerate(zip(word, _RIGHT, strict=True)) if one != other]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(word) == sorted(_RIGHT)
        return len(wrong) == 1 or swapped
    longer, shorter = (word, _RIGHT) if len(word) > len(_RIGHT) else (_RIGHT, word)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


LINT = Lint(
    code="UNS309",
    name="disguised-unsubscribe-words",
    level=Level.WARN,
    scope=selling_body,
    check=check,
    cites=(ETIQUETTE.cite("ways out", "a way out is called by its name"),),
    examples=(
        Example(
            "a Cyrillic letter", pitch(body=f"{SELLING}\n\nUnsubscrib\u0435: https://growth.example/u/3f9a"), Breach
        ),
        Example(
            "invisible characters", pitch(body=f"{SELLING}\n\nUnsub\u200bscribe: https://growth.example/u/3f9a"), Breach
        ),
        Example("a slip", pitch(body=f"{SELLING}\n\nUnsuscribe: https://growth.example/u/3f9a"), Breach),
        Example("as it is written", pitch(body=f"{SELLING}\n\nUnsubscribe: https://growth.example/u/3f9a"), Kept),
        Example("no such words", pitch(), OutOfScope),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
    ),
)
