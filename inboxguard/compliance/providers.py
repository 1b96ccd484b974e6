"""Whose hosts are whose: mailing services, platforms, link shorteners, free forms and lists.

The one fact a newcomer would get wrong: a mailing service's host in an unsubscribe link is honest and common, so these
tables keep lints silent far more often than they make them speak. Registrable domains only, lower case.
"""

from functools import cache
from importlib.resources import files
from tomllib import loads

from inboxguard.mail.address import registrable


@cache
def _table(kind: str) -> frozenset[str]:
    text = (files("inboxguard.compliance") / "providers.toml").read_text(encoding="utf-8")
    return frozenset(loads(text)[kind]["domains"])


def _in(kind: str, domain: str) -> bool:
    return bool(domain) and (registrable(domain) in _table(kind) or domain.lower() in _table(kind))


def is_mailing_service(domain: str) -> bool:
    """Whether it belongs to a service that sends and unsubscribes for others."""
    return _in("mailing_service", domain)


def is_platform(domain: str) -> bool:
    """Whether it belongs to a platform that writes on behalf of its members."""
    return _in("platform", domain)


def is_list_host(domain: str) -> bool:
    """Whether it hosts mailing lists for others."""
    return _in("list_host", domain)


def is_shortener(domain: str) -> bool:
    """Whether its links hide where they lead."""
    return _in("shortener", domain)


def is_free_form(host: str, path: str = "") -> bool:
    """Whether anybody can put up a form or a page there."""
    if host.lower() in {"docs.google.com", "drive.google.com"}:
        return host.lower() == "drive.google.com" or path.startswith(("/forms", "/document", "/spreadsheets"))
    return _in("free_form", host)


def is_borrowed(domain: str) -> bool:
    """Whether it is so well known that a stranger naming it as his way out has borrowed it."""
    return _in("well_known", domain)
