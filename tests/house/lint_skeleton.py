"""Write the skeleton of a new lint: make lint-new NAME=body/my-new-lint CODE=UNS123.

The tests refuse it until the page, the citation, the check and the examples are written.
"""

import re
import sys
from pathlib import Path

LINTS = Path(__file__).parents[2] / "inboxguard" / "compliance" / "lints"
SKELETON = '''"""TODO title: what is wrong with a message this lint speaks of

TODO what it looks at.
TODO why it matters to the reader.
TODO what the sender can do.
TODO what it cannot see.
"""

from datetime import date

from inboxguard.compliance.scopes import every_message
from inboxguard.compliance.spec import Breach, Case, Cite, Example, Kept, Level, Lint, Outcome, OutOfScope
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """TODO whether …"""
    return OutOfScope("TODO")


_MAIL = """\\
From: Mara Lindqvist <mara@growth.example>
To: you@me.example
Subject: TODO
Message-ID: <1@growth.example>
Date: Tue, 10 Mar 2026 09:00:00 +0000

TODO
"""

LINT = Lint(
    code="{code}",
    name="{name}",
    level=Level.INFO,
    scope=every_message,
    check=check,
    cites=(Cite("TODO", "", says="", profile="TODO", since=None),),
    examples=(
        Example("TODO breach", _MAIL, Breach),
        Example("TODO kept", _MAIL, Kept),
        Example("TODO out of scope", _MAIL, OutOfScope),
    ),
)
'''


def main(arguments: list[str], lints: Path = LINTS) -> int:
    """Write the file and say where it lies; 2 when the arguments are not family/name and code."""
    if len(arguments) != 2 or not re.fullmatch(r"[a-z_]+/[a-z0-9-]+ UNS\d{3}", " ".join(arguments)):
        print("usage: make lint-new NAME=family/name-of-the-lint CODE=UNSnnn", file=sys.stderr)
        return 2
    (family, _, name), code = arguments[0].partition("/"), arguments[1]
    folder = lints / family
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()
    path = folder / f"{name.replace('-', '_')}.py"
    if path.exists():
        print(f"{path} exists already", file=sys.stderr)
        return 2
    path.write_text(SKELETON.replace("{code}", code).replace("{name}", name), encoding="utf-8")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
