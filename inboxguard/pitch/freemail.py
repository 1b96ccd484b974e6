"""Domains at which anybody may have an address, so that sharing one says nothing about people."""

from typing import Final

from inboxguard.mail.address import registrable

_NAMES: Final = frozenset(
    [
        "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "rocketmail", "aol", "icloud",
        "me", "mac", "proton", "protonmail", "pm", "gmx", "web", "t-online", "freenet", "mailbox", "posteo", "tutanota",
        "tuta", "fastmail", "zoho", "yandex", "mail", "inbox", "hey", "orange", "wanadoo", "free", "sfr", "laposte",
        "bbox", "libero", "virgilio", "tiscali", "alice", "tin", "ziggo", "kpnmail", "xs4all", "planet", "hetnet",
        "uol", "bol", "terra", "sapo", "telefonica", "movistar", "btinternet", "sky", "virginmedia", "comcast",
        "verizon", "att", "sbcglobal", "bluewin", "hispeed", "qq", "163", "126", "sina", "rediffmail", "freemail",
        "correo", "post", "courriel", "posta",
    ]
)  # fmt: skip


def is_freemail(domain: str) -> bool:
    """Whether the domain is a free-mail provider's, judged by the name before its public suffix."""
    return registrable(domain).partition(".")[0] in _NAMES
