"""All lints, found by looking at the package, in the order of their codes.

The one fact a newcomer would get wrong: nothing is imported before somebody asks; the first call imports every lint
module once, and the answer is kept.
"""

import inspect
import pkgutil
from functools import cache
from importlib import import_module

from inboxguard.compliance import lints
from inboxguard.compliance.spec import Lint
from inboxguard.errors import Bug


def modules() -> tuple[str, ...]:
    """The full names of the lint modules, sorted; none of them is imported by this."""
    found = []
    for family in pkgutil.iter_modules(lints.__path__, f"{lints.__name__}."):
        paths = [f"{path}/{family.name.rpartition('.')[2]}" for path in lints.__path__]
        found += [module.name for module in pkgutil.iter_modules(paths, f"{family.name}.") if family.ispkg]
    return tuple(sorted(found))


@cache
def catalogue() -> tuple[Lint, ...]:
    """Every lint, by code.

    Raises:
        Bug: when a module holds no LINT, or two lints share a code or a name.
    """
    found: dict[str, Lint] = {}
    for name in modules():
        lint = getattr(import_module(name), "LINT", None)
        if not isinstance(lint, Lint):
            raise Bug(f"{name} holds no LINT")
        if lint.code in found or any(lint.name == other.name for other in found.values()):
            raise Bug(f"{name}: {lint.code} or {lint.name} is taken")
        found[lint.code] = lint
    return tuple(found[code] for code in sorted(found))


def lint_of(code_or_name: str) -> Lint | None:
    """The lint with that code or name, in any case; None when there is none."""
    wanted = code_or_name.strip().lower()
    return next((lint for lint in catalogue() if wanted in {lint.code.lower(), lint.name}), None)


def page_of(lint: Lint) -> str:
    """What the docstring of the lint's module says; the first line is its title."""
    return inspect.cleandoc(inspect.getdoc(inspect.getmodule(lint.check)) or "")


def title_of(lint: Lint) -> str:
    """The first line of its page."""
    return page_of(lint).partition("\n")[0]


def family_of(lint: Lint) -> str:
    """The package it lies in: "header", "body"…."""
    return lint.check.__module__.split(".")[-2]
