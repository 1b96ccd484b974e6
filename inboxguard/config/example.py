"""The example file and the settings page, written from the schema so that they cannot lie."""

from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from inboxguard.config.schema import Account, General, Judgement, People, Safety, Section, Service

SECTIONS: dict[str, type[Section]] = {
    "general": General,
    "people": People,
    "judgement": Judgement,
    "safety": Safety,
    "service": Service,
    "account.home": Account,
}
_SAMPLES = {"host": "imap.example.com", "user": "you@example.com"}
_SHOWN = {"host", "user"}


def example_toml() -> str:
    """config/inboxguard.example.toml: every setting with its sentence; all but the needed ones commented out."""
    lines = [
        "# inboxguard: every setting, with its default. Lines that begin with # change nothing.",
        "# A new account observes: nothing is tagged or moved until its mode says so.",
    ]
    for name, model in SECTIONS.items():
        lines += ["", f"[{name}]"]
        for key, field in model.model_fields.items():
            lines.append(f"# {field.description}")
            lines.append(f"{'' if key in _SHOWN else '# '}{key} = {_toml(_default(key, field))}")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """docs/reference/settings.md."""
    return "\n".join(_page_lines()) + "\n"


def _page_lines() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Generated from the schema by `inboxguard settings --format markdown`."
    yield "In the environment a setting is called `INBOXGUARD_SECTION__KEY`."
    yield "With `_FILE` at the end its value is read from the first line of that file."
    for name, model in SECTIONS.items():
        yield ""
        yield f"## [{name.replace('home', 'NAME')}]"
        yield ""
        yield "| setting | default | values | meaning |"
        yield "|---|---|---|---|"
        for key, field in model.model_fields.items():
            default = "(needed)" if field.is_required() else f"`{_toml(_default(key, field))}`"
            yield f"| `{key}` | {default} | {_values(field.annotation)} | {field.description} |"


def _default(key: str, field: FieldInfo) -> object:
    if key in _SAMPLES:
        return _SAMPLES[key]
    return None if field.default is PydanticUndefined else field.default


def _toml(value: object) -> str:
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str | Path) else str(value)


def _values(annotation: object) -> str:
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    if get_origin(annotation) in {UnionType, Union}:
        return _values(next(inner for inner in get_args(annotation) if inner is not type(None)))
    if get_origin(annotation) is tuple:
        return "list"
    return {"int": "number", "float": "number", "bool": "true, false", "Path": "path", "SecretStr": "secret"}.get(
        getattr(annotation, "__name__", ""), "text"
    )
