"""What a message holds instead of words: a picture, a document, another message.

The one fact a newcomer would get wrong: a few words beside it ("see attached") do not make it readable, and of what
cannot be read nothing may be said to be missing.
"""

from inboxguard.mail.message import Message, Part

LITTLE_TEXT = 40
_TEXTS = frozenset({"text/plain", "text/html", "text/x-amp-html", "text/enriched", "text/richtext"})
_HOLD_NO_WORDS = frozenset(
    {
        "application/pgp-signature",
        "application/pgp-keys",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/x-vcard",
        "text/vcard",
    }
)


def instead_of_words(message: Message) -> str:
    """The name of what stands where words should, or empty where there are words or nothing at all."""
    if sum(len(block.text.strip()) for block in message.blocks) > LITTLE_TEXT:
        return ""
    if shown := next((link for block in message.blocks for link in block.links if link.image_only), None):
        return shown.text or shown.target or "<img>"
    if held := next((part for part in message.parts if _holds_words(part)), None):
        return held.filename or held.content_type
    html = (part for part in message.parts if part.content_type == "text/html")
    return "<img>" if any("<img" in part.text[:200_000].lower() for part in html) else ""


def _holds_words(part: Part) -> bool:
    """Whether the part may hold words that are not read: anything but shown text and signatures."""
    attached = part.disposition == "attachment" or bool(part.filename)
    return part.content_type not in _HOLD_NO_WORDS and (attached or part.content_type not in _TEXTS) and part.size > 0
