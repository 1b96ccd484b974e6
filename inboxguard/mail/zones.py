"""What the markup of mail programs says about whose words an element holds.

The names were seen in mail written by Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Proton, Zoho and others.
"""

from enum import Enum, auto


class Zone(Enum):
    """What markup says of a place; OPEN says nothing.

    CONTAINER holds a reply's attribution and quotation but also answers written between; INDENT is a blockquote that
    may only indent; from AFTER on everything is somebody else's; HEADER is the header a mail program puts above that.
    """

    OPEN = auto()
    QUOTE = auto()
    INDENT = auto()
    CONTAINER = auto()
    ATTRIBUTION = auto()
    HEADER = auto()
    AFTER = auto()
    FORWARD = auto()
    SIGNATURE = auto()


_CLASSES: dict[str, Zone] = {
    "gmail_quote": Zone.CONTAINER,
    "gmail_quote_container": Zone.CONTAINER,
    "gmail_extra": Zone.OPEN,
    "gmail_attr": Zone.ATTRIBUTION,
    "moz-cite-prefix": Zone.ATTRIBUTION,
    "moz-forward-container": Zone.FORWARD,
    "moz-signature": Zone.SIGNATURE,
    "gmail_signature": Zone.SIGNATURE,
    "gmail_signature_prefix": Zone.SIGNATURE,
    "yahoo_quoted": Zone.QUOTE,
    "protonmail_quote": Zone.QUOTE,
    "protonmail_signature_block": Zone.SIGNATURE,
    "tutanota_quote": Zone.QUOTE,
    "zmail_extra": Zone.QUOTE,
    "outlookmessageheader": Zone.HEADER,
    "wordsection1": Zone.OPEN,
    "freebirdreplywrapper": Zone.QUOTE,
    "front-blockquote": Zone.QUOTE,
    "mailru-blockquote": Zone.QUOTE,
    "elided-text": Zone.CONTAINER,
}
_IDENTIFIERS: dict[str, Zone] = {
    "divrplyfwdmsg": Zone.HEADER,
    "appendonsend": Zone.AFTER,
    "stopspelling": Zone.AFTER,
    "mail-editor-reference-message-container": Zone.AFTER,
    "ms-outlook-mobile-reference-message": Zone.AFTER,
    "olk_src_body_section": Zone.AFTER,
    "reply-intro": Zone.ATTRIBUTION,
    "yahoo_quoted": Zone.QUOTE,
    "signature": Zone.SIGNATURE,
    "applemailsignature": Zone.SIGNATURE,
    "ms-outlook-mobile-signature": Zone.SIGNATURE,
    "protonmail_signature_block": Zone.SIGNATURE,
}
_TELLING = frozenset({"class", "id", "data-smartmail"})
_STRONG = frozenset({Zone.QUOTE, Zone.FORWARD, Zone.SIGNATURE, Zone.HEADER, Zone.ATTRIBUTION})


def _own(tag: str, attributes: dict[str, str]) -> Zone | None:
    """What the element itself says, or None."""
    if tag != "blockquote" and _TELLING.isdisjoint(attributes):
        return None
    for name in attributes.get("class", "").lower().split()[:20]:
        plain = name.removeprefix("x_")
        if plain in _CLASSES and not (tag == "blockquote" and _CLASSES[plain] is Zone.CONTAINER):
            return _CLASSES[plain]
    identifier = attributes.get("id", "").lower()
    if identifier:
        plain = identifier.removeprefix("x_")
        if plain in _IDENTIFIERS:
            return _IDENTIFIERS[plain]
        if plain.startswith(("yiv", "yahoo_quoted")) and "quoted" in plain:
            return Zone.QUOTE
    if attributes.get("data-smartmail") == "gmail_signature":
        return Zone.SIGNATURE
    if tag == "blockquote":
        return _blockquote(attributes)
    return None


def _blockquote(attributes: dict[str, str]) -> Zone:
    """A cited blockquote quotes; one that only indents (as Gmail's indent button writes it) says nothing."""
    if attributes.get("type", "").lower() == "cite" or "cite" in attributes or "quote" in attributes.get("class", ""):
        return Zone.QUOTE
    style = attributes.get("style", "").replace(" ", "").lower()
    if "border:none" in style or "margin:00040px" in style:
        return Zone.OPEN
    return Zone.INDENT


def zone_of(tag: str, attributes: dict[str, str], outer: Zone) -> Zone:
    """The zone of an element inside `outer`; what quotes or signs goes on in everything inside it."""
    if outer in _STRONG and outer is not Zone.FORWARD:
        return outer
    own = _own(tag, attributes)
    if own is None or own is Zone.OPEN:
        return Zone.OPEN if outer is Zone.AFTER else outer
    return own
