"""`inboxguard explain` on an archive: for people and for programs."""

import json
from pathlib import Path

from inboxguard.errors import ExitCode
from tests.acceptance.command import PITCHES, inboxguard, mail


def test_a_message_is_explained_for_programs(tmp_path: Path) -> None:
    """JSON holds the published shape and every reason; a sender's name means the latest message."""
    for number, body in enumerate(PITCHES):
        (tmp_path / f"{number}.eml").write_bytes(mail(number, body, subject=f"payroll {number}"))
    line = ("--source", f"eml:{tmp_path}", "--scope", "everyone", "--me", "sam@northpine.example")
    done = inboxguard("explain", "dana whitlock", *line, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["schema"], found["subject"]) == ("inboxguard.explain/1", "payroll 2")
    assert found["pitch"]["signals"]
    assert found["because"]
    text = inboxguard("explain", "dana@lumenpayroll.example", *line)
    assert text.stdout.startswith("payroll 2\n")
    assert all(reason.split()[0] in text.stdout for reason in found["because"])
    missing = inboxguard("explain", "nobody at all", *line, "--format", "json")
    assert (missing.returncode, missing.stdout) == (ExitCode.USAGE, "")
