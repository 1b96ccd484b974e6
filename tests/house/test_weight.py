"""What the program may not import before it is needed."""

import subprocess
import sys

HEAVY = [
    "imapclient",
    "bs4",
    "lxml",
    "pydantic",
    "rich",
    "structlog",
    "apscheduler",
    "jinja2",
    "sqlite3",
    "email_validator",
    "rapidfuzz",
    "publicsuffixlist",
]


def test_help_imports_nothing_heavy() -> None:
    """`inboxguard --help` loads none of the heavy libraries."""
    program = (
        "import sys\nfrom inboxguard.cli.main import run\nrun(['--help'])\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_service_imports_nothing_that_prints_or_draws() -> None:
    """What watches mail loads neither the table printer nor the template engine, and both can be loaded later."""
    drawing = ["rich", "pygments", "jinja2", "bs4", "lxml"]
    program = (
        "import sys\nimport inboxguard.service.run\nfrom inboxguard.log import configure, logger\n"
        "configure()\nlogger().info('begun')\n"
        f"print([name for name in {drawing!r} if name in sys.modules])\n"
        "import inboxguard.report.html, rich.console\nprint('later')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["[]", "later"]


def test_the_core_reads_no_clock() -> None:
    """No file but clock.py reads the time."""
    done = subprocess.run(
        ["grep", "-rnE", r"datetime\.now|time\.time\(|utcnow|date\.today", "inboxguard", "--include=*.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stdout.splitlines() if not line.startswith("inboxguard/clock.py")] == []
