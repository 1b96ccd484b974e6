"""a way out in another language than the message

It compares the language of the words about opting out with that of the text above them.
It matters because a reader who follows the text may not recognise the way out; and Singapore asks for English.
The sender can translate the footer; a second line in English is enough for Singapore.
It tells ten languages apart by their small words, and says nothing about others or about short texts.
"""

from inboxguard.compliance.in_body import NAMES_IT, own_wording
from inboxguard.compliance.sample import SELLING, pitch
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import ETIQUETTE, SPAM_CONTROL_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.tongue import LANGUAGES, language_of, words_of
from inboxguard.compliance.way_out import WordingKind
from inboxguard.mail.evidence import quote

_ENOUGH = 2


def check(case: Case) -> Outcome:
    """Whether some words about opting out are in the language of the text."""
    said = own_wording(case, *NAMES_IT, WordingKind.REPLY)
    if not said:
        return OutOfScope("it does not speak of opting out")
    text = language_of(case.message.new_text)
    spoken = {one.language for one in said}
    if text is None or not spoken <= LANGUAGES:
        return Undecided("the language of the text cannot be told")
    if text in spoken or any(_speaks(one.words, text) for one in said):
        return Kept(quote("body", said[0].words))
    if not any(option.language in spoken and option.level > 0 for option in case.ways_out.options):
        return Undecided("no way out came of the words in another language")
    asked_by = ("etiquette",) if "en" in spoken else ("etiquette", "sg")
    return Breach(
        f"speaks of its way out in another language ({said[0].language}) than the text ({text})",
        quote("body", said[0].words),
        asked_by=asked_by,
    )


def _speaks(sentence: str, language: str) -> bool:
    """Whether the sentence is in the language of the text after all, whatever file its words were found in."""
    return language_of(sentence) == language or words_of(sentence, language) >= _ENOUGH


_ENGLISH = f"{SELLING} If you want to see how it works for your company, I will send you the numbers that we have."
_FRENCH = "Pour vous désabonner : https://growth.example/u/3f9a"

LINT = Lint(
    code="UNS319",
    name="way-out-in-another-language",
    level=Level.INFO,
    scope=selling_body,
    check=check,
    cites=(
        SPAM_CONTROL_ACT.cite(
            "Second Schedule 2(4)", "presented in a clear and conspicuous manner and in the English language"
        ),
        ETIQUETTE.cite("ways out", "a way out speaks the reader's language"),
    ),
    examples=(
        Example("English above, French below", pitch(body=f"{_ENGLISH}\n\n{_FRENCH}"), Breach),
        Example("both", pitch(body=f"{_ENGLISH}\n\n{_FRENCH}\n\nUnsubscribe: https://growth.example/u/3f9a"), Kept),
        Example("one language", pitch(body=f"{_ENGLISH}\n\nUnsubscribe: https://growth.example/u/3f9a"), Kept),
        Example("too short to tell", pitch(body=f"Hello!\n\n{_FRENCH}"), Undecided),
        Example("no such words", pitch(), OutOfScope),
    ),
)
