"""What a person's mail over time breaks: the lints over a history, given the Sequence and the user's own opt-outs.

The one fact a newcomer would get wrong: these findings move nothing. They stand beside the verdict, with the norm's
code, so that whoever reads the report or `explain` can look up who asks for what.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

from inboxguard.compliance.case import case_of
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.history import Answer, EarlierMail, History, OptOut, OptOutWay
from inboxguard.compliance.outcome import Breach
from inboxguard.compliance.run import run
from inboxguard.compliance.spec import Lint
from inboxguard.compliance.way_out import Offer, WaysOut
from inboxguard.mail.address import parse_address
from inboxguard.mail.evidence import quote
from inboxguard.mail.message import Message
from inboxguard.pitch.follow import aware
from inboxguard.pitch.sequence import Reply, ReplyKind, Sequence, Touch
from inboxguard.pitch.verdict import Conclusion

_OVER_TIME: Final = "UNS6"
_OFFERS: Final = {offer.value: offer for offer in Offer}
_SELLING: Final = frozenset({Conclusion.PITCH.value, Conclusion.HARD_SELL.value})


def broken_over_time(
    message: Message,
    before: Sequence,
    replies: Iterable[Reply],
    trusted: Collection[str] = (),
    ways: WaysOut | None = None,
) -> tuple[str, ...]:
    """What lints over a history find in a message that sells: "UNS601 ignored-opt-out: came 22 days after …" each.

    `before` is what the person had sent before this message, `replies` what the user wrote to them; `ways` are
    the message's ways out where they are known. Never raises.
    """
    history = history_of(before, replies)
    if not history.earlier and not history.opt_outs:
        return ()
    case = case_of(message, trusted_ids=trusted, commercial=Answer.YES, history=history, ways=ways)
    return tuple(
        f"{ran.lint.code} {ran.lint.name}: {ran.outcome.says}"
        for ran in run(_lints(), case)
        if isinstance(ran.outcome, Breach)
    )


@cache
def _lints() -> tuple[Lint, ...]:
    return tuple(lint for lint in catalogue() if lint.code.startswith(_OVER_TIME))


def history_of(before: Sequence, replies: Iterable[Reply]) -> History:
    """The Sequence as the lints know it: its mail, oldest first, and the replies that ask for no more mail."""
    earlier = tuple(_earlier(touch) for touch in sorted(before.touches, key=lambda touch: aware(touch.at)))
    asked = [reply for reply in replies if reply.kind is ReplyKind.OPTED_OUT]
    return History(earlier, tuple(_opt_out(reply, before) for reply in asked))


def _earlier(touch: Touch) -> EarlierMail:
    return EarlierMail(
        at=aware(touch.at),
        sender=parse_address(touch.address),
        message_id=touch.message_id,
        subject=touch.subject,
        offer=_OFFERS.get(touch.offer, Offer.UNKNOWN),
        commercial=Answer.YES if touch.verdict in _SELLING else Answer.MAYBE,
        promised_stop=quote("earlier mail", touch.subject) if touch.promised_last else None,
    )


def _opt_out(reply: Reply, before: Sequence) -> OptOut:
    """The request, asked of the address the person had written from last."""
    earlier = [touch for touch in before.touches if aware(touch.at) <= aware(reply.at)] or list(before.touches)
    asked = max(earlier, key=lambda touch: aware(touch.at)).address if earlier else ""
    words = reply.words or reply.kind.value
    return OptOut(aware(reply.at), asked, OptOutWay.REPLY, quote("your reply", words))
