"""Who a message belongs to: the organisations that its own fields name, and those of its signatures.

The one fact a newcomer would get wrong: the From domain alone is too narrow; honest mail is sent by services, answered
elsewhere and bounced to a third domain, and each of these is known to be the sender's only because the header says so.
"""

from inboxguard.compliance.signed import signing_domains
from inboxguard.compliance.spec import Case
from inboxguard.mail.address import registrable
from inboxguard.mail.fields.list_id import list_id
from inboxguard.mail.mailboxes import read_mailboxes
from inboxguard.mail.message import Message

_MORE_FIELDS = ("Sender", "Return-Path", "Errors-To", "Resent-From")


def author_organisation(message: Message) -> str:
    """The registrable domain of From, or empty."""
    return message.sender_address.organisation if message.sender_address else ""


def organisations_of(case: Case) -> frozenset[str]:
    """Every registrable domain that From, Reply-To, Sender, Return-Path and a passing signature name."""
    message = case.message
    found = {author_organisation(message)}
    found |= {one.address.organisation for one in message.reply_to if one.address}
    for name in _MORE_FIELDS:
        field = message.header.first(name)
        if field:
            found |= {one.address.organisation for one in read_mailboxes(field.raw) if one.address}
    found |= {registrable(domain) for domain in signing_domains(case.results)}
    return frozenset(found - {""})


def list_organisation(message: Message) -> str:
    """The registrable domain of the mailing list the message came through, or empty."""
    identity = list_id(message.header)
    return registrable(identity) if "." in identity else ""
