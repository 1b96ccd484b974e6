"""List-Unsubscribe as the lints look at it: read once a message, with the items that a reader could follow.

The one fact a newcomer would get wrong: a field that is there may still offer nothing; half of those seen in phishing
do not, so presence is never taken for a way out.
"""

from functools import lru_cache

from inboxguard.compliance.merge_tags import merge_tag
from inboxguard.compliance.spec import Case
from inboxguard.compliance.targets import Target, read_target
from inboxguard.mail.encoded_words import decode_words
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.fields.unsubscribe import ONE_CLICK, UnsubscribeField, read_unsubscribe
from inboxguard.mail.message import Header

_EMPTY = UnsubscribeField()


@lru_cache(maxsize=16)
def _read(header: Header) -> UnsubscribeField:
    return read_unsubscribe(header) or _EMPTY


def field_of(case: Case) -> UnsubscribeField:
    """What the two fields say; an empty reading when the message has neither."""
    return _read(case.message.header)


def seen_in(case: Case, name: str = "List-Unsubscribe") -> Evidence:
    """The topmost field of that name as evidence, decoded as a mail program shows it."""
    return quote(f"header {name}", case.message.header.value(name) or "(empty)")


def tag_in(case: Case) -> str | None:
    """A placeholder in the value, or None."""
    found = case.message.header.first("List-Unsubscribe")
    return merge_tag(decode_words(found.raw)) if found else None


def web_targets(case: Case) -> tuple[Target, ...]:
    """The usable http and https targets, taken apart."""
    return tuple(read_target(uri.text) for uri in field_of(case).usable if uri.scheme != "mailto")


def organisations(case: Case) -> frozenset[str]:
    """The registrable domains all usable targets belong to, mail addresses too."""
    field = field_of(case)
    hosts = {target.organisation for target in web_targets(case)}
    return frozenset(hosts | {one.organisation for uri in field.mailto for one in uri.addresses}) - {""}


def exact_pair(value: str) -> bool:
    """Whether a List-Unsubscribe-Post value is the one pair the standard knows; case is forgiven."""
    return value.strip().lower() == ONE_CLICK.lower()
