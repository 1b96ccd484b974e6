"""Every case of tests/corpus/ways_out gets the answer that stands beside it."""

import tomllib
from pathlib import Path

import pytest

from inboxguard.compliance.options import ways_out
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

CASES = sorted((Path(__file__).parents[2] / "corpus" / "ways_out").glob("*.eml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_message_gets_the_answer_written_beside_it(path: Path) -> None:
    """The answer, the kind of the best usable option and the fault of an unusable one are as expected."""
    expected = tomllib.loads(path.with_suffix(".expect.toml").read_text(encoding="utf-8"))
    found = ways_out(parse(RawMessage(path.read_bytes().replace(b"\n", b"\r\n"), path.name)))
    assert found.offer.value == expected["offer"], found
    if "kind" in expected:
        assert expected["kind"] in {option.kind.value for option in found.usable}, found.options
    if "fault" in expected:
        assert expected["fault"] in {option.fault.value for option in found.options if option.fault}, found.options


def test_there_are_cases() -> None:
    """The corpus is there, so that the test above cannot pass for want of cases."""
    assert len(CASES) >= 80
