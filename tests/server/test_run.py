"""The service on real servers: every account on its own terms, every mailbox, and what users do meanwhile."""

import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from inboxguard.config.schema import Settings
from inboxguard.errors import ConfigProblem
from inboxguard.service.health import State
from inboxguard.service.watch import Service
from tests.servers.dovecot import Dovecot
from tests.servers.mail import create, flags_of, subjects
from tests.servers.pitches import deliver, export_of, pitch, pitches
from tests.servers.place import Account, free_port
from tests.servers.serving import connected, pulse, section, serving, settings_of
from tests.servers.watching import eventually

FAST = {"poll_seconds": 1, "silence_seconds": 5}


def filed(account: Account, *numbers: int, mailbox: str = "Hard sell") -> None:
    """Wait until exactly these are filed."""
    wanted = [f"payroll 0-{number}" for number in numbers]
    eventually(f"{wanted} are filed", lambda: subjects(account, mailbox) == wanted)


def counted(service: Service, name: str) -> list[str]:
    """The lines of a metric that are not nought."""
    page = service.metrics.page(service.health).splitlines()
    return [line for line in page if line.startswith(name) and not line.endswith(" 0")]


def test_each_account_is_treated_on_its_own_terms(dovecot: Dovecot, tmp_path: Path) -> None:
    """One files, one tags, one only observes, in one process."""
    people = {mode: dovecot.account() for mode in ("file", "tag", "observe")}
    accounts = {mode: section(account, mode=mode) for mode, account in people.items()}
    with serving(settings_of(tmp_path, accounts, exports=(export_of(tmp_path),))) as service:
        for mode in people:
            connected(service, mode)
        for account in people.values():
            deliver(account, *pitches(0, 1))
        filed(people["file"], 1)
        eventually("it is tagged", lambda: flags_of(people["tag"])["payroll 0-1"] == {"HardSell"})
        eventually("all were judged", lambda: len(service.journal.examined("observe")) == 2)
    assert flags_of(people["observe"]) == {"payroll 0-0": set(), "payroll 0-1": set()}


def test_server_without_idle_is_polled(dovecot_bare: Dovecot, tmp_path: Path) -> None:
    """Where the server does not tell, new mail is found within the interval."""
    account = dovecot_bare.account()
    settings = settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),), service=FAST)
    with serving(settings) as service:
        connected(service)
        deliver(account, *pitches(0, 1))
        eventually("it is tagged", lambda: flags_of(account).get("payroll 0-1") == {"HardSell"})


def test_further_mailboxes_are_watched(dovecot: Dovecot, tmp_path: Path) -> None:
    """The second mailbox has a connection of its own, the third is polled; no more than two connections are made."""
    account = dovecot.account()
    create(account, "Second", "Third")
    home = section(account, mailboxes=["INBOX", "Second", "Third"])
    settings = settings_of(tmp_path, {"home": home}, exports=(export_of(tmp_path),), service={"poll_seconds": 600})
    with serving(settings) as service:
        connected(service)
        deliver(account, *pitches(0, 1), mailbox="Second")
        filed(account, 1)
        deliver(account, *pitches(2), mailbox="Third")
        service.watcher.ask("home", "poll")
        filed(account, 1, 2)
        assert counted(service, "inboxguard_connections_total")[0].endswith(" 1")


def test_what_is_moved_back_is_left_alone_for_good(dovecot: Dovecot, tmp_path: Path) -> None:
    """Dragged back, by a person or by another rule, a message stays, and later mail of the person too."""
    account = dovecot.account()
    settings = settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),))
    with serving(settings) as service:
        connected(service)
        deliver(account, *pitches(0, 1))
        filed(account, 1)
        client = account.plain()
        client.select_folder("Hard sell")
        client.move(client.search("ALL"), "INBOX")
        client.logout()
        eventually("it was learnt", lambda: service.journal.corrections("home"))
        deliver(account, *pitches(2))
        eventually("the next was judged", lambda: len(service.journal.examined("home")) == 3)
    assert subjects(account) == ["payroll 0-0", "payroll 0-1", "payroll 0-2"]
    assert len(service_deeds(tmp_path)) == 1


def service_deeds(folder: Path) -> tuple[object, ...]:
    from inboxguard.journal.store import SqliteJournal

    with SqliteJournal(folder / "state" / "state.sqlite3", read_only=True) as journal:
        return journal.deeds("home")


def test_limit_per_hour_tags_the_rest(dovecot: Dovecot, tmp_path: Path) -> None:
    """After so many moves the rest is only tagged, and the number says so."""
    account = dovecot.account()
    settings = settings_of(
        tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),), safety={"moves_per_hour": 1}
    )
    with serving(settings) as service:
        connected(service)
        deliver(account, *pitches(0, 1, 2, 3))
        eventually("they are tagged", lambda: flags_of(account).get("payroll 0-3") == {"HardSell"})
        filed(account, 1)
        assert flags_of(account)["payroll 0-2"] == {"HardSell"}
        assert counted(service, "inboxguard_valve_total") == [
            'inboxguard_valve_total{account="home",valve="moves_per_hour"} 2'
        ]


def test_mailbox_that_was_made_anew_is_read_again(dovecot: Dovecot, tmp_path: Path) -> None:
    """A changed UIDVALIDITY is noticed; what lies there now is judged and filed once."""
    account = dovecot.account()
    create(account, "Box")
    home = section(account, mailboxes=["Box"])
    settings = settings_of(tmp_path, {"home": home}, exports=(export_of(tmp_path),), service=FAST)
    with serving(settings) as service:
        connected(service)
        deliver(account, *pitches(0, 1), mailbox="Box")
        filed(account, 1)
        client = account.plain()
        client.delete_folder("Box")
        client.create_folder("Box")
        client.logout()
        deliver(account, *pitches(2), mailbox="Box")
        filed(account, 1, 2)


def test_missing_mailbox_does_not_stop_the_others(dovecot: Dovecot, tmp_path: Path) -> None:
    """A renamed mailbox is complained about, the others go on, and back under its name it is watched again."""
    account = dovecot.account()
    create(account, "Box")
    home = section(account, mailboxes=["INBOX", "Box"])
    settings = settings_of(tmp_path, {"home": home}, exports=(export_of(tmp_path),), service=FAST)
    with serving(settings) as service:
        connected(service)
        client = account.plain()
        client.rename_folder("Box", "Moved")
        eventually("it is complained about", lambda: "Box" in pulse(service).says)
        assert pulse(service).state is State.DEGRADED
        deliver(account, *pitches(0, 1))
        filed(account, 1)
        client.rename_folder("Moved", "Box")
        client.logout()
        connected(service)
        deliver(account, *pitches(2), mailbox="Box")
        filed(account, 1, 2)


def test_destination_that_was_deleted_is_made_again(dovecot: Dovecot, tmp_path: Path) -> None:
    """The user deletes the mailbox we file into; the next hard sell goes into a new one of that name."""
    account = dovecot.account()
    settings = settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),))
    with serving(settings) as service:
        connected(service)
        deliver(account, *pitches(0, 1))
        filed(account, 1)
        client = account.plain()
        client.delete_folder("Hard sell")
        client.logout()
        deliver(account, *pitches(2))
        filed(account, 2)


def test_dropped_export_is_learnt_and_put_away(dovecot: Dovecot, tmp_path: Path) -> None:
    """A file in import_dir teaches people within two looks and lies in done/; one that teaches nothing in failed/."""
    account = dovecot.account()
    drop = tmp_path / "drop"
    drop.mkdir()
    (tmp_path / "x").mkdir()
    settings = settings_of(tmp_path, {"home": section(account)}, people={"import_dir": str(drop)})
    with serving(settings) as service:
        connected(service)
        export_of(tmp_path / "x").rename(drop / "Connections.csv")
        (drop / "holiday.csv").write_text("a,b\n1,2\n")
        service.chores.do("people")
        assert (drop / "Connections.csv").exists(), "it may still be being copied"
        service.chores.do("people")
        assert [path.name for path in (drop / "done").iterdir()] == ["Connections.csv"]
        reason = drop / "failed" / "holiday.csv.reason.txt"
        assert "taught nothing" in reason.read_text()
        deliver(account, *pitches(0, 1))
        filed(account, 1)


def test_changed_export_is_read_again(dovecot: Dovecot, tmp_path: Path) -> None:
    """People added to an export count from then on; one that broke leaves what was known."""
    account = dovecot.account()
    path = export_of(tmp_path)
    settings = settings_of(tmp_path, {"home": section(account)}, exports=(path,))
    with serving(settings) as service:
        connected(service)
        path.write_text("nothing\n")
        service.chores.do("people")
        export_of(tmp_path, people=2)
        service.chores.do("people")
        deliver(account, *((number, pitch(number, 1)) for number in (0, 1)))
        eventually("it is filed", lambda: subjects(account, "Hard sell") == ["payroll 1-1"])


def test_digest_is_written_when_due(dovecot: Dovecot, tmp_path: Path) -> None:
    """The first period begins at the first look at the clock; a day later there is one report for each account."""
    account = dovecot.account()
    settings = settings_of(
        tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),), service={"digest": "daily"},
        general={"report_dir": str(tmp_path / "reports")},
    )  # fmt: skip
    with serving(settings) as service:
        connected(service)
        service.chores.do("digest")
        assert not (tmp_path / "reports").exists()
        service.journal.set_setting("digest:last", "2026-01-01T00:00:00+00:00")
        service.chores.do("digest")
        service.chores.do("digest")
        (report,) = (tmp_path / "reports").iterdir()
        assert report.name.startswith("home-")
        assert "<html" in report.read_text()


def test_reload_adds_changes_and_removes_accounts(dovecot: Dovecot, tmp_path: Path) -> None:
    """A new configuration counts at once, for the accounts it changes; the others keep their connection."""
    old, new, same = dovecot.account(), dovecot.account(), dovecot.account()
    path = export_of(tmp_path)
    first = settings_of(tmp_path, {"old": section(old), "same": section(same)}, exports=(path,))
    second = settings_of(tmp_path, {"new": section(new), "same": section(same)}, exports=(path,))
    with serving(first) as service:
        connected(service, "old")
        connected(service, "same")
        session = service.watcher.seats["same"].session
        service.reload(second)
        connected(service, "new")
        eventually("the old one is gone", lambda: "old" not in service.watcher.seats)
        assert service.watcher.seats["same"].session is session
        for account in (new, old):
            deliver(account, *pitches(0, 1))
        filed(new, 1)
        assert {one.account for one in service.health.pulses} == {"new", "same"}
    assert subjects(old, "Hard sell") == []


def test_reload_changes_workers_and_the_page(dovecot: Dovecot, tmp_path: Path) -> None:
    """Another number of workers and another place for the health page count at once, and no connection is ended."""
    account = dovecot.account()
    path = export_of(tmp_path)

    def told(**service: object) -> Settings:
        return settings_of(tmp_path, {"home": section(account)}, exports=(path,), service=service)

    one, other = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    with serving(told(listen=one, workers=2)) as service:
        connected(service)
        session = service.watcher.seats["home"].session
        service.reload(told(listen=other, workers=5))
        assert (answering(one), answering(other), workers()) == (False, True, 5)
        service.reload(told(listen="", workers=1))
        eventually("the ones too many have gone", lambda: workers() == 1)
        assert not answering(other)
        assert service.watcher.seats["home"].session is session
        deliver(account, *pitches(0, 1))
        filed(account, 1)


def test_page_stays_when_the_new_place_is_taken(dovecot: Dovecot, tmp_path: Path) -> None:
    """A configuration whose `listen` is somebody else's is refused as a whole, and the page answers as before."""
    accounts = {"home": section(dovecot.account())}
    place = f"127.0.0.1:{free_port()}"
    with serving(settings_of(tmp_path, accounts, service={"listen": place})) as service:
        with pytest.raises(ConfigProblem, match="nothing can listen"):
            service.reload(settings_of(tmp_path, accounts, service={"listen": f"127.0.0.1:{dovecot.port}"}))
        assert answering(place)
        assert service.settings.service.listen == place


def answering(place: str) -> bool:
    """Whether the health page is served there."""
    try:
        with urllib.request.urlopen(f"http://{place}/metrics", timeout=5) as page:
            return page.status == 200
    except urllib.error.URLError:
        return False


def workers() -> int:
    return sum(thread.name.startswith("worker-") for thread in threading.enumerate())


def test_broken_reload_changes_nothing(dovecot: Dovecot, tmp_path: Path) -> None:
    """Settings that cannot be used are refused as a whole."""
    account = dovecot.account()
    settings = settings_of(tmp_path, {"home": section(account)}, exports=(export_of(tmp_path),))
    broken = settings_of(tmp_path, {"home": section(account, auth="oauth2"), "other": section(account)})
    with serving(settings) as service:
        connected(service)
        with pytest.raises(ConfigProblem):
            service.reload(broken)
        with pytest.raises(ConfigProblem, match="state"):
            service.reload(settings_of(tmp_path / "elsewhere", {"home": section(account)}))
        assert list(service.watcher.seats) == ["home"]
        deliver(account, *pitches(0, 1))
        filed(account, 1)
