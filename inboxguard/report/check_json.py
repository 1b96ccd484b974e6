"""Check results as JSON: one object a message, a summary object last (schema inboxguard.check/1).

The one fact a newcomer would get wrong: other programs rest on these keys; keys may be added, never renamed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from inboxguard.compliance.check import CheckResult
from inboxguard.compliance.run import Finding
from inboxguard.compliance.spec import Cite
from inboxguard.compliance.way_out import Option
from inboxguard.mail.evidence import Evidence

SCHEMA = "inboxguard.check/1"


def result_object(result: CheckResult) -> dict[str, object]:
    """One message as an object."""
    return {
        "schema": SCHEMA,
        "source": result.source,
        "message_id": result.message.message_id,
        "option": result.ways_out.offer.value,
        "because": result.ways_out.because,
        "options": [_option(option) for option in result.ways_out.options],
        "findings": [_finding(finding) for finding in result.findings],
    }


def summary_object(options: Mapping[str, int], levels: Mapping[str, int]) -> dict[str, object]:
    """How many messages gave which answer, and how many findings there were of each level."""
    return {
        "schema": SCHEMA,
        "summary": True,
        "messages": sum(options.values()),
        "options": {name: options.get(name, 0) for name in ("present", "reply", "unclear", "none", "unknown")},
        "findings": {name: levels.get(name, 0) for name in ("error", "warn", "info")},
    }


def line(item: object) -> str:
    """An object as one line of JSON Lines."""
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def document(results: Iterable[CheckResult]) -> str:
    """All results as one JSON object with the same items."""
    items, options, levels = [], Counter[str](), Counter[str]()
    for result in results:
        items.append(result_object(result))
        options[result.ways_out.offer.value] += 1
        levels.update(finding.level.value for finding in result.findings)
    whole = {"schema": SCHEMA, "messages": items, "summary": summary_object(options, levels)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _option(option: Option) -> dict[str, object]:
    return {
        "kind": option.kind.value,
        "target": option.target,
        "usable": option.usable,
        "why": option.why,
        "fault": option.fault.value if option.fault else None,
        "evidence": _evidence(option.evidence),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.lint.code,
        "name": finding.lint.name,
        "level": finding.level.value,
        "says": finding.breach.says,
        "profiles": list(finding.profiles),
        "cites": [_cite(cite) for cite in finding.cites],
        "evidence": _evidence(finding.breach.evidence),
    }


def _cite(cite: Cite) -> dict[str, object]:
    return {
        "source": cite.source,
        "section": cite.section,
        "says": cite.says,
        "since": cite.since.isoformat() if cite.since else None,
        "profile": cite.profile,
        "confirmed": cite.confirmed,
    }


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"place": evidence.place, "words": evidence.words}
