"""Authentication-Results (RFC 8601): what the receiving server found out about the sender.

The one fact a newcomer would get wrong: anybody can write this field. Only the topmost one that bears the name of the
user's own server counts; one without a name, or further down, may have come with the message.
Microsoft 365 writes "spf=pass (sender IP is …) smtp.mailfrom=…; dkim=pass (signature was verified) header.d=…;
dmarc=pass action=none header.from=…;compauth=pass reason=100" without any name in front (seen 2024 and 2025).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inboxguard.mail.address import registrable
from inboxguard.mail.fields.comments import without_comments
from inboxguard.mail.message import Header, HeaderField

_MAX_VALUE = 16_384
_MAX_RESULTS = 100
_METHOD = re.compile(
    r"\s*([a-z][a-z0-9-]{0,30})(?:\s{0,5}/\s{0,5}\d{1,3})?\s{0,5}=\s{0,5}([a-z]{2,20})\b", re.IGNORECASE
)
_PROPERTY = re.compile(
    r"([a-z]{2,10})\s{0,5}\.\s{0,5}([a-z0-9_-]{1,40})\s{0,5}=\s{0,5}(?:\"([^\"]{0,2000})\"|([^\s;]{0,2000}))",
    re.IGNORECASE,
)
_REASON = re.compile(r"\breason\s{0,5}=\s{0,5}(?:\"([^\"]{0,500})\"|([^\s;]{1,200}))", re.IGNORECASE)
_METHODS_WORDS = (
    "spf dkim dmarc arc iprev auth dkim-adsp sender-id domainkeys compauth dkim-atps bimi vbr dara x-tls none"
)
_METHODS = frozenset(_METHODS_WORDS.split())


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result: `method` and `value` in lower case, `properties` such as ("header.d", "acme.example")."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def of(self, name: str) -> str:
        """A property's value, or empty."""
        return next((value for key, value in self.properties if key == name), "")

    @property
    def domain(self) -> str:
        """The domain the method speaks of, in lower case: the signer, the envelope sender or the From domain."""
        for name in ("header.d", "header.i", "header.from", "smtp.mailfrom", "smtp.mfrom", "smtp.helo", "policy.dmarc"):
            found = self.of(name)
            if found:
                return found.rpartition("@")[2].strip("<>.").lower()
        return ""


@dataclass(frozen=True, slots=True)
class AuthenticationResults:
    """One field: the server's name in lower case (empty for Microsoft's form) and its results."""

    server: str
    results: tuple[Result, ...]
    field: HeaderField | None = None

    def all(self, method: str) -> tuple[Result, ...]:
        """Every result of a method."""
        return tuple(result for result in self.results if result.method == method)

    def passed(self, method: str) -> tuple[Result, ...]:
        """The results of a method that say pass."""
        return tuple(result for result in self.all(method) if result.value == "pass")


def _result(piece: str) -> Result | None:
    found = _METHOD.match(piece)
    if not found or found[1].lower() not in _METHODS:
        return None
    properties = tuple(
        (f"{kind}.{name}".lower(), (quoted or plain).strip())
        for kind, name, quoted, plain in _PROPERTY.findall(piece, found.end())
    )
    reason = _REASON.search(piece, found.end())
    return Result(found[1].lower(), found[2].lower(), properties, (reason[1] or reason[2]) if reason else "")


def read_results(value: str) -> AuthenticationResults:
    """One field value; what does not read as a result is passed over."""
    pieces = without_comments(value[:_MAX_VALUE]).split(";")
    first = pieces[0].strip()
    if first.lower().startswith("i=") and len(pieces) > 1:
        pieces = pieces[1:]
        first = pieces[0].strip()
    named = _result(first) is None
    server = first.split()[0].strip('"').lower().rstrip(".") if named and first else ""
    results = [found for piece in pieces[1 if named else 0 :][:_MAX_RESULTS] if (found := _result(piece))]
    return AuthenticationResults(server, tuple(results))


def all_results(header: Header) -> tuple[AuthenticationResults, ...]:
    """Every Authentication-Results field, topmost first, trusted or not."""
    found = []
    for field in header.all("Authentication-Results")[:50]:
        read = read_results(field.raw)
        found.append(AuthenticationResults(read.server, read.results, field))
    return tuple(found)


def trusted_results(header: Header, trusted_ids: frozenset[str]) -> AuthenticationResults | None:
    """The topmost field that bears the name of a trusted server (RFC 8601 §5), or None.

    Names compare without case. A field without a name counts only when the empty name is trusted, which a user of
    Microsoft 365 has to configure, and only when it stands above every field that bears any name.
    """
    trusted = {name.lower().rstrip(".") for name in trusted_ids}
    for number, found in enumerate(all_results(header)):
        if found.server in trusted and (found.server or number == 0):
            return found
    return None


@dataclass(frozen=True, slots=True)
class Authentication:
    """What a trusted server found: the values of dmarc, spf and dkim ("none" where it said nothing), and for whom.

    `aligned` says whether SPF or DKIM passed for the organisation of the From domain, or DMARC passed.
    `server` is whose word it is.
    """

    server: str
    dmarc: str = "none"
    dmarc_domain: str = ""
    spf: str = "none"
    spf_domain: str = ""
    dkim: str = "none"
    dkim_domains: tuple[str, ...] = ()
    aligned: bool = False


def is_aligned(domain: str, author: str, *, strict: bool = False) -> bool:
    """Whether two domains belong together: the same, or (relaxed) of one registrable domain (RFC 7489 §3.1)."""
    first, second = domain.lower().rstrip("."), author.lower().rstrip(".")
    if not first or not second:
        return False
    return first == second or (not strict and registrable(first) == registrable(second))


def authentication(header: Header, trusted_ids: frozenset[str], author_domain: str) -> Authentication | None:
    """What may be believed about a message from `author_domain`, or None when no trusted server spoke.

    DMARC counts only for the domain it names; a pass of DMARC for another domain is reported as "none".
    """
    found = trusted_results(header, trusted_ids)
    if found is None:
        return None
    dmarc = next(iter(found.all("dmarc")), None)
    fits = dmarc is not None and (not dmarc.of("header.from") or is_aligned(dmarc.of("header.from"), author_domain))
    spf = next(iter(found.all("spf")), None)
    signers = tuple(dict.fromkeys(result.domain for result in found.passed("dkim") if result.domain))
    dkim = "pass" if found.passed("dkim") else next((result.value for result in found.all("dkim")), "none")
    value = dmarc.value if dmarc is not None and fits else "none"
    sent_by = spf.of("smtp.mailfrom").rpartition("@")[2].lower() if spf else ""
    aligned = value == "pass" or any(is_aligned(signer, author_domain) for signer in signers)
    aligned = aligned or (spf is not None and spf.value == "pass" and is_aligned(sent_by, author_domain))
    return Authentication(
        server=found.server,
        dmarc=value,
        dmarc_domain=dmarc.domain if dmarc else "",
        spf=spf.value if spf else "none",
        spf_domain=sent_by or (spf.domain if spf else ""),
        dkim=dkim,
        dkim_domains=signers,
        aligned=aligned,
    )
