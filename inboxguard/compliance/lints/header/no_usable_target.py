"""a List-Unsubscribe field that offers nothing to follow

It looks for at least one https, http or mailto target in the value, read as forgivingly as can be.
It matters because the field makes a message look orderly while nobody can use it; most of those seen in phishing are
decoys of the form <letters@host>, which is no address anybody can follow.
The sender has to put a full URL or a mailto: address there; a path alone has nothing to be relative to.
It cannot see whether a usable target works, and leaves values with a placeholder to another lint.
"""

from inboxguard.compliance.sample import UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import has_list_unsubscribe
from inboxguard.compliance.sources import ETIQUETTE, RFC2369, RFC3986
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.compliance.unsubscribe_header import field_of, seen_in, tag_in
from inboxguard.mail.fields.unsubscribe import RemarkKind, UnsubscribeField


def check(case: Case) -> Outcome:
    """Whether one target can be followed."""
    field = field_of(case)
    if field.usable:
        return Kept(seen_in(case))
    if tag_in(case):
        return OutOfScope("the value holds a placeholder")
    return Breach(f"its List-Unsubscribe leads nowhere: {_what(field)}", seen_in(case))


def _what(field: UnsubscribeField) -> str:
    if field.has(RemarkKind.NO_SCHEME):
        return "an address without mailto: is no target"
    if field.has(RemarkKind.RELATIVE):
        return "a path without a host"
    if field.has(RemarkKind.OTHER_SCHEME):
        return "a scheme that nobody can follow"
    return "it is empty" if field.has(RemarkKind.EMPTY) else "it holds no URL"


LINT = Lint(
    code="UNS107",
    name="list-unsubscribe-leads-nowhere",
    level=Level.ERROR,
    scope=has_list_unsubscribe,
    check=check,
    cites=(
        RFC2369.cite("§2", "the contents of the list header fields mostly consist of angle-bracket enclosed URLs"),
        RFC3986.cite("§3.1", "each URI begins with a scheme name"),
        ETIQUETTE.cite("ways out", "what looks like a way out is one"),
    ),
    examples=(
        Example("a decoy", pitch("List-Unsubscribe: <YW4uwZ86@cisco.growth.example>"), Breach),
        Example("a relative path", pitch("List-Unsubscribe: </accounts/unsubscribe/?i=1>"), Breach),
        Example("empty brackets", pitch("List-Unsubscribe: <>"), Breach),
        Example("a mailto", pitch("List-Unsubscribe: <mailto:u@growth.example>"), Kept),
        Example("a URL", pitch(UNSUBSCRIBE), Kept),
        Example("a placeholder", pitch("List-Unsubscribe: <{{unsubscribe_url}}>"), OutOfScope),
        Example("no field", pitch(), OutOfScope),
    ),
)
