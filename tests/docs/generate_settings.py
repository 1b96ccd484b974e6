"""docs/reference/settings.md and config/inboxguard.example.toml, from the schema."""

from pathlib import Path

from inboxguard.config.example import example_toml, settings_page

PAGES = {Path("docs/reference/settings.md"): settings_page, Path("config/inboxguard.example.toml"): example_toml}


def write() -> list[Path]:
    """Write the pages; the files that changed."""
    changed = [path for path, made in PAGES.items() if not path.exists() or path.read_text() != made()]
    for path in changed:
        path.write_text(PAGES[path]())
    return changed
