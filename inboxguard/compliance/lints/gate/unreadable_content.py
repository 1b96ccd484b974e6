"""a message whose words cannot be read as text

It looks at what of the message is text: a picture, a document or an attached message alone, or a part in an encoding
that nobody can undo, leaves nothing to read.
It matters because readers who do not load pictures, or listen to their mail, cannot find any way out in it either.
The sender should put the text beside the picture.
A message that was not fetched to its end or is encrypted is not judged; then all lints of the body are undecided.
"""

from inboxguard.compliance.in_body import text_to_read
from inboxguard.compliance.sample import both, page, pitch
from inboxguard.compliance.scopes import every_message
from inboxguard.compliance.sources import ETIQUETTE, OTA
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.wordless import LITTLE_TEXT, instead_of_words
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether there is text to read."""
    message = case.message
    if message.encrypted:
        return Undecided("the message is encrypted")
    if not message.complete:
        return Undecided("only a part of the message was there to read")
    text = text_to_read(case)
    if len(text) > LITTLE_TEXT:
        return Kept(quote("body", text))
    if fatal := next((damage for damage in message.damage if damage.fatal), None):
        return Breach(f"cannot be read: {fatal.says}", quote(fatal.place, fatal.says))
    if picture := instead_of_words(message):
        return Breach("holds its words in a picture or a document only", quote("part", picture))
    return Kept(quote("body", text)) if text else OutOfScope("it holds no text at all")


LINT = Lint(
    code="UNS000",
    name="unreadable-content",
    level=Level.INFO,
    scope=every_message,
    check=check,
    cites=(
        OTA.cite("practice 1", "users should not be forced to download images"),
        ETIQUETTE.cite("ways out", "a message can be read without a picture"),
    ),
    examples=(
        Example(
            "one big picture",
            page('<a href="https://shop.example/"><img src="https://shop.example/p.png"></a>'),
            Breach,
        ),
        Example("plain text", pitch(), Kept),
        Example(
            "text and HTML",
            both("Shall we talk about your meetings this week?", "<p>Shall we talk about your meetings this week?</p>"),
            Kept,
        ),
        Example("only the header was fetched", pitch(), Undecided, cut=True),
        Example("nothing in it", pitch(body=""), OutOfScope),
    ),
)
