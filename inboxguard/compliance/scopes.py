"""Which cases a lint speaks of, as small functions that can be joined.

The one fact a newcomer would get wrong: a scope is asked before the check, and `Undecided` from a scope ends the lint
just as `OutOfScope` does. So a check may rely on what its scope has made sure of.
"""

from inboxguard.compliance.history import Answer
from inboxguard.compliance.outcome import OutOfScope, Undecided
from inboxguard.compliance.spec import Case, Scope
from inboxguard.mail.fields.list_id import Bulk


def every_message(_case: Case) -> OutOfScope | Undecided | None:
    """Any message at all."""
    return None


def intact_header(case: Case) -> OutOfScope | Undecided | None:
    """Messages whose header could be read."""
    return None if case.message.header_intact else Undecided("the header is damaged")


def whole_message(case: Case) -> OutOfScope | Undecided | None:
    """Messages whose body was read to the end."""
    if case.message.encrypted:
        return Undecided("the message is encrypted")
    return None if case.message.readable else Undecided("the message could not be read to its end")


def commercial(case: Case) -> OutOfScope | Undecided | None:
    """Messages that sell; undecided when nobody said."""
    match case.commercial:
        case Answer.YES:
            return None
        case Answer.NO:
            return OutOfScope("the message does not sell")
        case Answer.MAYBE:
            return Undecided("it was not said whether the message sells")


def perhaps_commercial(case: Case) -> OutOfScope | Undecided | None:
    """Messages that sell or may sell: for norms about how an option works, once it is there."""
    return OutOfScope("the message does not sell") if case.commercial is Answer.NO else None


def bulk(case: Case) -> OutOfScope | Undecided | None:
    """Messages that were surely sent in bulk; a provider's rules for bulk senders speak of no others."""
    if case.bulk.bulk is Bulk.YES:
        return None
    return OutOfScope("nothing shows that it was sent in bulk")


def has_field(name: str) -> Scope:
    """Messages with at least one field of that name."""

    def scope(case: Case) -> OutOfScope | Undecided | None:
        if not case.message.header_intact:
            return Undecided("the header is damaged")
        return None if name in case.message.header else OutOfScope(f"it has no {name} field")

    return scope


def known_history(case: Case) -> OutOfScope | Undecided | None:
    """Messages whose earlier mail and opt-outs were looked up."""
    return None if case.history.known else Undecided("earlier mail was not looked at")


def probed(case: Case) -> OutOfScope | Undecided | None:
    """Messages for which the network was asked, which it is not by default."""
    return None if case.probes is not None else Undecided("the network was not asked")


def all_of(*scopes: Scope) -> Scope:
    """The cases that every one of these speaks of; the first objection is the one given."""

    def scope(case: Case) -> OutOfScope | Undecided | None:
        return next((objection for one in scopes if (objection := one(case)) is not None), None)

    return scope


bulk_marketing: Scope = all_of(intact_header, bulk, commercial)
has_list_unsubscribe: Scope = has_field("List-Unsubscribe")
has_one_click: Scope = all_of(has_field("List-Unsubscribe"), has_field("List-Unsubscribe-Post"))
selling_body: Scope = all_of(whole_message, perhaps_commercial)
