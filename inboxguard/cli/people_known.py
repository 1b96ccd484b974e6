"""The people a command of `inboxguard people` is about: where they are kept, and who is meant by a text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from inboxguard.errors import UsageProblem

if TYPE_CHECKING:
    from inboxguard.people.connection import Connection
    from inboxguard.people.facts import PeopleFacts
    from inboxguard.ports import PeopleStore

_CONFIG = "inboxguard.config"
_Function = TypeVar("_Function", bound=Callable[..., object])


def _keep_config(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    ctx.meta[_CONFIG] = value


def _state_of(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    from inboxguard.config.load import load

    return value or load(ctx.meta.get(_CONFIG)).general.state


def state_option(function: _Function) -> _Function:
    """The two options that say where the people are kept: what the service reads, unless told otherwise."""
    state = click.option(
        "--state", type=click.Path(dir_okay=False, path_type=Path), callback=_state_of,
        help="The state file; that of the configuration when absent.",
    )  # fmt: skip
    config = click.option(
        "--config", metavar="FILE", is_eager=True, expose_value=False, callback=_keep_config, help="The configuration."
    )
    return config(state(function))


dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done and change nothing.")


@contextmanager
def open_store(state: Path, *, make: bool = False) -> Iterator["PeopleStore"]:
    """The store in the state file, which only a command that learns something new may `make`.

    Raises:
        UsageProblem: when there is no such file and it may not be made.
    """
    from inboxguard.journal.people_store import SqlitePeopleStore

    path = state.expanduser()
    if not make and not path.exists():
        raise UsageProblem(
            f"nobody is known yet: there is no state file {path}",
            mend=f"inboxguard people import Connections.csv --state {path}   (or name the right file with --state)",
        )
    store = SqlitePeopleStore(path)
    try:
        yield store
    finally:
        store.close()


def safe(text: str) -> str:
    """The text without control characters, so that a name cannot steer the terminal."""
    return "".join(ch if ch.isprintable() else "?" for ch in text)


def everybody(facts: "PeopleFacts") -> list["Connection"]:
    """Everybody the facts speak of, by name."""
    from inboxguard.people.learn import connections_of

    return sorted(connections_of(facts), key=lambda one: (one.name.casefold(), one.id))


def matching(facts: "PeopleFacts", text: str) -> list["Connection"]:
    """Those whose name, company, id, profile or address holds the text."""
    wanted = text.casefold()
    return [
        one
        for one in everybody(facts)
        if wanted
        in f"{one.name}\n{one.company}\n{one.id}\n{one.profile}\n{' '.join(map(str, one.addresses))}".casefold()
    ]


def one_of(facts: "PeopleFacts", text: str) -> "Connection":
    """The one person meant: by id, else by a text only they have.

    Raises:
        UsageProblem: when nobody or several are meant.
    """
    found = [one for one in everybody(facts) if one.id == text] or matching(facts, text)
    if not found:
        raise UsageProblem(f"nobody known is called {safe(text)}", mend="see `inboxguard people list`")
    if len(found) > 1:
        several = ", ".join(safe(one.id) for one in found[:5])
        raise UsageProblem(f"{len(found)} people fit {safe(text)}: {several}", mend="name one by its id")
    return found[0]
