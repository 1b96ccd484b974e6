"""The settings page and the example file are those the schema writes."""

import tomllib
from pathlib import Path

from inboxguard.config.example import SECTIONS, example_toml, settings_page
from inboxguard.config.load import validate


def test_the_settings_page_is_the_generated_one() -> None:
    """docs/reference/settings.md equals what the schema gives."""
    assert Path("docs/reference/settings.md").read_text() == settings_page()


def test_the_example_file_is_the_generated_one() -> None:
    """config/inboxguard.example.toml equals what the schema gives."""
    assert Path("config/inboxguard.example.toml").read_text() == example_toml()


def test_the_example_file_is_valid() -> None:
    """The example file loads as it stands, and with every comment sign before a setting taken away."""
    text = example_toml()
    validate(tomllib.loads(text), "example")
    keys = {key for model in SECTIONS.values() for key in model.model_fields}
    bare = "\n".join(
        line[2:] if line.startswith("# ") and line[2:].split(" = ")[0] in keys else line for line in text.splitlines()
    )
    validate(tomllib.loads(bare), "example")


def test_every_setting_has_a_sentence() -> None:
    """Each setting is described by a sentence that ends in a full stop."""
    lacking = [
        f"{name}.{key}"
        for name, model in SECTIONS.items()
        for key, field in model.model_fields.items()
        if not (field.description or "").endswith(".")
    ]
    assert lacking == []
