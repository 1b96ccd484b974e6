"""The demo: its sample mailbox is sound, its server starts and ends, its run says what a fair reader would say."""

import contextlib
import imaplib
import re
import shlex
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from inboxguard import clock
from inboxguard.demo import sample
from inboxguard.demo.server import DemoServer
from inboxguard.demo.stage import ACCOUNT, stage
from inboxguard.errors import ConfigProblem
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.service.account import scan_account
from inboxguard.service.teller import Silent
from inboxguard.service.wishes import Wishes

NOW = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
DOMAIN = re.compile(r"@([a-z0-9.-]+[a-z])|https?://([a-z0-9.-]+)")
REAL = {"linkedin.com", "www.linkedin.com"}


def _messages():
    return {
        letter.id: parse(RawMessage(letter.data, letter.id, received=letter.at, size=len(letter.data)))
        for letter in sample.letters(NOW)
    }


def test_every_message_of_the_sample_reads_without_damage():
    """Nothing in the sample mailbox is damaged, so a wrong verdict cannot hide behind a broken message."""
    assert {id_: message.damage for id_, message in _messages().items() if message.damage} == {}


def test_the_sample_is_large_and_speaks_three_languages():
    """The mailbox holds 70 to 90 messages, the export at least nine connections, in English, German and French."""
    texts = [message.new_text for message in _messages().values()]
    assert 70 <= len(texts) <= 90
    assert sample.people() >= 9
    for greeting in ("Hi Mara", "Guten Tag", "Bonjour Mara"):
        assert sum(greeting in text for text in texts) >= 3


def test_every_message_has_an_id_of_its_own():
    """Message-IDs and names in the sample are unique, and every expectation names a message that exists."""
    letters = sample.letters(NOW)
    assert len({letter.message_id for letter in letters}) == len(letters)
    assert sample.expected().keys() <= {letter.id for letter in letters}


def test_everybody_in_the_sample_is_fictional():
    """Every address and link in the sample lies below .example, except LinkedIn's own."""
    found = set()
    for letter in sample.letters(NOW):
        found |= {first or second for first, second in DOMAIN.findall(letter.data.decode("ascii").replace("=\r\n", ""))}
    assert {domain for domain in found if not domain.endswith(".example")} <= REAL


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_sample_is_always_recent(hour):
    """Whenever the demo is run, every message came before now and in the last ten weeks."""
    now = NOW.replace(hour=hour)
    for letter in sample.letters(now):
        assert now - timedelta(days=70) < letter.at < now, letter.id


def test_the_export_has_the_shape_of_today():
    """The connections file begins with LinkedIn's notes, then an empty line and the seven columns."""
    lines = sample.connections_csv(NOW).splitlines()
    assert lines[0] == "Notes:"
    assert lines[2] == ""
    assert lines[3] == "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    assert lines[4].endswith("24 Feb 2026")


def test_the_server_serves_what_it_was_given_and_ends():
    """Flags and INTERNALDATE arrive, mailboxes are made when needed, and the thread is gone after the block."""
    letters = sample.letters(NOW)
    with DemoServer(sample.OWNER) as server:
        assert server.fill(letters) == len(letters)
        counts = server.counts()
        assert counts == {name: sum(letter.mailbox == name for letter in letters) for name in ("INBOX", "Sent")}
        conversation = server.connect()
        conversation.select("INBOX", readonly=True)
        _, answer = conversation.fetch("1", "(FLAGS INTERNALDATE)")
        conversation.logout()
    first = next(letter for letter in letters if letter.mailbox == "INBOX")
    assert first.at.strftime("%d-%b-%Y %H:%M:%S +0000").encode() in answer[0]
    assert not server.running


def test_two_servers_share_nothing():
    """Each server has a port, a password and mailboxes of its own."""
    with DemoServer(sample.OWNER) as one, DemoServer(sample.OWNER) as other:
        one.fill(sample.letters(NOW)[:3])
        assert one.port != other.port
        assert one.password != other.password
        assert other.counts() == {"INBOX": 0}


def test_without_its_server_the_demo_says_what_to_install(monkeypatch):
    """Where pymap is missing, the message names the extra to install."""
    monkeypatch.setitem(sys.modules, "pymap.imap", None)
    with pytest.raises(ConfigProblem) as trouble, DemoServer(sample.OWNER):
        pass
    assert trouble.value.mend == "pip install 'inboxguard[demo]'"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One scan of the sample in file mode: its lines by message, its report, the mailboxes before and after."""
    now = clock.now()
    with stage(now, mode="file", out=tmp_path_factory.mktemp("demo")) as scene:
        outcome = scan_account(ACCOUNT, str(scene.config), Wishes.read(), Silent())
        after = scene.server.counts()
    names = {letter.message_id: letter.id for letter in sample.letters(now)}
    return {names[line.message_id]: line for line in outcome.lines}, outcome.report, scene.before, after


def test_every_verdict_is_one_a_fair_reader_gives(run):
    """Each message is judged as expected.json says; the ones it does not name are clear or unsure."""
    lines, _, _, _ = run
    wrong = {}
    for id_, line in lines.items():
        expected = sample.expected().get(id_)
        if line.verdict not in (expected.verdicts if expected else ("clear", "unsure")):
            wrong[id_] = line.verdict
    assert wrong == {}


def test_every_message_worth_a_word_was_examined(run):
    """No message that must be a pitch or a hard sell was passed over."""
    lines, _, _, _ = run
    must = {id_ for id_, expected in sample.expected().items() if not {"clear", "unsure"} & set(expected.verdicts)}
    assert must - lines.keys() == set()


def test_nothing_is_filed_wrongly(run):
    """What was filed is hard sell to a fair reader, and every certain hard sell was filed."""
    lines, _, _, _ = run
    filed = {id_ for id_, line in lines.items() if line.done == "filed"}
    assert [id_ for id_ in filed if id_ not in sample.expected() or not sample.expected()[id_].may_be_filed] == []
    assert {id_ for id_, expected in sample.expected().items() if expected.verdicts == ("hard_sell",)} <= filed


def test_no_message_is_lost(run):
    """What left INBOX lies in the mailbox for the hard sell, and the Sent mailbox is as it was."""
    lines, _, before, after = run
    filed = sum(line.done == "filed" for line in lines.values())
    assert after == {"INBOX": before["INBOX"] - filed, "Sent": before["Sent"], "Hard sell": filed}


def test_a_tag_that_did_not_stick_is_reported(run):
    """The server drops keywords; the report says so, and does not call it a failure."""
    lines, report, _, _ = run
    assert any(line.done == "left: the server keeps no keywords" for line in lines.values())
    assert [note for note in report.notes if "keeps no keywords" in note]
    assert not [note for note in report.notes if "could not" in note]


def test_the_forged_notice_taught_nothing(run):
    """Nothing is done about Felix, whom a forged notice calls a connection; Amelia is one by a genuine notice."""
    lines, _, _, _ = run
    felix = lines.get("primewave-2")
    assert felix is None or (felix.action, felix.done) == ("leave", "")
    assert felix is None or not felix.rests_on.endswith("(certain)")
    assert "notice" in lines["brightloom-2"].rests_on


def test_the_command_ends_with_the_report_and_its_page(tmp_path):
    """`inboxguard demo` ends well, prints the report within 80 columns, and writes the page it names."""
    ended = subprocess.run(
        [sys.executable, "-m", "inboxguard", "demo", "--out", str(tmp_path)],
        capture_output=True, text=True, timeout=180, check=False, env={"COLUMNS": "80", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "Etiquette report" in ended.stdout
    assert "Tobias Renner" in ended.stdout
    assert "Hard sell" in ended.stdout
    page = tmp_path / "report.html"
    assert str(page) in ended.stdout.replace("\n", "")
    assert "Tobias Renner" in page.read_text("utf-8")
    assert re.search(r"undo --run last” would put back all \d\d\.", ended.stdout)
    assert "Traceback" not in ended.stderr


def test_in_observe_mode_the_command_changes_nothing(tmp_path):
    """`inboxguard demo --mode observe` leaves every mailbox as it was, whatever the environment sets for others."""
    ended = subprocess.run(
        [sys.executable, "-m", "inboxguard", "demo", "--mode", "observe", "--out", str(tmp_path)],
        capture_output=True, text=True, timeout=180, check=False,
        env={"COLUMNS": "80", "PATH": "/usr/bin:/bin", "INBOXGUARD_ACCOUNT__HOME__PASSWORD": "not for the demo"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "would file" in ended.stdout
    rows = [line.split() for line in ended.stdout.splitlines() if line.startswith(("INBOX ", "Sent "))]
    assert [row[1] == row[2] for row in rows] == [True, True]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_kept_server_serves_until_it_is_interrupted(tmp_path, number, code):
    """With --keep the commands it names work on the server; a signal ends it in order and leaves no state behind."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "inboxguard", "demo", "--keep", "--out", str(tmp_path / "out")],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={"COLUMNS": "80", "PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    with demo, contextlib.ExitStack() as afterwards:
        afterwards.callback(demo.kill)  # or a failure would wait for the demo for ever
        said = ""
        for line in demo.stderr:
            said += line
            if "a mail program" in line:
                break
        port, password = re.search(r"stays at 127\.0\.0\.1:(\d+)", said), re.search(r"password (\S+),", said)
        conversation = imaplib.IMAP4("127.0.0.1", int(port[1]), timeout=10)
        assert conversation.login(sample.OWNER, password[1])[0] == "OK"
        assert list(tmp_path.glob("inboxguard-demo-state-*/state.sqlite3"))
        conversation.logout()
        for words in re.findall(r"inboxguard (undo|explain) (.*)", said):
            other = subprocess.run(
                [sys.executable, "-m", "inboxguard", words[0], *shlex.split(words[1])],
                capture_output=True, text=True, timeout=180, check=False,
            )  # fmt: skip
            assert other.returncode == 0, other.stderr
        demo.send_signal(number)
        assert demo.wait(20) == code
    assert list(tmp_path.glob("inboxguard-demo-state-*")) == []
