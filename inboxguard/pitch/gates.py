"""Gates: why a message is never acted on, whatever it says.

They are asked in order before any score counts, and each fails towards leaving. The order goes from what is surest to
what is read from words. The one fact a newcomer would get wrong: a gate is about the relationship, so a harmless
"thanks for connecting" neither opens nor closes one, and a refusal by the user never closes one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.pitch.context import Context
from inboxguard.pitch.history import SHORT, just_refused
from inboxguard.pitch.machine import automatic, calendar, mailing_list
from inboxguard.pitch.reading import Gate
from inboxguard.pitch.replies import is_contact, is_refusal
from inboxguard.pitch.sequence import Reply, ReplyKind
from inboxguard.pitch.structure import ASKS, OFFERS
from inboxguard.pitch.text import OwnText, read_text

ENGAGED_FOR: Final = timedelta(days=180)
_DEALINGS: Final = 3
_ORGANISATION_CONTACTS: Final = 2
_PITCHED: Final = 0.5


def gate(message: Message, context: Context, text: OwnText | None = None) -> Gate | None:
    """The first gate that holds, or None when the message may be judged by what it says."""
    read = text or read_text(message)
    for check in GATES:
        found = check(message, context, read)
        if found is not None:
            return found
    return None


def own_organisation(message: Message, context: Context, text: OwnText) -> Gate | None:
    """The sender is the user, or of the user's organisation."""
    del text
    address = message.sender_address
    if address is None or not context.is_own(address):
        return None
    return Gate("own-organisation", "The sender belongs to your own organisation.", quote("header From", str(address)))


def known_contact(message: Message, context: Context, text: OwnText) -> Gate | None:
    """Somebody told us that the person is known."""
    del message, text
    if not context.known_contact:
        return None
    return Gate("known-contact", f"The sender is known: {context.known_contact}.")


def engaged_person(message: Message, context: Context, text: OwnText) -> Gate | None:
    """The user dealt with the person: met them, wrote first, or answered with anything but a refusal.

    The latest of the user's answers decides. A refusal after interest opens the gate again, except where the two had
    dealings before (the user wrote first, or wrote three times and more) and the refusal is no opt-out: whoever
    declines one offer of a supplier still deals with the supplier.
    """
    del text
    latest = _latest(context)
    contacts = [reply for reply in context.replies if is_contact(reply)]
    dealings = context.owner_wrote_first or len(contacts) >= _DEALINGS
    if latest is not None and is_refusal(latest) and (latest.kind is ReplyKind.OPTED_OUT or not dealings):
        return None
    if context.met:
        return Gate("engaged", "You met the sender.")
    if context.owner_wrote_first:
        return Gate("engaged", "You wrote to the sender first.")
    if not contacts:
        return None
    when = message.when
    if when is not None and when - contacts[-1].at > ENGAGED_FOR and len(contacts) < _DEALINGS:
        return None
    return Gate("engaged", "You answered the sender before.", quote("your reply", contacts[-1].words or "a reply"))


def own_thread(message: Message, context: Context, text: OwnText) -> Gate | None:
    """The message answers one the user sent; an answer to a refusal does not count."""
    del text
    latest = _latest(context)
    if latest is not None and is_refusal(latest) and not any(is_contact(reply) for reply in context.replies):
        return None
    small_talk = context.answered is not None and context.answered.kind is ReplyKind.PLEASANTRY
    if small_talk and not any(is_contact(reply) for reply in context.replies):
        return None
    if context.in_owner_thread and (context.answered is None or not is_refusal(context.answered)):
        return Gate("your-thread", "It answers a message of yours.", _thread(message))
    named = next((name for name in (*message.in_reply_to, *message.references) if _is_owners(name, context)), None)
    if named is None or (context.answered is not None and is_refusal(context.answered)):
        return None
    return Gate("your-thread", "It answers a message from your organisation.", quote("header In-Reply-To", named))


def subscription(message: Message, context: Context, text: OwnText) -> Gate | None:
    """A mailing list or a newsletter; what to do about those is said by unsubscribing."""
    del context, text
    found = mailing_list(message)
    return Gate("mailing-list", "It comes from a mailing list or a subscription.", found) if found else None


def machine_mail(message: Message, context: Context, text: OwnText) -> Gate | None:
    """Automatic and transactional mail."""
    del context
    found = automatic(message) or text.gates.get("transaction")
    return Gate("automatic", "It is an automatic or transactional message.", found) if found else None


def refusal_accepted(message: Message, context: Context, text: OwnText) -> Gate | None:
    """The sender accepts the user's refusal, in words or by a short answer, and sells nothing in the same breath."""
    del message
    latest = _latest(context)
    if latest is None or not is_refusal(latest) or (OFFERS | ASKS) & set(text.hits):
        return None
    evidence = text.signals.get("accepts-refusal")
    if evidence is not None:
        return Gate("refusal-accepted", "The sender accepts your refusal.", evidence)
    few = text.length <= SHORT
    answer = few and context.sequence is not None and just_refused(context.sequence)
    return Gate("refusal-accepted", "It is a short answer to your refusal and sells nothing.") if answer else None


def calendar_mail(message: Message, context: Context, text: OwnText) -> Gate | None:
    """Invitations and answers of calendar programs."""
    del context, text
    found = calendar(message)
    return Gate("calendar", "It is a calendar invitation.", found) if found else None


def introduction(message: Message, context: Context, text: OwnText) -> Gate | None:
    """A third person introduces somebody, or somebody answers such an introduction."""
    del message
    return _by_words("introduction", "Somebody introduces people to each other.", context, text)


def existing_business(message: Message, context: Context, text: OwnText) -> Gate | None:
    """The user deals with others of the sender's organisation: a supplier or a customer."""
    del text
    address = message.sender_address
    if address is None or is_freemail(address.domain) or context.organisation_contacts < _ORGANISATION_CONTACTS:
        return None
    latest = _latest(context)
    if latest is not None and latest.kind is ReplyKind.OPTED_OUT:
        return None
    return Gate("existing-business", "You deal with the sender's organisation.", quote("header From", str(address)))


def applicant(message: Message, context: Context, text: OwnText) -> Gate | None:
    """Somebody applies for a position."""
    del message
    return _by_words("application", "Somebody applies for a position.", context, text)


def event_host(message: Message, context: Context, text: OwnText) -> Gate | None:
    """The host of an event the user registered for, speaks at or belongs to."""
    del message
    return _by_words("host", "It is about an event or an association you belong to.", context, text)


def buyer(message: Message, context: Context, text: OwnText) -> Gate | None:
    """Somebody who wants to buy from the user, or to hire them."""
    del message
    return _by_words("purchase", "The sender asks for your own offer.", context, text)


GATES: Final[tuple[Callable[[Message, Context, OwnText], Gate | None], ...]] = (
    own_organisation,
    known_contact,
    engaged_person,
    own_thread,
    subscription,
    machine_mail,
    calendar_mail,
    refusal_accepted,
    introduction,
    existing_business,
    applicant,
    event_host,
    buyer,
)


def _by_words(name: str, says: str, context: Context, text: OwnText) -> Gate | None:
    """A gate that rests on words; it stays open for whoever has pitched before, since words are easily said."""
    evidence = text.gates.get(name)
    if evidence is None:
        return None
    earlier = context.sequence.touches if context.sequence else ()
    if any(touch.alone >= _PITCHED and not touch.gated for touch in earlier):
        return None
    return Gate(name, says, evidence)


def _latest(context: Context) -> Reply | None:
    """The user's latest answer that says yes or no; a bare question decides nothing."""
    said = [reply for reply in context.replies if is_contact(reply) or is_refusal(reply)]
    return said[-1] if said else None


def _is_owners(message_id: str, context: Context) -> bool:
    """Whether the Message-ID was made at the user's organisation (its right side is the user's domain)."""
    domain = message_id.rpartition("@")[2].lower()
    return any(domain == own or domain.endswith(f".{own}") for own in context.owner_domains)


def _thread(message: Message) -> Evidence:
    named = (*message.in_reply_to, *message.references)
    return quote("header In-Reply-To", named[0] if named else message.subject)
