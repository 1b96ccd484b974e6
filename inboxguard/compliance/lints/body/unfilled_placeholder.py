"""an unsubscribe placeholder that was not filled in

It looks for the placeholders of the usual mailing programs in the targets of the body's ways out, and in shown text
that speaks of opting out. One in the alternative text of a picture with a live target is only told.
It matters because the way out was meant to be there and is not.
The sender should send a test through the real path and look at it.
It cannot see placeholders of programs it does not know; "[unsubscribe]" as the text of a live link is a matter of style.
"""

from inboxguard.compliance.in_body import offered
from inboxguard.compliance.merge_tags import merge_tag
from inboxguard.compliance.sample import page
from inboxguard.compliance.scopes import selling_body
from inboxguard.compliance.sources import CAN_SPAM, SPAM_ACT
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.compliance.way_out import Fault


def check(case: Case) -> Outcome:
    """Whether every target of the body was filled in."""
    options = offered(case)
    if not options:
        return OutOfScope("no link in the body offers a way out")
    raw = next((option for option in options if option.fault is Fault.MERGE_TAG), None)
    if raw is not None:
        return Breach(f"left a placeholder where its way out should be ({raw.target[:80]})", raw.evidence)
    pictured = ((option.link.text, option) for option in options if option.link and option.link.image_only)
    if named := next(((tag, option) for text, option in pictured if (tag := merge_tag(text))), None):
        return Breach(
            f"left a placeholder as the alternative text of its way out ({named[0][:80]})",
            named[1].evidence,
            Level.INFO,
        )
    return Kept(options[0].evidence)


_HTML = '<p>Everything in the garden range costs less this week.</p><p>No more offers? <a href="{}">{}</a></p>'

LINT = Lint(
    code="UNS304",
    name="placeholder-as-unsubscribe-link",
    level=Level.ERROR,
    scope=selling_body,
    check=check,
    cites=(
        CAN_SPAM.cite("(a)(3)(A)", "a functioning return electronic mail address or other Internet-based mechanism"),
        SPAM_ACT.cite("section 18(1)(e)", "reasonably likely to be capable of receiving"),
    ),
    examples=(
        Example("double brackets", page(_HTML.format("[[UNSUB_LINK_EN]]", "Unsubscribe")), Breach),
        Example(
            "percent and bracket", page(_HTML.format("&lt;%asm_group_unsubscribe_raw_url%&gt;", "Unsubscribe")), Breach
        ),
        Example("braces in a live URL", page(_HTML.format("https://shop.example/u/{{id}}", "Unsubscribe")), Breach),
        Example("brackets as shown text", page(_HTML.format("https://shop.example/u/7c1d", "[unsubscribe]")), Kept),
        Example("percent-encoding", page(_HTML.format("https://shop.example/u/%E2%80%A6", "Unsubscribe")), Kept),
        Example(
            "an alternative text",
            page('<p>Everything costs less.</p><a href="https://shop.example/u/7c1d"><img alt="*|UNSUB|*"></a>'),
            Breach,
        ),
        Example("no way out", page("<p>Everything costs less.</p>"), OutOfScope),
        Example("only the header was fetched", page(_HTML.format("{{u}}", "Unsubscribe")), Undecided, cut=True),
    ),
)
