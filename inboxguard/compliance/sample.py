"""Fictional mail for the examples of lints: a pitch, a page of HTML, a note between friends, and signatures.

The one fact a newcomer would get wrong: a field given to `pitch` replaces the usual one of its name; two fields of one
name stand both when both are given. `SIGNED` goes with the trusted server of `Example.trusted_ids`.
"""

MARA = "Mara Lindqvist <mara@growth.example>"
BULK = "Feedback-ID: 77:growth:campaign"
UNSUBSCRIBE = "List-Unsubscribe: <https://growth.example/u/3f9a2c77d0b14e58>"
ONE_CLICK = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
PASSED = "Authentication-Results: mx.me.example; dkim=pass header.d=growth.example header.s=s1 header.b=Qm9keUhh"
SELLING = "Teams like yours double their meetings with us. Shall we talk this week?"
FOOTER = "Growth Ltd, 12 Market Street, Springfield, IL 62701, USA"


def pitch(
    *fields: str, body: str = SELLING, sender: str = MARA, subject: str = "Twice the meetings this quarter"
) -> str:
    """A plain message that sells, with these header fields added or put in place of the usual ones."""
    usual = (
        f"From: {sender}",
        "To: Alex Moreau <you@me.example>",
        f"Subject: {subject}",
        "Message-ID: <1@growth.example>",
        "Date: Tue, 10 Mar 2026 09:00:00 +0000",
    )
    given = {field.partition(":")[0].lower() for field in fields}
    kept = [field for field in usual if field.partition(":")[0].lower() not in given]
    return "\n".join([*fields, *kept]) + f"\n\n{body}\n"


def page(html: str, *fields: str, sender: str = MARA, subject: str = "Spring offers") -> str:
    """The same as one HTML part."""
    kind = ("MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8")
    return pitch(*fields, *kind, body=f"<html><body>{html}</body></html>", sender=sender, subject=subject)


def both(plain: str, html: str, *fields: str) -> str:
    """A message with a plain text and an HTML alternative."""
    body = (
        f"--b1\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n"
        f"--b1\nContent-Type: text/html; charset=utf-8\n\n<html><body>{html}</body></html>\n--b1--"
    )
    return pitch(*fields, "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="b1"', body=body)


def signature(names: str, *, domain: str = "growth.example", b: str = "Qm9keUhhc2g=") -> str:
    """A DKIM-Signature field that names these header fields."""
    return f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=s1; h={names}; bh=Zm9v; b={b}"


NOTE = pitch(
    sender="Jonas Adler <jonas@friend.example>",
    subject="Saturday",
    body="Are you coming to the lake on Saturday?",
)
