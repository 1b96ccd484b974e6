"""`inboxguard lints`: the list of lints, or the page of one."""

import click


@click.command("lints")
@click.argument("code", required=False)
@click.option("--profile", metavar="NAME", help="Only lints this profile asks for.")
def command(code: str | None, profile: str | None) -> None:
    """List the lints, or print the page of CODE (UNS206, or its name).

    \b
    Examples:
      inboxguard lints
      inboxguard lints UNS206
    """
    from inboxguard.compliance.catalogue import catalogue, lint_of
    from inboxguard.compliance.profiles import PROFILES, profile_of
    from inboxguard.errors import UsageProblem
    from inboxguard.report.lint_page import listed, page

    if profile and profile_of(profile) is None:
        known = ", ".join(one.name for one in PROFILES)
        raise UsageProblem(f"there is no profile {profile}", mend=f"one of {known}")
    if code is None:
        wanted = profile.strip().lower() if profile else ""
        click.echo(listed([lint for lint in catalogue() if not wanted or wanted in lint.profiles]), nl=False)
        return
    lint = lint_of(code)
    if lint is None:
        raise UsageProblem(f"there is no lint {code}", mend="inboxguard lints")
    click.echo(page(lint), nl=False)
