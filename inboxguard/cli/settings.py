"""`inboxguard settings`: every setting, from the schema."""

import click


@click.command("settings")
@click.option("--format", "form", type=click.Choice(["toml", "markdown"]), default="toml", show_default=True)
def command(form: str) -> None:
    """List every setting with its default and its meaning.

    The TOML form is an example file: `inboxguard settings > inboxguard.toml`.
    """
    from inboxguard.config.example import example_toml, settings_page

    click.echo(example_toml() if form == "toml" else settings_page(), nl=False)
