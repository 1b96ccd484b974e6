"""Which of the user's requests to stop were made of the sender of this message.

The one fact a newcomer would get wrong: a request is asked of an address, and the next mail comes from another one;
so an organisation counts as one sender, except where its domain is a freemail provider's and only the address counts.
"""

from datetime import UTC, datetime

from inboxguard.compliance.history import EarlierMail, OptOut
from inboxguard.compliance.spec import Case
from inboxguard.compliance.targets import read_target
from inboxguard.mail.address import Address, parse_address, registrable
from inboxguard.mail.freemail import is_freemail


def asked_of(address: Address | None, opt_out: OptOut) -> bool:
    """Whether that sender is the one who was asked."""
    if address is None:
        return False
    asked = parse_address(opt_out.asked)
    if asked and asked.folded == address.folded:
        return True
    if is_freemail(address.domain):
        return False
    return address.organisation == (asked.organisation if asked else registrable(opt_out.asked.strip().lower()))


def offered_by(mail: EarlierMail, opt_out: OptOut) -> bool:
    """Whether an earlier mail came from who was asked, or offered the address that was asked."""
    if asked_of(mail.sender, opt_out):
        return True
    asked = opt_out.asked.strip().lower()
    targets = [read_target(option.target) for option in mail.options]
    return any(asked in {target.path.lower(), target.host} for target in targets if target.host)


def in_force(case: Case) -> tuple[OptOut, ...]:
    """The requests made before this message came and not withdrawn since, oldest first."""
    now = now_of(case)
    if now is None:
        return ()
    standing = (one for one in case.history.opt_outs if one.at < now and not (one.withdrawn and one.withdrawn <= now))
    return tuple(sorted(standing, key=lambda one: one.at))


def asked_to_stop(case: Case) -> tuple[OptOut, ...]:
    """The requests in force that were made of the sender of this message, by address, organisation or option."""
    sender = case.message.sender_address
    return tuple(
        one
        for one in in_force(case)
        if asked_of(sender, one)
        or any(_same_sender(mail, sender) and offered_by(mail, one) for mail in case.history.earlier)
    )


def _same_sender(mail: EarlierMail, address: Address | None) -> bool:
    if address is None or mail.sender is None:
        return False
    if mail.sender.folded == address.folded:
        return True
    return not is_freemail(address.domain) and mail.sender.organisation == address.organisation


def now_of(case: Case) -> datetime | None:
    """The instant the message counts from: receipt, else the sender's own date; one without a zone counts as UTC."""
    now = case.received or case.message.when
    return now.replace(tzinfo=UTC) if now is not None and now.tzinfo is None else now
