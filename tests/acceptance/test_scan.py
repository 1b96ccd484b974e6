"""`inboxguard scan` on real servers: observe, tag, file, undo, and never twice."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.acceptance.command import ACCEPTED, PITCHES, configuration, deliver, export, inboxguard, mail
from tests.servers.fixtures import account, cyrus, dovecot, dovecot_without_move, filing_account, pymap
from tests.servers.mail import everything, flags_of, subjects
from tests.servers.place import Account

__all__ = ["account", "cyrus", "dovecot", "dovecot_without_move", "filing_account", "pymap"]


def verdicts(output: str) -> list[tuple[str, str]]:
    return [(one["from"], one["verdict"]) for one in map(json.loads, output.splitlines()) if not one.get("summary")]


def test_observing_changes_nothing(account: Account, tmp_path: Path) -> None:
    r"""A scan in observe mode leaves every mailbox and flag as it was, \Seen too, and says what it would do."""
    deliver(account)
    before = everything(account)
    done = inboxguard("scan", "home", "--config", configuration(tmp_path, account, mode="observe"))
    assert done.returncode == 0, done.stderr
    assert everything(account) == before
    assert "would file" in done.stdout


def test_filing_files_the_hard_sell_and_nothing_else(filing_account: Account, tmp_path: Path) -> None:
    """From the second pitch on mail is filed; the first pitch and the friend's mail stay."""
    deliver(filing_account)
    config = configuration(tmp_path, filing_account)
    done = inboxguard("scan", "home", "--config", config, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert [verdict for _, verdict in verdicts(done.stdout)] == ["pitch", "hard_sell", "hard_sell"]
    assert subjects(filing_account) == ["lunch", "payroll at Northpine"]
    assert len(subjects(filing_account, "Hard sell")) == 2


def test_a_second_scan_does_nothing_twice(filing_account: Account, tmp_path: Path) -> None:
    """Scanning again changes nothing and examines nothing."""
    deliver(filing_account)
    config = configuration(tmp_path, filing_account)
    inboxguard("scan", "home", "--config", config)
    between = everything(filing_account)
    again = inboxguard("scan", "home", "--config", config, "--format", "jsonl")
    assert verdicts(again.stdout) == []
    assert everything(filing_account) == between


def test_undo_puts_everything_back_for_good(filing_account: Account, tmp_path: Path) -> None:
    """After undo the mail lies in INBOX again, and the next scan leaves it there."""
    deliver(filing_account)
    before = sorted(subjects(filing_account))
    config = configuration(tmp_path, filing_account)
    inboxguard("scan", "home", "--config", config)
    undone = inboxguard("undo", "--run", "last", "--config", config)
    assert undone.returncode == 0, undone.stderr + undone.stdout
    assert sorted(subjects(filing_account)) == before
    inboxguard("scan", "home", "--config", config)
    assert sorted(subjects(filing_account)) == before


def test_undo_by_sender_covers_all_addresses_of_the_person(filing_account: Account, tmp_path: Path) -> None:
    """Asked by one of Dana's addresses, undo brings back what came from her other one too."""
    deliver(filing_account)
    client = filing_account.plain()
    other = mail(4, PITCHES[1], sender="Dana Whitlock <dana@getlumenpayroll.example>")
    client.append("INBOX", other, msg_time=ACCEPTED + timedelta(days=13))
    client.logout()
    config = configuration(tmp_path, filing_account)
    inboxguard("scan", "home", "--config", config)
    assert len(subjects(filing_account, "Hard sell")) == 3
    undone = inboxguard("undo", "--sender", "dana@lumenpayroll.example", "--config", config)
    assert undone.returncode == 0, undone.stderr + undone.stdout
    assert len(subjects(filing_account)) == 5


def test_what_the_user_moves_back_is_left_and_learnt(filing_account: Account, tmp_path: Path) -> None:
    """A message dragged back into INBOX stays there, and so does the person's later mail."""
    deliver(filing_account)
    config = configuration(tmp_path, filing_account)
    inboxguard("scan", "home", "--config", config)
    client = filing_account.plain()
    client.select_folder("Hard sell")
    for uid in client.search("ALL"):
        data = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
        client.append("INBOX", data, msg_time=ACCEPTED + timedelta(days=12))
    client.append("INBOX", mail(5, PITCHES[1]), msg_time=ACCEPTED + timedelta(days=16))
    client.logout()
    done = inboxguard("scan", "home", "--config", config)
    assert done.returncode == 0, done.stderr
    assert len(subjects(filing_account)) == 5


def test_tagging_keeps_mail_in_place_or_says_that_the_tag_did_not_stick(account: Account, tmp_path: Path) -> None:
    """Where the server keeps keywords the hard sell bears one; where it drops them the report says so."""
    deliver(account)
    done = inboxguard("scan", "home", "--config", configuration(tmp_path, account, mode="tag"))
    assert len(subjects(account)) == 4
    tagged = sum("HardSell" in flags for flags in _flags(account))
    if account.keeps_keywords:
        assert (tagged, done.returncode) == (2, 0)
    else:
        assert tagged == 0
        assert "The server keeps no keywords, so 2 messages are left without a tag." in " ".join(done.stdout.split())


def _flags(account: Account) -> list[tuple[str, ...]]:
    return [flags for rows in everything(account).values() for _, _, flags, *_ in rows]


def test_mail_marked_deleted_by_its_owner_stays(filing_account: Account, tmp_path: Path) -> None:
    r"""A message the user flagged \Deleted is neither filed nor expunged."""
    deliver(filing_account)
    client = filing_account.plain()
    client.select_folder("INBOX")
    client.add_flags([client.search("ALL")[-1]], [b"\\Deleted"])
    client.logout()
    inboxguard("scan", "home", "--config", configuration(tmp_path, filing_account))
    assert "lunch" in subjects(filing_account)
    assert "\\Deleted" in flags_of(filing_account)["lunch"]


@pytest.mark.parametrize("mailbox", ["Große Post", "read me later"])
def test_mailbox_names_with_spaces_and_umlauts_work(account: Account, tmp_path: Path, mailbox: str) -> None:
    """Such a mailbox can be watched."""
    deliver(account, mailbox=mailbox)
    config = configuration(tmp_path, account, mailboxes=f'["{mailbox}"]')
    done = inboxguard("scan", "home", "--config", config, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert len(verdicts(done.stdout)) == 3
    assert len(subjects(account, "Hard sell")) == 2


def test_explain_and_report_read_the_journal(account: Account, tmp_path: Path) -> None:
    """What was done is told again by `report`, and why by `explain`."""
    deliver(account)
    config = configuration(tmp_path, account)
    inboxguard("scan", "home", "--config", config)
    told = inboxguard("report", "--config", config)
    assert "Dana Whitlock" in told.stdout
    assert "2 filed" in told.stdout
    key = json.loads(inboxguard("report", "--config", config, "--format", "jsonl").stdout.splitlines()[1])["message_id"]
    why = inboxguard("explain", key, "--config", config)
    assert "Verdict: hard sell" in why.stdout
    assert "Done: filed" in why.stdout


def test_the_hourly_cap_turns_filing_into_tagging(account: Account, tmp_path: Path) -> None:
    """With one move an hour allowed, the second message is not moved."""
    deliver(account)
    config = configuration(tmp_path, account)
    Path(config).write_text(Path(config).read_text().replace("[safety]\n", "[safety]\nmoves_per_hour = 1\n"))
    inboxguard("scan", "home", "--config", config)
    assert len(subjects(account, "Hard sell")) == 1


def test_an_export_given_on_the_command_line_is_learnt(account: Account, tmp_path: Path) -> None:
    """--connections adds people to those of the configuration."""
    deliver(account)
    config = configuration(tmp_path, account, mode="observe")
    Path(config).write_text(Path(config).read_text().replace(f'exports = ["{export(tmp_path)}"]', "exports = []"))
    alone = inboxguard("scan", "home", "--config", config, "--format", "jsonl")
    assert verdicts(alone.stdout) == []
    assert "inboxguard people import" in json.loads(alone.stdout.splitlines()[-1])["notes"][0]
