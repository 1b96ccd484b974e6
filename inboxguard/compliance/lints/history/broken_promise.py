"""more mail after the sender promised to stop

It looks at earlier mail of this sender that announced itself as the last ("I will not follow up again"), and says that
another one came.
It matters because the promise was why the reader did not bother to opt out.
The sender can keep the promise, or leave it out.
It cannot see what the user answered in the meantime; a mail that answers one of the user's own is not judged.
"""

from datetime import UTC, datetime

from inboxguard.compliance.history import EarlierMail, History
from inboxguard.compliance.opted_out import now_of
from inboxguard.compliance.sample import pitch
from inboxguard.compliance.scopes import all_of, commercial, known_history
from inboxguard.compliance.sources import ETIQUETTE
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import Evidence


def check(case: Case) -> Outcome:
    """Whether no earlier mail promised to be the last."""
    if not case.history.earlier:
        return OutOfScope("this is the first mail of the sender")
    now = now_of(case)
    promises = [mail for mail in case.history.earlier if mail.promised_stop and (now is None or mail.at < now)]
    if not promises:
        return Kept()
    known = {mail.message_id for mail in case.history.earlier if mail.message_id}
    if known and any(answered not in known for answered in case.message.in_reply_to):
        return Undecided("it answers a mail that is not the sender's own")
    last = promises[-1]
    assert last.promised_stop is not None
    return Breach(f"came although the mail of {last.at.date().isoformat()} promised to be the last", last.promised_stop)


_PROMISED = EarlierMail(
    datetime(2026, 3, 3, tzinfo=UTC),
    None,
    message_id="0@growth.example",
    promised_stop=Evidence("body", "This is my last e-mail, I won't follow up again."),
)
_PLAIN = EarlierMail(datetime(2026, 3, 1, tzinfo=UTC), None, message_id="9@growth.example")
_LATER = datetime(2026, 3, 10, tzinfo=UTC)

LINT = Lint(
    code="UNS606",
    name="broken-promise-to-stop",
    level=Level.WARN,
    scope=all_of(known_history, commercial),
    check=check,
    cites=(ETIQUETTE.cite("sequences", "who promises a last mail sends no other"),),
    examples=(
        Example(
            "another one after the last one",
            pitch(),
            Breach,
            history=History(earlier=(_PLAIN, _PROMISED)),
            received=_LATER,
        ),
        Example("nothing was promised", pitch(), Kept, history=History(earlier=(_PLAIN,)), received=_LATER),
        Example("the first mail", pitch(), OutOfScope, history=History(), received=_LATER),
        Example(
            "an answer to the user",
            pitch("In-Reply-To: <77@me.example>"),
            Undecided,
            history=History(earlier=(_PROMISED,)),
            received=_LATER,
        ),
    ),
)
