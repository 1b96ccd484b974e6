"""`inboxguard login`: let a person agree once, and keep the token."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inboxguard import clock
from inboxguard.errors import UsageProblem

if TYPE_CHECKING:
    from inboxguard.config.schema import Account
    from inboxguard.imap.oauth import Client, Token


@click.command("login")
@click.argument("account")
@click.option("--config", help="The configuration file.")
@click.option("--paste", is_flag=True, help="Paste the address the browser ended at, when it runs on another machine.")
@click.option("--test/--no-test", default=True, show_default=True, help="Sign in at the mail server afterwards.")
def command(account: str, config: str | None, *, paste: bool, test: bool) -> None:
    """Sign in to ACCOUNT with OAuth2 and keep the token.

    The service renews the token by itself; this has to be repeated only when the provider withdraws it.
    """
    from inboxguard.config.load import load
    from inboxguard.service.account import account_of
    from inboxguard.service.sign_in import client_of, flow_of, token_path, token_store_of

    settings = load(config)
    chosen = account_of(settings, account)
    if chosen.auth != "oauth2":
        raise UsageProblem(f"account {account} signs in with a password", mend='set auth = "oauth2" for it')
    client, state = client_of(account, chosen), settings.general.state
    token = _consented(client, flow_of(chosen), chosen.user, paste=paste)
    token_store_of(account, chosen, state).save(token)
    kept = token_path(account, state) if chosen.oauth_keep == "file" else "the keyring"
    click.echo(f"The token for {account} is kept in {kept}.")
    if not token.refresh and flow_of(chosen) != "application":
        click.echo("The provider gave nothing to renew it with; ask for offline access in oauth_scope.", err=True)
    if test:
        _try_out(account, chosen, state)


def _consented(client: "Client", flow: str, user: str, *, paste: bool) -> "Token":
    from inboxguard.imap import consent, oauth

    if flow == "application":
        return oauth.for_application(client, clock.now())
    if flow == "device":
        code = consent.ask_device_code(client, clock.now())
        click.echo(f"Open {code.address} on any device and type this code:  {code.user_code}")
        return consent.await_device(client, code, now=clock.now, wait=time.sleep)
    asking = consent.BrowserConsent(client, user)
    try:
        click.echo(f"Open this address in a browser and agree:\n\n{asking.address}\n")
        if paste:
            return asking.redeem(click.prompt("The address the browser ended at", hide_input=True), clock.now())
        click.echo("Waiting for the browser to come back to this machine …", err=True)
        return asking.await_browser(now=clock.now)
    finally:
        asking.close()


def _try_out(name: str, account: "Account", state: Path) -> None:
    from inboxguard.imap.sign_in import open_session
    from inboxguard.service.sign_in import server_of, sign_in_of

    open_session(server_of(account), sign_in_of(name, account, state), now=clock.now()).logout()
    click.echo(f"{account.host} accepted it.")
