"""Files people are learnt from: every row accounted for, hostile files refused quickly."""

import io
import time
import tomllib
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from inboxguard.people.connection import Connection, Direction, Strength
from inboxguard.people.facts import PeopleFacts
from inboxguard.people.importing import read_any, recognise
from inboxguard.people.learn import connections_of
from inboxguard.people.learnt import Learnt
from inboxguard.people.moments import read_moment

CORPUS = Path(__file__).parents[2] / "corpus" / "linkedin-exports"
EXPECTED = tomllib.loads((CORPUS / "expected.toml").read_text(encoding="utf-8"))
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


def told(learnt: Learnt) -> dict[str, object]:
    """What was learnt, in the form of the expectations."""
    return {
        "rows": learnt.rows_read,
        "people": [
            f"{one.name} | {one.company} | {one.profile} | {', '.join(map(str, one.addresses))} | {one.accepted:%Y-%m-%d}"
            for one in learnt.connections
        ],
        "invitations": [
            f"{one.name} | {one.profile} | {one.direction} | {one.at:%Y-%m-%d %H:%M}" for one in learnt.invitations
        ],
        "conversations": [
            f"{one.name} | {one.profile} | {one.incoming} in {one.outgoing} out | {one.first:%Y-%m-%d} | {' '.join(one.opening.split())}"
            for one in learnt.conversations
        ],
        "skipped": [f"{one.line} {one.reason}" for one in learnt.skipped],
        "mended": [one.line for one in learnt.mended],
    }


def test_every_file_of_the_corpus_has_an_expectation() -> None:
    """No export lies in the corpus unread."""
    assert {path.name for path in CORPUS.glob("*.csv")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_row_of_an_export_is_lost_or_invented(name: str) -> None:
    """Every row is learnt or skipped with its line and reason, in each variant of the export."""
    found = told(read_any(name, (CORPUS / name).read_bytes()))
    blank: dict[str, object] = {"people": [], "invitations": [], "conversations": [], "skipped": [], "mended": []}
    assert found == blank | EXPECTED[name]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_do_not_matter(delimiter: str, encoding: str, ends: str) -> None:
    """A spreadsheet may resave the file in any usual way."""
    rows = [
        ["First Name", "Last Name", "Company", "Connected On"],
        ["José", "Müller", f'"A{delimiter} B"', "14 Nov 2024"],
    ]
    data = ends.join(delimiter.join(row) for row in rows).encode(encoding)
    (one,) = read_any("x.csv", data).connections
    assert (one.name, one.company) == ("José Müller", f"A{delimiter} B")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 Nov 2019", "2019-11-14"), ("8-Feb-22", "2022-02-08"), ("11/4/18, 2:37 PM", "2018-11-04"), ("2022-05-01 14:22:10 UTC", "2022-05-01"),
        ("14.11.2019", "2019-11-14"), ("14/11/2019", "2019-11-14"), ("3. März 2022", "2022-03-03"), ("3 févr. 2022", "2022-02-03"), ("3 de enero de 2022", "2022-01-03"), ("44879", "2022-11-14"), ("Nov 14, 2019", "2019-11-14"),
    ],
)  # fmt: skip
def test_dates_are_read_as_exports_and_spreadsheets_write_them(text: str, day: str) -> None:
    """Month names in the languages served, both orders, and the serial number of a spreadsheet."""
    found = read_moment(text)
    assert found is not None
    assert f"{found:%Y-%m-%d}" == day


@pytest.mark.parametrize("text", ["", "soon", "99/99/2020", "31 Feb 2020", "1" * 5000])
def test_what_is_no_date_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert read_moment(text) is None


def test_several_unclosed_quotes_lose_no_line() -> None:
    """Each broken line is mended alone; the lines around it stay what they are."""
    body = 'A,One,,,X,,1 Jan 2025\nB,"Two,,,Y,,2 Jan 2025\nC,Three,,,Z,,3 Jan 2025\nD,"Four,,,W,,4 Jan 2025\nE,Five,,,V,,5 Jan 2025\n'
    learnt = read_any("c.csv", (HEADER + body).encode())
    assert [one.name for one in learnt.connections] == ["A One", "B Two", "C Three", "D Four", "E Five"]
    assert [one.line for one in learnt.mended] == [3, 5]


def test_a_quoted_cell_may_hold_line_ends_and_quotes() -> None:
    """A well-formed cell is not mended."""
    learnt = read_any("c.csv", (HEADER + 'A,One,,,"X ""and""\nY",,1 Jan 2025\nB,Two,,,,,2 Jan 2025\n').encode())
    assert [one.company for one in learnt.connections] == ['X "and"\nY', ""]
    assert learnt.mended == ()


VCARD = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jane Doe\r\nN:Doe;Jane;;;\r\nORG:Acme\\, Inc.;Sales\r\nTITLE:Head of\r\n  Growth\r\nEMAIL;TYPE=work:jane@acme.example\r\n"
    "item1.EMAIL:jane@home.example\r\nURL:https://www.linkedin.com/in/jane-doe-1\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Müller;Jörg;;Dr.;\r\nEMAIL;TYPE=INTERNET:joerg@mueller.example\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Acme\r\nORG:Acme\r\nEND:VCARD\r\n"
)
GOOGLE_OLD = "Name,Given Name,Additional Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name,Organization 1 - Title\nJane Doe,Jane,,Doe,* Work,jane@acme.example ::: jd@home.example,Acme,Head\n"
GOOGLE_NEW = "First Name,Middle Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,Website 1 - Value\nJane,,Doe,Acme,Head,* Work,jane@acme.example,https://linkedin.com/in/jane-doe-1\n"
OUTLOOK = "First Name,Middle Name,Last Name,Company,Job Title,E-mail Address,E-mail 2 Address\nJane,,Doe,Acme,Head,jane@acme.example,jd@home.example\n"
OUTLOOK_DE = "Vorname;Nachname;Firma;Position;E-Mail-Adresse\nJane;Doe;Acme;Leitung;jane@acme.example\n"
XING = (
    "Vorname;Nachname;Firma;XING-Profil;Kontakt seit\nJane;Doe;Acme;https://www.xing.com/profile/Jane_Doe;14.11.2024\n"
)
OWN = "name,company,email,accepted\nJane Doe,Acme,jane@acme.example,2026-10-01\n,Acme,,\n"
OWN_TOML = '[[connection]]\nname = "Jane Doe"\ncompany = "Acme"\nemail = ["jane@acme.example", "jd@home.example"]\naccepted = 2026-10-01\ndirection = "incoming"\n[[connection]]\nname = "X"\nnickname = "y"\n'


@pytest.mark.parametrize(
    ("name", "data", "kind", "rows", "skipped", "address"),
    [
        ("a.vcf", VCARD, "vcard", 3, 1, "jane@acme.example"),
        ("contacts.csv", GOOGLE_OLD, "google contacts", 1, 0, "jd@home.example"),
        ("contacts.csv", GOOGLE_NEW, "google contacts", 1, 0, "jane@acme.example"),
        ("contacts.csv", OUTLOOK, "outlook contacts", 1, 0, "jd@home.example"),
        ("kontakte.csv", OUTLOOK_DE, "outlook contacts", 1, 0, "jane@acme.example"),
        ("xing.csv", XING, "xing export", 1, 0, ""),
        ("mine.csv", OWN, "your own list", 2, 1, "jane@acme.example"),
        ("mine.toml", OWN_TOML, "your own list", 2, 1, "jd@home.example"),
    ],
)  # fmt: skip
def test_address_books_and_own_lists_are_read(  # noqa: PLR0917 - the columns of the table above
    name: str, data: str, kind: str, rows: int, skipped: int, address: str
) -> None:
    """Each format is recognised by what is in it, and Jane Doe of Acme is found there."""
    learnt = read_any(name, data.encode())
    assert (learnt.kind, learnt.rows_read, len(learnt.skipped)) == (kind, rows, skipped)
    jane = learnt.connections[0]
    assert (jane.name, jane.company[:4]) == ("Jane Doe", "Acme")
    assert not address or address in map(str, jane.addresses)


def test_a_vcard_in_quoted_printable_is_read() -> None:
    """Version 2.1 writes names in quoted-printable over several lines."""
    card = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg M=\n=C3=BCller\nEMAIL:j@x.example\nEND:VCARD\n"
    (one,) = read_any("x.vcf", card.encode()).connections
    assert one.name == "Jörg Müller"


@pytest.mark.parametrize("name", ["guide_messages.csv", "Shares_1.csv", "notes.txt", "photo.jpg"])
def test_decoys_and_other_files_teach_nothing(name: str) -> None:
    """A file of another kind is skipped as a whole, with a reason."""
    learnt = read_any(
        name, b"FROM,TO,DATE,CONTENT\nA,B,2024-01-01,x\n" if name.endswith(".csv") else b"\x00\xff\xd8 nothing here"
    )
    assert learnt.count == 0
    assert learnt.skipped[0].reason


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as out:
        for name, data in members:
            out.writestr(name, data)
    return made.getvalue()


def people(*names: str) -> bytes:
    """A Connections.csv of these people."""
    return (HEADER + "".join(f"{name.replace(' ', ',')},,,Acme,,1 Jan 2025\n" for name in names)).encode()


def test_a_linkedin_zip_is_read_whole() -> None:
    """Connections, invitations and messages of one zip are learnt together; its other files are passed over."""
    files = {"Connections.csv": "01", "Invitations.csv": "21", "messages.csv": "33"}
    members = [(name, next(CORPUS.glob(f"{number}_*")).read_bytes()) for name, number in files.items()]
    learnt = read_any("Complete.zip", archive(*members, ("guide_messages.csv", b"x"), ("Jobs/Saved.csv", b"y")))
    assert (len(learnt.connections), len(learnt.invitations), len(learnt.conversations), learnt.rows_read) == (
        3,
        1,
        1,
        6,
    )


def bomb() -> bytes:
    """A Connections.csv that expands 1,000 times."""
    return archive(("Connections.csv", b"," * 60_000_000))


def many() -> bytes:
    """A zip of 30,000 files."""
    return archive(*((f"f{number}", b"") for number in range(30_000)), method=zipfile.ZIP_STORED)


def lying() -> bytes:
    """A member that says it is small and is not."""
    data = bytearray(bomb())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "many files": many,
    "a size that lies": lying,
    "many small files that say one": lambda: many()[:-12] + (1).to_bytes(2, "little") + many()[-10:],
    "wrong members": lambda: archive(
        ("../Connections.csv", people("A B")),
        ("a/b/Connections.csv", people("A B")),
        ("..\\Connections.csv", people("A B")),
    ),
    "almost the name": lambda: archive(("Connections.csv.exe", people("A B")), ("xConnections.csv", people("A B"))),
    "cut off": lambda: archive(("Connections.csv", people("A B")))[:60],
    "nothing but its mark": lambda: b"PK\x03\x04",
    "only an end": lambda: b"PK\x05\x06" + b"\0" * 18,
    "garbage inside": lambda: (
        archive(("Connections.csv", people("A B"))).replace(b"\x78", b"\x00")[:90] + b"PK\x05\x06" + b"\xff" * 18
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_zip_is_refused_quickly_and_small(name: str) -> None:
    """Bombs, crowds, lies and wrong members teach nothing, in under a second and 100 MB."""
    data = HOSTILE[name]()
    started = time.process_time()
    learnt = read_any("x.zip", data)
    assert time.process_time() - started < 1
    assert learnt.count == 0
    assert learnt.skipped
    tracemalloc.start()
    read_any("x.zip", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


@pytest.mark.parametrize("text", ['"' * 200_000, '"a""\n' * 40_000, "," * 200_000, "First Name,Last Name,Connected On\n" + '"\n' * 40_000, "BEGIN:VCARD\n" + "A;" * 100_000 + ":x", "\n" * 200_000])  # fmt: skip
def test_a_hostile_text_is_read_in_linear_time(text: str) -> None:
    """No arrangement of quotes, commas and semicolons takes seconds."""
    started = time.process_time()
    read_any("x.csv", text.encode())
    assert time.process_time() - started < 2


def facts(*parts: Learnt) -> tuple[Connection, ...]:
    """The Connections these sources come to."""
    return connections_of(PeopleFacts().with_learnt(parts))


def test_an_export_and_its_invitations_give_the_direction() -> None:
    """Who is in both files was invited by whom Invitations.csv says; who is only invited stays pending."""
    invitations = b'From,To,Sent At,Message,Direction\nJane Doe,Me Owner,"1/29/26, 2:37 PM",,INCOMING\nKim Astor,Me Owner,"2/1/26, 2:37 PM",,INCOMING\n'
    jane, kim = facts(read_any("c.csv", people("Jane Doe")), read_any("i.csv", invitations))
    assert (jane.strength, jane.direction) == (Strength.CERTAIN, Direction.INCOMING)
    assert (kim.strength, kim.accepted) == (Strength.PENDING, None)


def test_a_message_after_an_invitation_makes_it_probable() -> None:
    """Somebody who invited and later wrote on the network was probably accepted."""
    invitations = b'From,To,Sent At,Message,Direction\nInes Okafor,Me Owner,"1/29/26, 2:37 PM",,INCOMING\n'
    name = "33_2026_all_quoted_drafts__messages.csv"
    (ines,) = facts(read_any("i.csv", invitations), read_any(name, (CORPUS / name).read_bytes()))
    assert ines.strength is Strength.PROBABLE
    assert ines.accepted == ines.invited


def test_an_address_hidden_since_is_kept() -> None:
    """Somebody who takes the address off their profile is still known by it; the newer export leads in all else."""
    row = "Jane,Doe,https://www.linkedin.com/in/jane-1,{},{},CEO,14 Nov 2024\n"
    older = read_any("2024.csv", (HEADER + row.format("jane@acme.example", "Acme")).encode())
    newer = read_any("2026.csv", (HEADER + row.format("", "Newfirm")).encode())
    (one,) = connections_of(PeopleFacts().with_learnt([older]).with_learnt([newer]))
    assert (list(map(str, one.addresses)), one.company) == (["jane@acme.example"], "Newfirm")


def test_an_own_list_is_taken_at_its_word() -> None:
    """An address the user took out of a list of their own is gone when the list is read again."""
    older, newer = (
        read_any("p.csv", f"name,company,email\nJane Doe,Acme,{one}\n".encode())
        for one in ("a@b.example", "c@b.example")
    )
    (one,) = connections_of(PeopleFacts().with_learnt([older]).with_learnt([newer]))
    assert list(map(str, one.addresses)) == ["c@b.example"]


def test_importing_the_same_again_changes_nothing() -> None:
    """The same export twice is the same people."""
    part = read_any("c.csv", people("Jane Doe", "Kim Astor"))
    assert facts(part) == facts(part, part)


def test_an_address_book_gives_a_connection_its_address() -> None:
    """Jane of the export and Jane of the address book are one person with an address."""
    (jane,) = facts(
        read_any("c.csv", people("Jane Doe")),
        read_any(
            "a.vcf",
            VCARD.split("BEGIN:VCARD", maxsplit=1)[0].encode()
            + ("BEGIN:VCARD" + VCARD.split("BEGIN:VCARD")[1]).replace("Acme\\, Inc.;Sales", "Acme").encode(),
        ),
    )
    assert "jane@acme.example" in map(str, jane.addresses)
    assert jane.network == "linkedin"


def test_two_of_one_name_at_two_companies_stay_two() -> None:
    """People are joined by name only where their companies do not differ."""
    other = (HEADER + "Jane,Doe,,,Other,,1 Jan 2025\n").encode()
    assert len(facts(read_any("c.csv", people("Jane Doe")), read_any("d.csv", other))) == 2


def test_recognition_is_by_content() -> None:
    """A renamed export is still an export."""
    reader = recognise("whatever.txt", people("Jane Doe"))
    assert reader is not None
    assert reader.name == "linkedin connections"
