"""The part of CSS that decides whether text is seen: declarations and simple selectors.

The one fact a newcomer would get wrong: only what every mail program would apply counts. Rules inside `@media` are
left out, and a selector that needs the tree around an element makes the element unsure instead of hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from inboxguard.mail.caps import STYLE_CHARS

_RELEVANT = frozenset({
    "display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color", "max-height",
    "max-width", "height", "width", "overflow", "overflow-y", "mso-hide", "text-indent", "position", "left", "top",
    "white-space", "line-height", "clip", "clip-path", "border", "margin", "transform",
})  # fmt: skip
_SIMPLE = re.compile(r"(?:([a-z][a-z0-9]{0,20})|\*)?(?:\.([\w-]{1,80}))?(?:#([\w-]{1,80}))?\Z", re.IGNORECASE)
_COMPLEX = re.compile(r"[\s>+~:\[]")
_BRACES = re.compile(r"[{}]")
_MAX_RULES = 3000

Declarations = dict[str, tuple[str, bool]]


def read_declarations(text: str) -> Declarations:
    """Property to (value, important), lower case, only those that bear on being seen; the later of equals wins."""
    found: Declarations = {}
    for piece in text[:4000].split(";"):
        name, colon, value = piece.partition(":")
        name = name.strip().lower()
        if not colon or name not in _RELEVANT:
            continue
        value = value.strip().lower()
        important = value.endswith("important") and "!" in value
        if important:
            value = value.rpartition("!")[0].strip()
        if important or not found.get(name, ("", False))[1]:
            found[name] = (value, important)
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations; `rank` orders rules as the cascade does, `sure` is False for complex ones."""

    tag: str
    css_class: str
    identifier: str
    rank: tuple[int, int]
    declarations: Declarations
    sure: bool

    def fits(self, tag: str, classes: frozenset[str], identifier: str) -> bool:
        """Whether the rule's last compound selector matches the element."""
        return (
            (not self.tag or self.tag == tag)
            and (not self.css_class or self.css_class in classes)
            and (not self.identifier or self.identifier == identifier)
        )


def _without_comments(text: str) -> str:
    out, at = [], 0
    while (start := text.find("/*", at)) >= 0:
        out.append(text[at:start])
        end = text.find("*/", start + 2)
        if end < 0:
            return "".join(out)
        at = end + 2
    return "".join([*out, text[at:]])


def _block_end(text: str, at: int) -> int:
    """Just after the brace that closes the block opened before `at`."""
    depth = 1
    for found in _BRACES.finditer(text, at):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.end()
    return len(text)


@dataclass(slots=True)
class Sheet:
    """The rules of all style elements read so far, found by class, identifier or tag; `steps` counts the work done."""

    by_key: dict[str, list[Rule]] = field(default_factory=dict)
    count: int = 0
    steps: int = 0

    def add(self, css: str) -> None:
        """Take the rules of one style element; at-rules with a block are passed over whole."""
        text = _without_comments(css[:STYLE_CHARS].replace("<!--", " ").replace("-->", " "))
        at = 0
        while (brace := text.find("{", at)) >= 0 and self.count < _MAX_RULES:
            prelude = text[at:brace].rpartition(";")[2].strip()
            if prelude.startswith("@"):
                at = _block_end(text, brace + 1)
                continue
            close = text.find("}", brace)
            close = len(text) if close < 0 else close
            self._take(prelude[:2000], read_declarations(text[brace + 1 : close]))
            at = close + 1

    def _take(self, prelude: str, declarations: Declarations) -> None:
        if not declarations:
            return
        for selector in prelude.split(","):
            whole = selector.strip()
            last = _COMPLEX.split(whole)[-1] if _COMPLEX.search(whole) else whole
            found = _SIMPLE.match(last) if last else None
            if not found or ":" in whole or "[" in whole:
                continue
            self.count += 1
            tag, css_class, identifier = ((part or "") for part in found.groups())
            specificity = 100 * bool(identifier) + 10 * bool(css_class) + bool(tag)
            rule = Rule(tag.lower(), css_class, identifier, (specificity, self.count), declarations, last == whole)
            key = f"#{identifier}" if identifier else f".{css_class}" if css_class else rule.tag or "*"
            self.by_key.setdefault(key, []).append(rule)

    def matching(self, tag: str, css_class: str, identifier: str) -> list[Rule]:
        """The rules for an element, weakest first."""
        if not self.by_key:
            return []
        classes = frozenset(css_class.split())
        self.steps += len(classes)
        keys = ["*", tag, *(f".{name}" for name in classes), *([f"#{identifier}"] if identifier else [])]
        found: list[Rule] = []
        for key in keys:
            rules = self.by_key.get(key, ())
            self.steps += len(rules)
            found.extend(rule for rule in rules if rule.fits(tag, classes, identifier))
        return sorted(found, key=lambda rule: rule.rank)


def cascade(rules: list[Rule], inline: Declarations) -> dict[str, str]:
    """The declarations that hold: later and stronger rules win, inline beats them, important beats both."""
    winning: Declarations = {}
    for declarations in (*(rule.declarations for rule in rules if rule.sure), inline):
        for name, (value, important) in declarations.items():
            if important or not winning.get(name, ("", False))[1]:
                winning[name] = (value, important)
    return {name: value for name, (value, _) in winning.items()}
