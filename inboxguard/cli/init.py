"""`inboxguard init`: from an address to a first look that changes nothing.

The one fact a newcomer would get wrong: --yes agrees to what would be asked, but never to sending the password to a
server that only an unproven DNS answer named; for that --host is needed.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inboxguard import clock
from inboxguard.errors import SignInRefused, UsageProblem

if TYPE_CHECKING:
    from inboxguard.imap.credentials import Server
    from inboxguard.imap.discover import Finding
    from inboxguard.service.set_up import Plan

_TRIES = 3
_EXPORT_HELP = "https://www.linkedin.com/mypreferences/d/download-my-data"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says."""

    address: str | None
    name: str
    host: str | None
    port: int | None
    security: str | None
    ca_file: Path | None
    user: str | None
    password_file: Path | None
    client_id: str | None
    client_secret_file: Path | None
    tenant: str | None
    export: tuple[Path, ...]
    mode: str
    file_into: str
    config: str | None
    state: Path | None
    yes: bool
    scan: bool

    def agrees(self, question: str) -> bool:
        """Whether the user says yes, now or by --yes."""
        return self.yes or click.confirm(question, default=True)

    def told(self, given: str | None, option: str, question: str) -> str:
        """What was given, else what the user answers.

        Raises:
            UsageProblem: when nobody may be asked.
        """
        if given:
            return given
        if self.yes:
            raise UsageProblem(f"{option} is needed with --yes")
        return str(click.prompt(question)).strip()


_file = click.Path(dir_okay=False, path_type=Path)


@click.command("init")
@click.option("--address", help="Your address; asked for when absent.")
@click.option("--name", default="home", show_default=True, help="What the account is called in the configuration.")
@click.option("--host", help="The IMAP server; found by itself when absent.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Its port.")
@click.option("--security", type=click.Choice(["tls", "starttls", "none"]), help="How the connection is protected.")
@click.option("--ca-file", type=_file, help="A PEM file of authorities to trust instead of the system's.")
@click.option("--user", help="The login name, when it is not the address.")
@click.option("--password-file", type=_file, help="A file with the password on its first line.")
@click.option("--client-id", help="The client id of your OAuth application, where passwords are not accepted.")
@click.option("--client-secret-file", type=_file, help="A file with that application's secret, for Google.")
@click.option("--tenant", help="The tenant of an application for one organisation only, at Microsoft.")
@click.option("--export", type=_file, multiple=True, help="A LinkedIn export or a list of people you accepted.")
@click.option("--mode", type=click.Choice(["observe", "tag", "file"]), default="observe", show_default=True)
@click.option("--file-into", default="Hard sell", show_default=True, help="The mailbox the hard sell is filed into.")
@click.option("--config", help="Where the configuration is written; an existing one gets the account added.")
@click.option("--state", type=_file, help="Where the journal is kept.")
@click.option("--yes", is_flag=True, help="Ask nothing; agree to what would be asked.")
@click.option("--scan/--no-scan", default=True, show_default=True, help="End with a look at the last 30 days.")
def command(**options: object) -> int:
    """Set up an account: find the server, test the sign-in, write a configuration, look once.

    The password is never written into the configuration. The last step observes and changes nothing.
    """
    from inboxguard.service.set_up import DEFAULT_CONFIG, Plan, write, written

    wanted = Wanted(**options)  # type: ignore[arg-type]  # click gives each option the type that it declares
    address = wanted.told(wanted.address, "--address", "Your e-mail address")
    path = Path(wanted.config or os.environ.get("INBOXGUARD_CONFIG") or DEFAULT_CONFIG).expanduser()
    before = path.read_text("utf-8") if path.is_file() else ""
    finding = _found(wanted, address)
    plan = Plan(wanted.name, finding.server, wanted.user or finding.user, address, mode=wanted.mode)
    plan = replace(plan, file_into=wanted.file_into, exports=_exports(wanted), state=wanted.state)
    written(plan, before)  # a name that is taken is said before anybody types a password
    plan = _by_password(wanted, plan, path) if _takes_password(wanted, finding) else _by_token(wanted, plan, finding)
    write(path, written(plan, before))
    click.echo(f"The configuration is in {path}.")
    if plan.auth == "oauth2":
        _log_in(plan, path)
    _make_mailbox(wanted, plan, path)
    click.echo(f"Next: inboxguard doctor --config {path}, then inboxguard run --config {path}")
    if not wanted.scan:
        return 0
    click.echo("Looking at the last 30 days; nothing is changed.")
    from inboxguard.cli.scan import command as scan

    line = [plan.name, "--config", str(path), "--mode", "observe", "--since-days", "30"]
    return int(scan.main(line, standalone_mode=False) or 0)


def _found(wanted: Wanted, address: str) -> "Finding":
    """The server: the one named, or the one found, shown before anything is sent there."""
    from inboxguard.imap import providers
    from inboxguard.imap.credentials import Security, Server
    from inboxguard.imap.discover import Dns, Finding, How, discover

    found = None if wanted.host else discover(address, Dns())
    if found is None:
        host = wanted.told(wanted.host, "--host", "No server was found. The IMAP server's name")
        known = providers.of_host(host)
        user = known.login_of(address) if known else address
        found = Finding(Server(host), user, How.TOLD, sure=True, provider=known)
    security = Security(wanted.security) if wanted.security else found.server.security
    usual = 993 if security is Security.TLS else 143
    port = wanted.port or (found.server.port if security is found.server.security else usual)
    authorities = wanted.ca_file.expanduser().absolute() if wanted.ca_file else None
    found = replace(found, server=Server(found.server.host, port, security, authorities))
    click.echo(f"The server is {_shown(found.server)}, by {found.how.value}.")
    if found.provider and found.provider.note:
        click.echo(f"{found.provider.title}: {found.provider.note}")
    question = f"{found.server.host} is not of your address's domain. Send your password there?"
    if not found.sure and (wanted.yes or not click.confirm(question, default=False)):
        raise UsageProblem(
            f"DNS names {found.server.host}, which is not of your address's domain",
            mend=f"when that is right: inboxguard init --host {found.server.host}",
        )
    return found


def _takes_password(wanted: Wanted, finding: "Finding") -> bool:
    if wanted.password_file:
        return True
    return not wanted.client_id and (finding.provider is None or finding.provider.takes_passwords)


def _by_password(wanted: Wanted, plan: "Plan", config: Path) -> "Plan":
    """The plan with a password that the server has accepted."""
    from inboxguard.config.load import PREFIX, secret_file
    from inboxguard.service.set_up import write

    if wanted.password_file:
        kept = wanted.password_file.expanduser().absolute()
        _try(plan, lambda: secret_file(kept))
        return replace(plan, password_file=kept)
    variable = f"{PREFIX}ACCOUNT__{plan.name.upper().replace('-', '_')}__PASSWORD"
    if given := os.environ.get(variable):
        _try(plan, lambda: given)
        return plan
    if wanted.yes:
        raise UsageProblem("a password is needed with --yes", mend=f"--password-file FILE, or export {variable}=…")
    password = _asked_for(plan)
    kept = config.parent.absolute() / f"{plan.name}.password"
    if click.confirm(f"Keep the password in {kept}, readable by you alone?", default=True):
        write(kept, f"{password}\n")
        return replace(plan, password_file=kept)
    click.echo(f"Give it in the environment then: {variable}, or {variable}_FILE")
    os.environ[variable] = password
    return plan


def _asked_for(plan: "Plan") -> str:
    """A password that the server accepts; asked for at most three times."""
    for left in reversed(range(_TRIES)):
        password = str(click.prompt(f"Password (or app password) of {plan.user}", hide_input=True))
        try:
            _try(plan, lambda given=password: given)  # type: ignore[misc]  # mypy cannot type a default in a lambda
        except SignInRefused as problem:
            if not left:
                raise
            click.echo(f"{problem}\n  try: {problem.mend}", err=True)
        else:
            return password
    raise AssertionError


def _try(plan: "Plan", password: Callable[[], str]) -> None:
    from inboxguard.imap.sign_in import PasswordSignIn, open_session

    sign_in = PasswordSignIn(plan.name, plan.user, password)
    open_session(plan.server, sign_in, now=clock.now()).logout()
    click.echo(f"{plan.server.host} accepted {plan.user}.")


def _by_token(wanted: Wanted, plan: "Plan", finding: "Finding") -> "Plan":
    provider = finding.provider.oauth if finding.provider else ""
    if not provider:
        raise UsageProblem("only a known provider can be set up with OAuth2 here", mend="see docs/how-to/any-server.md")
    guide = {"google": "gmail", "microsoft": "microsoft365"}[provider]
    client_id = wanted.told(
        wanted.client_id, "--client-id", f"The client id (docs/how-to/{guide}.md says how to get it)"
    )
    secret = wanted.client_secret_file.expanduser().absolute() if wanted.client_secret_file else None
    return replace(
        plan,
        auth="oauth2",
        oauth_provider=provider,
        oauth_client_id=client_id,
        oauth_client_secret_file=secret,
        oauth_tenant=wanted.tenant or "",
    )


def _log_in(plan: "Plan", config: Path) -> None:
    from inboxguard.cli.login import command as login

    login.main([plan.name, "--config", str(config)], standalone_mode=False)


def _exports(wanted: Wanted) -> tuple[Path, ...]:
    """The lists of people, each read once so that a wrong one is noticed now."""
    from inboxguard.service.roster import read_file

    paths = wanted.export
    if not paths and not wanted.yes:
        click.echo(f"Whom you accepted is told by LinkedIn's export: {_EXPORT_HELP}")
        given = str(click.prompt("Path of Connections.csv or the zip (empty to skip)", default="", show_default=False))
        paths = (Path(given.strip()),) if given.strip() else ()
    for path in paths:
        learnt = read_file(path)
        click.echo(f"{path.name}: {learnt.count} people ({learnt.kind})")
    return tuple(path.expanduser().absolute() for path in paths)


def _make_mailbox(wanted: Wanted, plan: "Plan", config: Path) -> None:
    """The mailbox to file into, made now when the user agrees, so that mail programs show it before it is needed."""
    from inboxguard.config.load import load
    from inboxguard.imap.filing import ImapDeedstore
    from inboxguard.imap.sign_in import open_session
    from inboxguard.service.sign_in import sign_in_of

    settings = load(str(config))
    sign_in = sign_in_of(plan.name, settings.account[plan.name], settings.general.state)
    with open_session(plan.server, sign_in, now=clock.now()) as session:
        store = ImapDeedstore(session, plan.name)
        name = store.server_name(plan.file_into)
        if any(mailbox.name == name for mailbox in store.mailboxes()):
            click.echo(f"The mailbox “{name}” is there.")
        elif wanted.agrees(f"Create the mailbox “{name}”? Nothing is moved there while the mode is observe."):
            store.destination(name)
            click.echo(f"The mailbox “{name}” was created.")


def _shown(server: "Server") -> str:
    return f"{server.host}, port {server.port}, {server.security.value}"
