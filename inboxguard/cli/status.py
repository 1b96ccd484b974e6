"""`inboxguard status`: how the running service is, asked of the service itself."""

import http.client
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from inboxguard.errors import ConfigProblem, ExitCode, Misbehaved, Unreachable

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 3.0
_MOST_BYTES = 1 << 24
_CODES = {"ok": ExitCode.OK, "starting": ExitCode.OK, "degraded": ExitCode.PARTIAL, "stalled": ExitCode.UNREACHABLE}


@click.command("status")
@click.option("--config", help="The configuration file.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(config: str | None, form: str) -> int:
    """Say how the running service is: the last proof of life of each account.

    Ends with 0 when all is well, 7 when an account cannot be reached or has to be signed in to again, and 5 when the
    service does not run or its loop has stalled.
    """
    from inboxguard.config.load import load

    settings = load(config)
    if not settings.service.listen:
        raise ConfigProblem("[service] listen is empty, so nobody can be asked", mend='listen = "127.0.0.1:8025"')
    page = ask(settings.service.listen)
    unexamined = _unexamined(settings.general.state.expanduser())
    if form == "json":
        click.echo(json.dumps(page | {"unexamined": unexamined}))
        return _CODES.get(str(page.get("status")), ExitCode.UNREACHABLE)
    _print(page)
    for one in unexamined:
        click.echo(f"  {one['account']}: {one['says']}")
    return _CODES.get(str(page.get("status")), ExitCode.UNREACHABLE)


def ask(listen: str) -> dict[str, object]:
    """What /healthz says.

    Raises:
        Unreachable: when no service answers there.
        Misbehaved: when something else answers.
    """
    from inboxguard.service.health import SCHEMA
    from inboxguard.service.health_page import address_of

    host, port = address_of(listen)
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - where it listens, not where we ask
    asked = http.client.HTTPConnection(here, port, timeout=_SECONDS)
    try:
        asked.request("GET", "/healthz")
        page = json.loads(asked.getresponse().read(_MOST_BYTES))
    except (OSError, http.client.HTTPException) as problem:
        raise Unreachable(f"no service answers on {listen}", mend="inboxguard run") from problem
    except ValueError:
        page = None
    finally:
        asked.close()
    if not isinstance(page, dict) or page.get("schema") != SCHEMA:
        raise Misbehaved(f"something else than inboxguard answers on {listen}", mend="choose another [service] listen")
    return page


def _unexamined(state: "Path") -> list[dict[str, object]]:
    """The messages whose examination broke, as the state file has them; none where there is no such file here."""
    from inboxguard.journal.store import SqliteJournal
    from inboxguard.service.postponed import given_up, in_words

    if not state.is_file():
        return []
    with SqliteJournal(state, read_only=True) as journal:
        return [
            {
                "account": one.ref.account, "mailbox": one.ref.mailbox, "uid": one.ref.uid, "tries": one.tries,
                "given_up": given_up(one), "says": in_words(one),
            }
            for one in journal.postponed()
        ]  # fmt: skip


def _print(page: Mapping[str, object]) -> None:
    accounts = page.get("accounts")
    rows = [row for row in accounts if isinstance(row, dict)] if isinstance(accounts, list) else []
    click.echo(
        f"{page.get('status')}: {len(rows)} account{'s' if len(rows) != 1 else ''}, version {page.get('version')}"
    )
    width = max((len(str(row.get("account"))) for row in rows), default=0)
    for row in rows:
        says = f"  {row.get('says')}" if row.get("says") else ""
        click.echo(f"  {row.get('account')!s:<{width}}  {row.get('state')!s:<9}  {_ago(row.get('seconds_ago'))}{says}")


def _ago(seconds: object) -> str:
    if not isinstance(seconds, int):
        return "no proof of life yet"
    if seconds < 120:
        return f"last proof of life {seconds} s ago"
    return (
        f"last proof of life {seconds // 60} min ago"
        if seconds < 7200
        else f"last proof of life {seconds // 3600} h ago"
    )
