"""Domains at which anybody may have an address, so that sharing one says nothing about people.

The one fact a newcomer would get wrong: some providers go by one name under many suffixes ("yahoo"), others share
theirs with companies ("orange"), so the table holds names and whole domains.
"""

from functools import cache
from importlib.resources import files
from tomllib import loads

from inboxguard.mail.address import registrable


@cache
def _table(kind: str) -> frozenset[str]:
    text = (files("inboxguard.mail") / "freemail.toml").read_text(encoding="utf-8")
    return frozenset(loads(text)[kind])


def is_freemail(domain: str) -> bool:
    """Whether anybody can have an address at this domain, judged by its registrable part."""
    whole = registrable(domain)
    return whole.partition(".")[0] in _table("labels") or whole in _table("domains")
