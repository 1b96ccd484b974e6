"""Which signatures may be believed, and what they cover.

The one fact a newcomer would get wrong: a DKIM-Signature field proves nothing by itself. Without the word of a trusted
server it is unknown whether it holds; but a message without any such field is surely not signed.
"""

from inboxguard.compliance.spec import Case
from inboxguard.mail.fields.authentication import AuthenticationResults
from inboxguard.mail.fields.signature import Signature, passing

ONE_CLICK_FIELDS = ("List-Unsubscribe", "List-Unsubscribe-Post")


def signing_domains(results: AuthenticationResults | None) -> tuple[str, ...]:
    """The d= domains whose signatures a trusted server says passed."""
    return tuple(dict.fromkeys(one.domain for one in results.passed("dkim") if one.domain)) if results else ()


def holding(case: Case) -> tuple[Signature, ...] | None:
    """The signatures that hold; empty when surely none does, None when nobody trusted said."""
    if "DKIM-Signature" not in case.message.header:
        return ()
    return None if case.results is None else passing(case.message.header, case.results)


def names_one_click(signature: Signature) -> bool:
    """Whether h= names both fields of one-click (RFC 8058 §4)."""
    return all(signature.count(name) for name in ONE_CLICK_FIELDS)
