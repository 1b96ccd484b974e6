"""`inboxguard check` and `inboxguard lints`, run as a person runs them."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from inboxguard.cli.main import run
from inboxguard.compliance.case import case_of_example
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.check import CheckResult
from inboxguard.compliance.run import findings
from inboxguard.compliance.run import run as run_lints
from inboxguard.compliance.spec import Case
from inboxguard.report.sarif import sarif

PITCH = (
    "From: Mara Lindqvist <mara@growth.example>\r\nTo: you@me.example\r\nSubject: Twice the meetings\r\n"
    "Message-ID: <1@growth.example>\r\nDate: Tue, 10 Mar 2026 09:00:00 +0000\r\n\r\n{}\r\n"
)
SARIF = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.fixture
def pitch(tmp_path: Path) -> Path:
    path = tmp_path / "pitch.eml"
    path.write_bytes(PITCH.format("Shall we talk this week?").encode())
    return path


@pytest.fixture
def footer(tmp_path: Path) -> Path:
    path = tmp_path / "footer.eml"
    path.write_bytes(PITCH.format("News.\r\n\r\nTo unsubscribe: https://growth.example/u/3f9a").encode())
    return path


def test_pitch_without_a_way_out_is_a_finding(pitch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A selling message without any way out ends with 1, and the verdict is the first line."""
    assert run(["check", str(pitch), "--commercial", "yes"]) == 1
    said = capsys.readouterr().out
    assert " ".join(said.split()).startswith(f"{pitch}: none: no way out is offered")
    assert "error[UNS001]" in said
    assert "\x1b" not in said


def test_fail_on_never_ends_well(pitch: Path) -> None:
    """With --fail-on never findings do not change the exit code."""
    assert run(["check", str(pitch), "--commercial", "yes", "--fail-on", "never"]) == 0


def test_jsonl_holds_one_object_a_message_and_a_summary(
    pitch: Path, footer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines are the messages in order and then the summary, all of schema inboxguard.check/1."""
    run(["check", str(pitch), str(footer), "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("option") for line in lines] == ["none", "present", None]
    assert {line["schema"] for line in lines} == {"inboxguard.check/1"}
    assert lines[1]["options"][0]["kind"] == "body-link"
    assert lines[1]["options"][0]["usable"] is True
    assert set(lines[1]["options"][0]["evidence"]) == {"place", "words"}
    assert lines[2]["messages"] == 2


def test_json_is_one_object_with_the_same_items(pitch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The json format holds the messages and the summary in one object."""
    run(["check", str(pitch), "--format", "json"])
    whole = json.loads(capsys.readouterr().out)
    assert whole["messages"][0]["option"] == "none"
    assert whole["summary"]["options"]["none"] == 1


def test_sarif_keeps_to_the_schema(pitch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The log validates against the schema OASIS published, and every result points at the rule of its code."""
    with_blanks = pitch.with_name("zwölf Grüße #1 [alt]?.eml")
    with_blanks.write_bytes(pitch.read_bytes())
    run(["check", str(pitch), str(with_blanks), "--commercial", "yes", "--format", "sarif"])
    log = json.loads(capsys.readouterr().out)
    jsonschema.Draft7Validator(SARIF).validate(log)
    first = log["runs"][0]
    assert first["results"]
    for result in first["results"]:
        assert first["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in first["results"]]
    assert {unquote(place) for place in places} == {str(pitch), str(with_blanks)}


def _checked(case: Case) -> CheckResult:
    ran = run_lints(catalogue(), case)
    return CheckResult(case.message, case.ways_out, findings(ran), ran)


def test_sarif_of_every_example_keeps_to_the_schema() -> None:
    """Whatever a lint finds in its own examples can be told in SARIF, and a log without a message is refused."""
    log = json.loads(sarif(_checked(case_of_example(one)) for lint in catalogue() for one in lint.examples))
    jsonschema.Draft7Validator(SARIF).validate(log)
    assert len(log["runs"][0]["results"]) > len(catalogue())
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SARIF).validate(log)


def test_standard_input_is_named_as_such(
    pitch: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes on standard input has a name of its own, in the text and for programs."""
    for form, start in (("text", "<stdin>: none: "), ("jsonl", '{"')):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(pitch.read_bytes())))
        assert run(["check", "-", "--commercial", "yes", "--format", form]) == 1
        said = capsys.readouterr().out
        assert said.startswith(start)
        assert "<stdin>" in said


def test_unknown_profile_is_a_usage_problem(pitch: Path) -> None:
    """A profile nobody knows ends with 2 before any message is read."""
    assert run(["check", str(pitch), "--profile", "atlantis"]) == 2


def test_profile_limits_what_is_asked(pitch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a profile only its citations are shown."""
    run(["check", str(pitch), "--commercial", "yes", "--profile", "us", "--format", "jsonl"])
    findings = json.loads(capsys.readouterr().out.splitlines()[0])["findings"]
    assert findings
    assert {profile for finding in findings for profile in finding["profiles"]} == {"us"}


def test_page_of_a_lint_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """`lints CODE` prints the page with its citations; an unknown code ends with 2."""
    assert run(["lints", "UNS303"]) == 0
    assert "Asked for by:" in capsys.readouterr().out
    assert run(["lints", "UNS999"]) == 2


def test_the_list_of_lints_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Every lint is listed with its title, in lines of at most 80 columns."""
    assert run(["lints"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert [line.split()[0] for line in lines[::2]] == [lint.code for lint in catalogue()]
