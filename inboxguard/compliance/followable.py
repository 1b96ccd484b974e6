"""Whether a target can be followed at all, judged by its text alone; nothing is ever asked of the network.

The one fact a newcomer would get wrong: an address on this computer or in a private network, and a name without a dot,
can never be reached by the reader and count as dead; a public address in digits can be reached, but says nothing of
whose it is.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from inboxguard.compliance.hosts import as_address
from inboxguard.compliance.merge_tags import merge_tag
from inboxguard.compliance.way_out import Fault
from inboxguard.mail.address import Address, parse_address

_BARE_HOST = re.compile(r"^(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}(?:[/?#:]|$)", re.IGNORECASE)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]{0,20}):", re.IGNORECASE)
_NOWHERE = ("localhost", ".localhost", ".local", ".invalid", ".lan", ".internal", ".localdomain")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class TargetPattern:
    """What targets are searched for without regard to case; several times as fast as `re.IGNORECASE`."""

    expression: re.Pattern[str]

    def search(self, target: str) -> re.Match[str] | None:
        """Where it stands in the folded target, or None."""
        return self.expression.search(target.casefold())


LIST_PAGE = TargetPattern(re.compile(r"/mailman/(?:listinfo|options)|/listinfo/|/mailman/private"))
_STOPPING = re.compile(  # every branch begins with a letter, so that the search skips to the next one that may begin
    r"un-?_?subscr|unsub|opt-?_?out|list-?remov|remove-?me|take-?me-?off|/remove|remove\.|remov(?:e|al)(?:=|/|\?|$)"
    r"|desinscri|desabon|desuscri|darse-?de-?baja|/baja\b|=baja\b|_baja\b|-baja\b|cancelar?-?(?:a-)?(?:inscri|suscri|subscri|assinat)"
    r"|abmeld|abbestell|austrag|uitschrijv|afmeld|avmeld|avregistr|avprenum|avslut-?abonn|disiscri|cancella(?:mi|-?iscri)"
    r"|odhlas|odhlasit|wypis|rezygn|leiratk|dezabon|descadastr|odjav|otpis|peruuta|loobu|abonelikten|email-?optout"
)
STOPPING_TARGET = TargetPattern(_STOPPING)


@dataclass(frozen=True, slots=True)
class Followed:
    """A target as judged: `fault` is None when it can be followed; `reachable` is False when nobody could.

    `host` is the host or, for a mailto, the domain; `address` the address of a mailto.
    """

    text: str
    fault: Fault | None = None
    why: str = ""
    host: str = ""
    address: Address | None = None
    reachable: bool = True
    stopping: bool = False

    @property
    def scheme(self) -> str:
        """The scheme in lower case; "https" also for a bare host."""
        found = _SCHEME.match(self.text)
        return found[1].lower() if found else "https"


def judge_target(written: str, *, address: bool = False) -> Followed:
    """The judgement of a link's target; with `address` it is a bare address in text."""
    text = written.strip().strip("\u200b\ufeff")
    tag = merge_tag(text)
    if tag:
        return Followed(text, Fault.MERGE_TAG, f"the target holds an unfilled placeholder ({tag})", reachable=False)
    if address or text.lower().startswith("mailto:"):
        return _judge_mailto(text)
    if not text or text.startswith("#"):
        return _dead(text, "the target is empty" if len(text) < 2 else "the target is a place in the message itself")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"} and not _BARE_HOST.match(text):
        return _dead(text, f"the target is no address one can visit ({scheme[1].lower()}:)")
    if not scheme and not text.startswith("//") and not _BARE_HOST.match(text):
        return _dead(text, "the target names no host")
    try:
        parts = urlsplit(_BLANKS.sub("", text) if "://" in text or text.startswith("//") else f"https://{text}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return _dead(text, "the target cannot be read")
    return _judge_host(text, parts, unquote(host).lower())


def _dead(text: str, why: str) -> Followed:
    return Followed(text, Fault.DEAD, why, reachable=False)


def _judge_host(text: str, parts: SplitResult, host: str) -> Followed:
    stopping = STOPPING_TARGET.search(f"{host}{parts.path}?{parts.query}#{parts.fragment}") is not None
    if not host:
        return _dead(text, "the target names no host")
    number = as_address(host)
    if number is not None and not number.is_global and not _for_books(number):
        return Followed(text, Fault.BAD_HOST, f"{host} is an address inside a private network", host, reachable=False)
    if host in _NOWHERE or host.endswith(_NOWHERE[1:]) or ("." not in host and number is None):
        return Followed(text, Fault.BAD_HOST, f"{host} is not a name in the Internet", host, reachable=False)
    if number is not None:
        return Followed(text, Fault.BAD_HOST, f"the host is an address in digits ({host})", host, stopping=stopping)
    if parts.username is not None or "@" in unquote(parts.netloc):
        return Followed(text, Fault.BAD_HOST, "what looks like the host is a user name", host, stopping=stopping)
    if re.search(r"[\s<>\"\\]", host):
        return _dead(text, "the host is no name")
    return Followed(text, host=host, stopping=stopping)


def _for_books(number: object) -> bool:
    """Whether the address is one of those kept for documentation (RFC 5737), which stand for public ones."""
    return str(number).startswith(("192.0.2.", "198.51.100.", "203.0.113."))


def _judge_mailto(text: str) -> Followed:
    body = text[7:] if text.lower().startswith("mailto:") else text
    path, _, query = body.lstrip("/").partition("?")
    first = re.split(r"[,;]", unquote(path), maxsplit=1)[0]
    address = parse_address(_BLANKS.sub("", first))
    stopping = STOPPING_TARGET.search(f"/{unquote(path)}?{unquote(query)}") is not None
    if address is None:
        return _dead(text, "the mailto names no address")
    if "." not in address.domain or address.domain.endswith(_NOWHERE[1:]):
        return Followed(
            text,
            Fault.BAD_HOST,
            f"{address.domain} is not a name in the Internet",
            address.domain,
            address,
            reachable=False,
        )
    return Followed(text, host=address.domain, address=address, stopping=stopping)
