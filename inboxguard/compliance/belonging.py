"""Whose an option is: the sender's own, the mailing list's, or a platform's.

The one fact a newcomer would get wrong: hosts are compared by their registrable domain, and a list or a platform is
not its writers: leaving it stops the list, not the author.
"""

import re

from inboxguard.compliance.providers import is_mailing_service, is_platform
from inboxguard.mail.address import registrable
from inboxguard.mail.fields.list_id import list_id
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message

_ADDRESS_DOMAIN = re.compile(r"@([A-Za-z0-9.-]{1,253})")
_LIST_FIELDS = ("X-BeenThere", "X-Mailman-Version", "Mailing-List", "X-Google-Group-Id", "X-Mailing-List", "List-Post")


def sender_organisations(message: Message) -> frozenset[str]:
    """The registrable domains the sender writes under: From, Reply-To, Sender and Return-Path, without freemail."""
    domains = [message.sender_address.domain] if message.sender_address else []
    domains += [named.address.domain for named in message.reply_to if named.address]
    for field in ("Sender", "Return-Path"):
        domains += _ADDRESS_DOMAIN.findall(message.header.value(field))[:1]
    own = {registrable(domain) for domain in domains}
    return frozenset(one for one in own if not is_freemail(one))


def addressees(message: Message) -> frozenset[str]:
    """The addresses the message went to, in lower case, unless they may be the sender's own or a list's."""
    named = [*message.to, *message.cc]
    if not named or is_through_a_list(message):
        return frozenset()
    theirs = sender_organisations(message)
    senders = {message.sender_address, *(one.address for one in message.reply_to)}
    found = {one.address for one in named if one.address and one.address.organisation not in theirs} - senders
    return frozenset(str(address).lower() for address in found)


def author_organisation(message: Message) -> str:
    """The registrable domain of the From address, or the empty string."""
    return message.sender_address.organisation if message.sender_address else ""


def is_through_a_list(message: Message) -> bool:
    """Whether the message came through a discussion list (it has a place to post to), whoever runs it."""
    header = message.header
    return not re.match(r"\s*<?no\b", header.value("List-Post"), re.IGNORECASE) and any(
        name in header for name in _LIST_FIELDS
    )


def platform_of(message: Message, host: str) -> str:
    """The platform whose host this is, when the message's writer is not the platform itself; else empty."""
    organisation = registrable(host)
    if not is_platform(organisation):
        return ""
    if author_organisation(message) != organisation:
        return organisation
    name = message.sender.name.lower() if message.sender else ""
    brand = organisation.partition(".")[0].removesuffix("mail")
    speaks_itself = not name or (brand in name.replace(" ", "") and " via " not in name)
    return "" if speaks_itself else organisation


def leaves_somebody_else(message: Message, host: str) -> str:
    """Why an option on this host stops a list or a platform and not the writer; empty when it does not."""
    organisation = registrable(host)
    own = same_brand(organisation, frozenset({author_organisation(message)})) or is_mailing_service(host)
    if not own and (is_through_a_list(message) or organisation in _list_hosts(message)):
        return f"it leaves the mailing list at {organisation}, not its writer"
    platform = platform_of(message, host)
    return f"it stops the notices of {platform}, not the writer" if platform else ""


def _list_hosts(message: Message) -> frozenset[str]:
    """The organisations of the List-Id, and for a host of lists all its names."""
    identity = list_id(message.header)
    found = {registrable(identity)} if "." in identity else set()
    if "googlegroups.com" in found or "X-Google-Group-Id" in message.header:
        found |= {"google.com", "googlegroups.com"}
    return frozenset(found)


def same_brand(organisation: str, own: frozenset[str]) -> bool:
    """Whether it is one of these domains, or has its name under another ending or as a part (acme-mail.com)."""
    brand = organisation.partition(".")[0].replace("-", "")
    names = {one.partition(".")[0].replace("-", "") for one in own}
    return organisation in own or any(len(name) >= 4 and (name in brand or brand in name) for name in names)
