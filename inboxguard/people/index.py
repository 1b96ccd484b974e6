"""Where to look for the few Connections a sender could be, so that nobody is compared with everybody.

Two ways in. By pairs of words: given and family name, in sound and in every short form, and each with the initial of
the other. By organisation: what the domain, or a word beside the name, may be called. A name that is only a first name
or a typo is found by its organisation alone, which is right: it would prove nothing without.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from inboxguard.mail.address import Address, registrable
from inboxguard.mail.freemail import is_freemail
from inboxguard.people.company import WEAK, company_keys, company_words, domain_keys
from inboxguard.people.connection import Connection
from inboxguard.people.folding import fold, sound
from inboxguard.people.given import foreign_lines, name_lines
from inboxguard.people.names import PersonName, read_name, simple_name
from inboxguard.people.surnames import plain_ending, surname_groups
from inboxguard.people.tables import words

Posts = dict[str, int | list[int]]


@dataclass(frozen=True, slots=True)
class BookIndex:
    """Positions in `connections` by what a sender may show."""

    connections: tuple[Connection, ...]
    by_pair: Mapping[str, int | list[int]]
    by_address: Mapping[str, int | list[int]]
    by_profile: Mapping[str, int]
    by_company: Mapping[str, int | list[int]]
    company_names: Mapping[str, list[str]]
    by_domain: Mapping[str, frozenset[str]]
    given_words: frozenset[str]

    def at(self, posts: Mapping[str, int | list[int]], key: str) -> Iterable[int]:
        """The positions kept under a key."""
        found = posts.get(key)
        if found is None:
            return ()
        return (found,) if isinstance(found, int) else found

    def among_pairs(self, keys: Iterable[str]) -> set[int]:
        """The positions kept under any of these keys of names."""
        found: set[int] = set()
        for key in keys:
            posted = self.by_pair.get(key)
            if posted is None:
                continue
            if isinstance(posted, int):
                found.add(posted)
            else:
                found.update(posted)
        return found

    def companies_learnt(self, domain: str) -> dict[str, float]:
        """Companies whose domain this is known to be."""
        return dict.fromkeys(self.by_domain.get(registrable(domain), ()), 1.0)

    def companies_of(self, domain: str) -> dict[str, float]:
        """Companies the domain speaks for, with how much; learnt domains count fully."""
        found = self.companies_learnt(domain)
        for key, weight in domain_keys(domain).items():
            for company in self.company_names.get(key, ()):
                said = weight * company_keys(company)[key]
                if said >= WEAK:
                    found[company] = max(said, found.get(company, 0.0))
        return found

    def companies_named(self, hint: str) -> list[str]:
        """Companies that words beside a name may mean."""
        said = fold("".join(word for word in company_words(hint) if word not in {"und", "and"}))
        return self.company_names.get(said, []) if len(said) >= 2 else []


def _post(posts: Posts, key: str, position: int) -> None:
    present = posts.get(key)
    if present is None:
        posts[key] = position
    elif isinstance(present, int):
        if present != position:
            posts[key] = [present, position]
    elif present[-1] != position:
        present.append(position)


def _lasts(name: PersonName) -> tuple[str, ...]:
    if len(name.family) == 1 and name.whole_family == name.family[0]:
        return (sound(plain_ending(name.whole_family)),)
    return tuple({sound(plain_ending(word)) for word in (*name.family, name.whole_family) if word})


def pair_keys(name: PersonName) -> list[str]:
    """The keys a known person is kept under: both words, and each with the initial of the other.

    "~" marks a person of whom only the initial is known, "." a sender who shows only the initial, "*" the first
    letters of the given name, "#" a line of short forms, "=" a group of equivalent names.
    """
    keys: list[str] = []
    lasts = _lasts(name)
    for first in (*name.given, *name.nicknames) if name.nicknames else name.given:
        heard = sound(first)
        for last in lasts:
            if len(last) == 1 or len(heard) == 1:
                keys.append(f"{heard} {last}~" if len(last) == 1 else f"{last} {heard}~")
            keys.append(f"{last} {heard[:3]}*")
            keys.append(f"{last} {heard[:1]}.")
            keys.append(f"{heard} {last[:1]}.")
            keys.extend([f"{last} #{line}" for line in name_lines(first)])
            keys.extend([f"{last} ={line}" for line in foreign_lines(first)])
    for group in surname_groups(name.whole_family):
        keys.extend([f"={group} {sound(first)[:3]}*" for first in name.given[:1]])
    return keys


def asked_keys(name: PersonName) -> set[str]:
    """The keys a sender's name may be found under, in either order of its words."""
    keys: set[str] = set()
    lasts = _lasts(name)
    for first in (*name.given, *name.nicknames):
        for last in lasts:
            _ask(keys, first, last)
    if name.compound:
        for last in lasts:
            _ask(keys, "".join(name.given), last)
    for group in surname_groups(name.whole_family):
        keys.update(f"={group} {sound(first)[:3]}*" for first in name.given[:1])
    if name.family:
        for first in name.family:
            for last in name.given:
                _ask(keys, first, sound(plain_ending(last)))
    return keys


def _ask(keys: set[str], first: str, last: str) -> None:
    heard = sound(first)
    if len(heard) == 1:
        keys.add(f"{last} {heard}.")
    elif len(last) == 1:
        keys.add(f"{heard} {last}.")
    else:
        keys.update((f"{last} {heard[:1]}~", f"{heard} {last[:1]}~", f"{last} {heard[:3]}*"))
        for line in name_lines(first):
            keys.add(f"{last} #{line}")
        for line in foreign_lines(first):
            keys.add(f"{last} ={line}")


class _Builder:
    """The index while it is being filled."""

    def __init__(self) -> None:
        self.pairs: Posts = {}
        self.addresses: Posts = {}
        self.profiles: dict[str, int] = {}
        self.companies: Posts = {}
        self.domains: dict[str, set[str]] = {}
        self.given: set[str] = set()

    def add(self, position: int, connection: Connection) -> None:
        """Post one Connection under everything it may be found by."""
        name = _read_known(connection.name)
        if name.given:
            self.given.add(name.given[0])
        pairs = self.pairs
        for key in pair_keys(name):
            if key in pairs:
                _post(pairs, key, position)
            else:
                pairs[key] = position
        if connection.profile:
            self.profiles.setdefault(connection.profile.lower(), position)
        if connection.company:
            _post(self.companies, connection.company, position)
        for address in connection.addresses:
            _post(self.addresses, address.folded, position)
            if connection.company and not is_freemail(address.domain):
                self.domains.setdefault(address.organisation, set()).add(connection.company)

    def names_of_companies(self) -> dict[str, list[str]]:
        """Every company by each thing it may be called."""
        names: dict[str, list[str]] = {}
        for company in self.companies:
            for key in company_keys(company):
                names.setdefault(key, []).append(company)
        return names


@lru_cache(maxsize=16384)
def known_name(text: str) -> PersonName:
    """The name of a Connection."""
    return _read_known(text)


def _read_known(text: str) -> PersonName:
    """The same without a cache, for reading many once."""
    if text.isascii() and (simple := simple_name(text)):
        return simple
    name, shown = read_name(text)
    if shown.hints and name.family and (before := _former_name(shown.hints[0])):
        return replace(name, family=(*name.family, before))
    return name


def _former_name(hint: str) -> str:
    """The folded surname in "Nina Kraus (Hartmann)" or "(née Hartmann)"; empty when the bracket says something else."""
    said = [fold(word) for word in hint.split()]
    if len(said) == 2 and said[0] in {"nee", "ne", "geb", "geborene", "born", "formerly"}:
        said = said[1:]
    plain = said[0] if len(said) == 1 and hint[:1].isupper() and hint.isalpha() else ""
    return "" if plain in words("shown_names", "noise") or len(plain) < 3 or hint.isupper() else plain


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Building makes half a million small objects and no cycles; looking for cycles meanwhile doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def build_index(connections: tuple[Connection, ...], domains: Mapping[str, Iterable[str]]) -> BookIndex:
    """The index of these Connections; `domains` maps company names to domains learnt from earlier mail."""
    with _collector_at_rest():
        return _built(connections, domains)


def _built(connections: tuple[Connection, ...], domains: Mapping[str, Iterable[str]]) -> BookIndex:
    builder = _Builder()
    for position, connection in enumerate(connections):
        builder.add(position, connection)
    for company, known in domains.items():
        for domain in known:
            if not is_freemail(domain):
                builder.domains.setdefault(registrable(domain), set()).add(company)
    return BookIndex(
        connections,
        builder.pairs,
        builder.addresses,
        builder.profiles,
        builder.companies,
        builder.names_of_companies(),
        {domain: frozenset(found) for domain, found in builder.domains.items()},
        frozenset(builder.given),
    )


def address_domain_is_known(index: BookIndex, address: Address) -> bool:
    """Whether the domain may belong to the company of anybody in the book."""
    return not is_freemail(address.domain) and bool(index.companies_of(address.domain))
