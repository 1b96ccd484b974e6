"""What the form of a message says beside its words: threads that are none, slips of a program, sums, questions.

The one fact a newcomer would get wrong: a "Re:" proves nothing either way. It is a reply to nothing only where no
thread is named, nothing is quoted and the user never wrote.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.pitch.context import Context
from inboxguard.pitch.phrases import Hit, cut, fold
from inboxguard.pitch.relays import is_relayed
from inboxguard.pitch.signals import LANGUAGES, catalogue, titles
from inboxguard.pitch.text import OwnText
from inboxguard.pitch.traces import find_traces

_REPLY: Final = re.compile(r"^\s{0,5}(?:re|aw|antw|sv|r|rif|res)\s?(?:\[\d{1,3}\])?\s?:", re.IGNORECASE)
_SLIP: Final = re.compile(
    r"\{\{[^{}\n]{1,40}\}\}|\{(?:first|last|company|name|city|vorname|firma|nombre|empresa|nome)[^{}\n]{0,20}\}"
    r"|%(?:FIRSTNAME|FIRST_NAME|COMPANY|NAME)%|\[(?:first ?name|company|name|your company|firma|vorname|nombre)\]"
    r"|^(?:hi|hello|hey|dear|hallo|hola) ,|\bnull,|\bundefined\b",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT_SLIP: Final = re.compile(r"\{[^{}\n]{1,40}\}|%[A-Z_]{3,20}%")
_MONEY: Final = re.compile(
    r"(?:[£€$]|USD|EUR|GBP|CHF)\s?\d[\d.,' ]{0,12}\d?\s?(?:k|m|mio|million)?"
    r"|\d[\d.,']{0,12}\s?(?:€|£|\$|euros?|usd|eur|gbp|chf|reais|dollars?|pounds)\b",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    r"\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|percent|prozent|pour cent|por ciento|per cento|procent)", re.IGNORECASE
)
_SIDE_START: Final = re.compile(
    r"^(?:get|try|use|join|go|hello|hi|meet|with|team|my|the|ask|via|heypoint)-?([a-z0-9-]{4,})$"
)
_SIDE_END: Final = re.compile(
    r"^([a-z0-9-]{4,}?)-?(?:hq|app|team|mail|io|now|online|group|labs|outreach|reach|growth|sales|digital)$"
)
_LONG: Final = 350
_SHORT: Final = 30
_SEVERAL_MOVES: Final = 3
_SHORTEST_FIRM: Final = 4
_MANY_MOVES: Final = 5
OFFERS: Final = frozenset(
    {
        "value-proposition",
        "introduces-firm",
        "offers-free",
        "quotes-price",
        "cites-clients",
        "promises-figures",
        "offers-people",
        "sells-ranking",
        "asks-for-money",
        "sells-list",
        "sells-event",
        "flatters-award",
        "guarantees",
    }
)
ASKS: Final = frozenset(
    {"asks-for-call", "proposes-slot", "asks-interest", "offers-material", "asks-for-person", "shares-calendar"}
)


def read_structure(message: Message, context: Context, text: OwnText) -> Iterator[tuple[str, Evidence]]:
    """The structural symbols of the message with the words they rest on."""
    yield from find_traces(message)
    for name, check in _CHECKS:
        evidence = check(message, context, text)
        if evidence is not None:
            yield name, evidence


def _fake_reply(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del text
    if not _REPLY.match(message.subject) or message.in_reply_to or message.references or message.quoted_text.strip():
        return None
    return None if context.replies or context.owner_wrote_first else quote("subject", message.subject)


def _title(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message
    if text.title:
        return quote("signature", text.title.words)
    connection = context.match.connection
    position = connection.position if connection else ""
    return quote("the network's export", position) if _sells_by_title(position) else None


@lru_cache(maxsize=4096)
def _sells_by_title(position: str) -> bool:
    """Whether the position the network names is one that sells."""
    words = cut(position[:200])
    return any(titles(code).find(words) for code in LANGUAGES)


def _slip(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del context
    found = _SUBJECT_SLIP.search(message.subject[:300]) or _SLIP.search(text.body.text[:4000])
    return quote("body", found.group()) if found else None


def _lookalike(message: Message, context: Context, text: OwnText) -> Evidence | None:
    """A side domain counts only where the brand is named elsewhere: many honest firms are called get… or …hq."""
    address = message.sender_address
    if address is None:
        return None
    core = address.organisation.partition(".")[0]
    found = _SIDE_START.match(core) or _SIDE_END.match(core)
    if not found:
        return None
    brand = found.group(1).replace("-", "")
    said = fold(f"{text.body.text} {message.signature_text} {message.sender.name if message.sender else ''}")
    earlier = [touch.address for touch in context.sequence.touches] if context.sequence else []
    named = brand in said.replace(" ", "").replace("-", "")
    used = any(brand in other and core not in other for other in earlier)
    return quote("header From", str(address)) if named or used else None


def _freemail_business(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del context
    address = message.sender_address
    if address is None or not is_freemail(address.domain):
        return None
    sells = {"value-proposition", "quotes-price", "offers-free", "promises-figures", "sells-ranking", "introduces-firm"}
    return quote("header From", str(address)) if sells & set(text.hits) else None


def _private_address(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del context
    address = message.sender_address
    if address is None or not is_freemail(address.domain) or _sells(text):
        return None
    return quote("header From", str(address))


def _short_question(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    count = text.length
    return quote("body", text.body.text) if 0 < count <= _SHORT and "?" in text.body.tokens else None


def _ends_with_question(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    tokens = text.body.tokens
    last = len(tokens) - 1 - tokens[::-1].index("?") if "?" in tokens else -1
    if last < 0 or len(tokens) - last > 14:
        return None
    start = text.body.spans[max(0, last - 8)][0]
    return quote("body", text.body.text[start : text.body.spans[last][1]])


def _names_money(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    found = _MONEY.search(text.words.text)
    return quote("body", found.group()) if found else None


def _names_percent(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    found = _PERCENT.search(text.words.text)
    return quote("body", found.group()) if found else None


def _firm_in_subject(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del text
    return quote("subject", message.subject) if _names_firm(message.subject, context) else None


def _firm_in_text(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message
    named = _names_firm(text.body.text, context)
    return quote("body", named) if named else None


def _names_firm(text: str, context: Context) -> str:
    """The name of the user's firm, as their domain spells it, where the text holds it; else the empty string."""
    folded = fold(text).replace(" ", "").replace("-", "")
    cores = (domain.partition(".")[0].replace("-", "") for domain in sorted(context.owner_domains))
    return next((core for core in cores if len(core) >= _SHORTEST_FIRM and core in folded), "")


def _network_message(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del context, text
    return quote("header From", str(message.sender)) if is_relayed(message) else None


def _several_moves(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    moves = _sells(text)
    return _together(moves) if len(moves) >= _SEVERAL_MOVES else None


def _many_moves(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    moves = _sells(text)
    return _together(moves) if len(moves) >= _MANY_MOVES else None


def _offer_and_ask(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    offers, asks = _among(text, OFFERS), _among(text, ASKS)
    return _together([*offers[:2], *asks[:2]]) if offers and asks else None


def _full_offer(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    offers, asks = _among(text, OFFERS), _among(text, ASKS)
    return _together([*offers[:3], *asks[:2]]) if len(offers) > 1 and asks else None


def _among(text: OwnText, names: frozenset[str]) -> list[Hit]:
    return [hit for name, hit in text.hits.items() if name in names]


def _together(moves: list[Hit]) -> Evidence:
    return quote("body", "; ".join(hit.words for hit in moves[:6]))


def _to_canary(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del text
    return quote("header To", ", ".join(str(to) for to in message.to)) if context.to_canary else None


def _several_recipients(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del text
    others = [named for named in (*message.to, *message.cc) if named.address and not context.is_own(named.address)]
    fewest = 1 if context.owner_addresses else 2
    return quote("header To", ", ".join(str(named) for named in others)) if len(others) >= fewest else None


def _foreign_thread(message: Message, context: Context, text: OwnText) -> Evidence | None:
    """A reply in a thread the person did not begin alone, as far as one can see."""
    del text
    known = {touch.message_id for touch in context.sequence.touches} if context.sequence else set()
    named = {*message.in_reply_to, *message.references}
    if not named or named & known:
        return None
    return quote("header In-Reply-To", min(named))


def _no_selling_move(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    return None if _sells(text) or not text.body.tokens else quote("body", text.body.text[:80])


def _machine(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del context, text
    for name in (
        "X-SG-EID",
        "X-Mailgun-Sid",
        "X-SES-Outgoing",
        "X-PM-Message-Id",
        "X-MC-User",
        "X-MSFBL",
        "Feedback-ID",
    ):
        field = message.header.first(name)
        if field is not None:
            return quote(f"header {name}", field.value)
    return None


def _long_text(message: Message, context: Context, text: OwnText) -> Evidence | None:
    del message, context
    count = len(text.body.tokens)
    return Evidence("body", f"{count} words") if count > _LONG else None


def _sells(text: OwnText) -> list[Hit]:
    known = catalogue()
    return [hit for name, hit in text.hits.items() if name in known and known[name].sells]


_Check = Callable[[Message, Context, OwnText], Evidence | None]
_CHECKS: Final[tuple[tuple[str, _Check], ...]] = (
    ("fake-reply", _fake_reply),
    ("sales-title", _title),
    ("merge-slip", _slip),
    ("lookalike-domain", _lookalike),
    ("freemail-business", _freemail_business),
    ("short-question", _short_question),
    ("ends-with-question", _ends_with_question),
    ("names-money", _names_money),
    ("names-percent", _names_percent),
    ("firm-in-subject", _firm_in_subject),
    ("firm-in-text", _firm_in_text),
    ("network-message", _network_message),
    ("several-moves", _several_moves),
    ("many-moves", _many_moves),
    ("offer-and-ask", _offer_and_ask),
    ("full-offer", _full_offer),
    ("to-canary", _to_canary),
    ("several-recipients", _several_recipients),
    ("foreign-thread", _foreign_thread),
    ("private-address", _private_address),
    ("no-selling-move", _no_selling_move),
    ("formal-machine", _machine),
    ("long-text", _long_text),
)
