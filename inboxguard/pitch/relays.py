"""Messages a network relays for one of its members, and what of their text is the member's own.

The one fact a newcomer would get wrong: such mail carries List-Unsubscribe and "Precedence: bulk", and is a person's
pitch all the same; and every member writes from the same address.
"""

import re
from typing import Final

from inboxguard.mail.message import Message

_NETWORKS: Final = frozenset({"linkedin", "xing", "viadeo"})
_RELAY_LOCALS: Final = frozenset(
    {"messages-noreply", "inmail-hit-reply", "hit-reply", "messaging-digest-noreply", "member"}
)
_VIA: Final = re.compile(
    r"via linkedin|über linkedin|a través de linkedin|par linkedin|via xing|über xing|message from|nachricht von"
    r"|(?:tramite|attraverso|através do) linkedin",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"messaged you|sent you a (?:new )?message|written you a message|inmail|nachricht (?:gesendet|geschrieben)"
    r"|te ha enviado un mensaje|(?:vous a|t'a) envoyé un message|ti ha inviato un messaggio|heeft (?:je|u) een bericht"
    r"|enviou(?:-lhe|-te)? uma mensagem",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(
    r"^\s{0,20}(?:view message|nachricht anzeigen|ver mensaje|voir le message|visualizza(?: il)? messaggio"
    r"|bericht (?:bekijken|weergeven)|ver mensagem|reply \||you are receiving|sie erhalten|estás recibiendo"
    r"|vous recevez|ricevi|je ontvangt|você está recebendo|unsubscribe|©)",
    re.IGNORECASE | re.MULTILINE,
)
_RULE: Final = re.compile(r"\n[ \t]{0,20}[_=*~\-–—]{8,200}[ \t]{0,20}\n")
_LONGEST_ADVERT: Final = 500
_MAIL_ADVERT: Final = re.compile(
    r"hotmail|yahoo|msn\b|outlook|gmx|web\.de|gmail|iphone|ipad|android|blackberry|samsung|avast|avg\b|virus"
    r"|free e?-?mail|kostenlos\w* e-?mail|laposte|orange|libero|tiscali|juno|netzero|aol\b",
    re.IGNORECASE,
)


def network_of(message: Message) -> str:
    """The network the mail comes from ("linkedin"), or the empty string."""
    address = message.sender_address
    core = address.organisation.partition(".")[0] if address else ""
    return core if core in _NETWORKS else ""


def is_relayed(message: Message) -> bool:
    """Whether the network relays a member's own words, as opposed to speaking for itself."""
    address = message.sender_address
    if address is None or not network_of(message):
        return False
    shown = message.sender.name if message.sender else ""
    return (
        address.local.lower() in _RELAY_LOCALS
        or bool(_VIA.search(shown[:200]))
        or bool(_TOLD.search(message.subject[:300]))
    )


def own_words(message: Message) -> str:
    """The new text without what the network, a mail provider or a scanner put below the writer's words."""
    text = message.new_text
    if network_of(message):
        found = _FOOTER.search(text[:20_000])
        return text[: found.start()] if found else text
    return _without_advert(text)


def _without_advert(text: str) -> str:
    """The text without its provider's advertising, which stands below a ruled line and is short."""
    from_end = max(0, len(text) - _LONGEST_ADVERT)
    rules = list(_RULE.finditer(text, from_end))
    if rules and _MAIL_ADVERT.search(text, rules[0].end()):
        return text[: rules[0].start()]
    return text
