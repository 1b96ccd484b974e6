"""Whose archive it is, as `inboxguard scan` finds and says it."""

import json
from pathlib import Path

from tests.acceptance.command import ACCEPTED, PITCHES, inboxguard, mail


def written(folder: Path, sender: str, recipients: list[str]) -> str:
    """A folder of messages: Dana's pitches, each to another recipient."""
    folder.mkdir()
    for number, to in enumerate(recipients):
        text = mail(
            number, PITCHES[number % len(PITCHES)], sender=f"Dana Whitlock <{sender}>", subject=f"payroll {number}"
        )
        text = text.replace(b"To: Sam Keller <sam@northpine.example>", f"To: {to}".encode())
        (folder / f"{number}.eml").write_bytes(text)
    return f"eml:{folder}"


def pitches(output: str) -> int:
    lines = map(json.loads, output.splitlines())
    return sum(one.get("verdict") in {"pitch", "hard_sell"} for one in lines)


def test_the_owner_is_found_and_named(tmp_path: Path) -> None:
    """Without --me the answer is the same as with it, and says whose mailbox it took it for."""
    source = written(tmp_path / "mail", "dana@lumenpayroll.example", ["sam@northpine.example"] * 4)
    line = ("scan", source, "--scope", "everyone", "--format", "jsonl", "--now", f"{ACCEPTED:%Y-%m-%d}")
    guessed, told = inboxguard(*line), inboxguard(*line, "--me", "sam@northpine.example")
    assert guessed.stdout == told.stdout
    assert pitches(guessed.stdout) > 0
    assert "seems to be sam@northpine.example's" in guessed.stderr


def test_without_an_owner_the_organisation_is_its_own(tmp_path: Path) -> None:
    """When nobody stands out, mail from the domain most mail goes to is a colleague's, and the report says so."""
    everybody = [f"p{number}@northpine.example" for number in range(6)]
    within = written(tmp_path / "within", "dana@northpine.example", everybody)
    outside = written(tmp_path / "outside", "dana@lumenpayroll.example", everybody)
    scan = ("--scope", "everyone", "--format")
    assert pitches(inboxguard("scan", within, *scan, "jsonl").stdout) == 0
    assert pitches(inboxguard("scan", outside, *scan, "jsonl").stdout) > 0
    said = " ".join(inboxguard("scan", within, *scan, "text").stdout.split())
    assert "everybody at northpine.example counts as a colleague" in said
