"""`inboxguard doctor`: check everything, and say what mends it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from inboxguard import clock

if TYPE_CHECKING:
    from inboxguard.service.checkup import Check


@click.command("doctor")
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT]...")
@click.option("--config", help="The configuration file.")
@click.option("--offline", is_flag=True, help="Check this machine only; contact no server.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(accounts: tuple[str, ...], config: str | None, form: str, *, offline: bool) -> int:
    """Check everything from the settings to the permission to set a keyword; all accounts when none is named.

    Each line says how it went, why, and after an arrow what mends it. Nothing is changed. The exit code is that of the
    first failure; warnings do not count.
    """
    from inboxguard.log import mask
    from inboxguard.service.checkup import worst

    found = []
    for check in _checks(accounts, config, offline=offline):
        found.append(check)
        if form == "text":
            click.echo(mask(_line(check)))
    if form == "json":
        click.echo(json.dumps({"schema": "inboxguard.doctor/1", "checks": [_masked(check) for check in found]}))
    return int(worst(found))


def _checks(names: tuple[str, ...], config: str | None, *, offline: bool) -> Iterator["Check"]:
    from inboxguard.service.account import account_of
    from inboxguard.service.doctor import check_here, check_secret, check_settings

    settings, found = check_settings(config)
    yield from found
    if settings is None:
        return
    now = clock.now()
    chosen = {name: account_of(settings, name) for name in names} or settings.account
    yield from check_here(settings, now)
    for name, account in chosen.items():
        yield check_secret(name, account, settings.general.state)
        if not offline:
            from inboxguard.service.doctor_server import check_server

            yield from check_server(name, account, settings, now)


def _line(check: "Check") -> str:
    mend = f"   → {check.mend}" if check.mend else ""
    return f"{check.mark.value:<4}  {check.where:<8}  {check.what:<12}  {check.says}{mend}"


def _masked(check: "Check") -> dict[str, str]:
    from inboxguard.log import mask

    told = {key: str(value) for key, value in asdict(check).items() if key != "code"}
    return {key: mask(value) for key, value in told.items()}
