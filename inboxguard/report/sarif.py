"""Check results as SARIF 2.1.0, for programs that show findings beside their files.

The one fact a newcomer would get wrong: SARIF's level "note" is our info, and a rule must be listed once, before the
results that point at it by number.
"""

import json
from collections.abc import Iterable
from urllib.parse import quote

from inboxguard import __version__
from inboxguard.compliance.catalogue import catalogue, page_of, title_of
from inboxguard.compliance.check import CheckResult
from inboxguard.compliance.outcome import Level
from inboxguard.compliance.run import Finding
from inboxguard.compliance.spec import Lint

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Level.ERROR: "error", Level.WARN: "warning", Level.INFO: "note"}


def sarif(results: Iterable[CheckResult]) -> str:
    """One SARIF log with one run: every lint as a rule, every finding as a result."""
    lints = catalogue()
    numbers = {lint.code: number for number, lint in enumerate(lints)}
    driver = {
        "name": "inboxguard",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(lint) for lint in lints],
    }
    found = [_result(result, finding, numbers) for result in results for finding in result.findings]
    log = {
        "$schema": SCHEMA_URI,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(lint: Lint) -> dict[str, object]:
    return {
        "id": lint.code,
        "name": "".join(word.capitalize() for word in lint.name.split("-")),
        "shortDescription": {"text": title_of(lint)},
        "fullDescription": {"text": page_of(lint)},
        "defaultConfiguration": {"level": _LEVELS[lint.level]},
        "properties": {"tags": list(lint.profiles)},
    }


def _result(result: CheckResult, finding: Finding, numbers: dict[str, int]) -> dict[str, object]:
    cited = "; ".join(f"{cite.source} {cite.section}".strip() for cite in finding.cites)
    path, number = _place(result.source)
    return {
        "ruleId": finding.lint.code,
        "ruleIndex": numbers[finding.lint.code],
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.breach.says} (asked for by {cited})"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(path)},
                    "region": {"snippet": {"text": finding.breach.evidence.words}, "startLine": 1},
                },
                "logicalLocations": [{"name": finding.breach.evidence.place, "fullyQualifiedName": _qualified(result)}],
            }
        ],
        "partialFingerprints": {"message/v1": result.message.key.digest},
        "properties": {"message": number, "profiles": list(finding.profiles)},
    }


def _qualified(result: CheckResult) -> str:
    return result.message.message_id or result.source


def _place(source: str) -> tuple[str, str]:
    """The file and the number of the message in it; a "#" in a file's name is part of the name."""
    path, sign, number = source.rpartition("#")
    return (path, number) if sign and number.isascii() and number.isdigit() else (source, "1")
