"""Whether a domain may be a company's: legal forms stripped, look-alikes (get-, try-, -hq) seen through.

The one fact a newcomer would get wrong: a shared word is not agreement. "pixelsouth" is not "Pixel North", so each
side is reduced to a few keys with a weight, and two agree by the heaviest key they share.
"""

from functools import cache, lru_cache

from inboxguard.mail.address import Address, registrable
from inboxguard.mail.freemail import is_freemail
from inboxguard.people.folding import fold, sound
from inboxguard.people.tables import words

STRONG = 0.75
WEAK = 0.4
_MIN_PREFIX = 5


@cache
def _folded(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words("companies", key))


def is_relay(domain: str) -> bool:
    """Whether a service of others writes from this domain in people's names."""
    return registrable(domain) in words("companies", "relays")


@lru_cache(maxsize=65536)
def company_words(company: str) -> tuple[str, ...]:
    """The folded words of a company name without its legal form."""
    pieces = (
        company.replace("&", " und ").replace("/", " ").replace("-", " ").replace(".", "").replace(",", " ").split()
    )
    folded = [word for piece in pieces if (word := fold(piece))]
    while len(folded) > 1 and folded[-1] in _folded("legal"):
        folded.pop()
    return tuple(folded)


@lru_cache(maxsize=65536)
def company_keys(company: str) -> dict[str, float]:
    """What the company may be called in a domain, with how much each says."""
    parts = company_words(company)
    if not parts:
        return {}
    keys: dict[str, float] = {}
    joined = [word for word in parts if word not in {"und", "and"}]
    for spelled, weight in ((fold("".join(joined)), 1.0), (_whole(parts), 1.0), (_whole(parts, "and"), 1.0)):
        if len(spelled) >= 2:
            keys.setdefault(spelled, weight)
    if rest := _without_opening(joined):
        keys.setdefault(*rest)
    for end in range(len(joined) - 1, 0, -1):
        left_out, kept = joined[end:], joined[:end]
        if all(word in _folded("generic") for word in kept) or len("".join(kept)) < 3:
            break
        called = fold("".join(kept))
        generic = all(word in _folded("generic") or word in _folded("legal") for word in left_out)
        keys.setdefault(called, 0.9 if generic else 0.6)
    if len(joined) >= 3:
        keys.setdefault("".join(word[0] for word in joined), 0.45)
    if not company.isascii():
        for key, weight in list(keys.items()):
            keys.setdefault(sound(key), weight * 0.95)
    return keys


def _without_opening(joined: list[str]) -> tuple[str, float] | None:
    """What a name is called without its article ("Les Transports Picard") or its trade ("Studio Betulla").

    A trade before a surname many people bear ("Studio Rossi") tells too little without it.
    """
    called = fold("".join(joined[1:]))
    if joined[0] in _folded("articles") and len(called) >= _MIN_PREFIX:
        return called, 0.95
    common = len(joined) == 2 and joined[1] in words("surnames", "common")
    if joined[0] in _folded("trades") and len(called) >= _MIN_PREFIX and not common:
        return called, 0.8
    return None


def _whole(parts: tuple[str, ...], conjunction: str = "und") -> str:
    return fold("".join(conjunction if part in {"und", "and"} else part for part in parts))


@lru_cache(maxsize=65536)
def domain_keys(domain: str) -> dict[str, float]:
    """What company a domain may belong to, with how much each reading says."""
    label = registrable(domain).partition(".")[0]
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return {}
    tokens = [word for piece in label.split("-") if (word := fold(piece))]
    joined = fold("".join(tokens))
    keys: dict[str, float] = {joined: 1.0} if joined else {}
    _strip_tokens(tokens, keys)
    _strip_affixes(joined, keys)
    for key, weight in list(keys.items()):
        if weight >= 0.85:
            keys.setdefault(sound(key), weight)
    for end in range(len(joined) - 1, _MIN_PREFIX - 1, -1):
        keys.setdefault(joined[:end], 0.6)
    generic, prefixes = _folded("generic"), _folded("prefixes")
    for word in tokens:
        if len(word) >= 4 and word not in generic and word not in prefixes:
            keys.setdefault(word, 0.7)
    return keys


def _strip_tokens(tokens: list[str], keys: dict[str, float]) -> None:
    for end in range(len(tokens) - 1, 0, -1):
        keys.setdefault("".join(tokens[:end]), 0.9)
    if len(tokens) > 1 and tokens[0] in _folded("prefixes"):
        keys.setdefault("".join(tokens[1:]), 0.95)


@cache
def _affixes(key: str) -> tuple[str, ...]:
    return tuple(_folded(key))


def _strip_affixes(joined: str, keys: dict[str, float]) -> None:
    prefixed, suffixed = joined.startswith(_affixes("prefixes")), joined.endswith(_affixes("suffixes"))
    if not prefixed and not suffixed:
        return
    prefixes, suffixes = _folded("prefixes"), _folded("suffixes")
    for cut in range(2, min(9, len(joined) - 2)):
        if prefixed and joined[:cut] in prefixes:
            keys.setdefault(joined[cut:], 0.9)
            for tail in range(2, min(9, len(joined) - cut - 2)) if suffixed else ():
                if joined[-tail:] in suffixes:
                    keys.setdefault(joined[cut:-tail], 0.85)
        if suffixed and joined[-cut:] in suffixes:
            keys.setdefault(joined[:-cut], 0.9)


@lru_cache(maxsize=65536)
def agreement(domain: str, company: str) -> float:
    """How far a domain speaks for a company, 0 to 1; at least STRONG identifies, at least WEAK supports."""
    theirs = company_keys(company)
    return max((weight * theirs[key] for key, weight in domain_keys(domain).items() if key in theirs), default=0.0)


@lru_cache(maxsize=65536)
def named(hint: str, company: str) -> float:
    """How far words beside a name ("Acme" in "Jane | Acme") speak for a company, 0 to 1."""
    said = fold("".join(word for word in company_words(hint) if word not in {"und", "and"}))
    return company_keys(company).get(said, 0.0) if len(said) >= 2 else 0.0


@lru_cache(maxsize=65536)
def is_role(local: str) -> bool:
    """Whether a local part is a function, not a person: sales, info, no-reply, orders08."""
    plain = local.lower().partition("+")[0].rstrip("0123456789")
    pieces = [piece for piece in plain.replace("_", ".").replace("-", ".").split(".") if piece]
    return bool(pieces) and all(piece in words("shown_names", "roles") for piece in pieces)


def brand_core(address: Address) -> str:
    """The shortest sure reading of the brand behind a company address; the address itself for free mail.

    "getacme.com", "acme-hq.io" and "acme.co.uk" share a core.
    """
    if is_freemail(address.domain):
        return address.folded
    keys = domain_keys(address.domain)
    sure = [key for key, weight in keys.items() if weight >= 0.85 and len(key) >= 4]
    return min(sure, key=len) if sure else address.organisation
