"""Reading mail never raises, whatever is thrown at it, and keeps its promises."""

from email.headerregistry import Address as EmailAddress
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given, settings
from hypothesis import strategies as st

from inboxguard.mail.fields.authentication import read_results
from inboxguard.mail.fields.signature import read_signature
from inboxguard.mail.fields.unsubscribe import read_lenient, read_strict
from inboxguard.mail.html import read_html
from inboxguard.mail.mailboxes import read_mailboxes
from inboxguard.mail.message import Message, Segment
from inboxguard.mail.parse import parse
from inboxguard.mail.plain import read_plain
from inboxguard.mail.ref import RawMessage
from inboxguard.mail.text import fold

PIECES = st.sampled_from([
    b"From: ", b"Subject: ", b"To: ", b"Date: ", b"Content-Type: ", b"Content-Transfer-Encoding: base64", b"\r\n", b"\n",
    b"\r\n\r\n", b" ", b"\t", b"multipart/mixed", b"multipart/alternative", b"; boundary=b", b"--b", b"--b--", b"text/html",
    b"text/plain; charset=", b"utf-7", b"utf-16", b"iso-2022-jp", b"=?utf-8?q?", b"=?utf-8?b?", b"?=", b"<", b">", b"@", b"a",
    b"(", b")", b",", b";", b":", b'"', b"\\", b"<a href=x>", b"</a>", b"<div style='", b"display:none'", b"<style>", b"{", b"}",
    b"<!--", b"-->", b"&#xD800;", b"\xff", b"\x00", b"> ", b"On 1 Jan 2026 a@b wrote:", b"-- ", b"Best regards,", b"=3D", b"=",
])  # fmt: skip
MAIL = st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=60).map(b"".join))
MARKUP = st.lists(
    st.sampled_from([
        "<p>", "</p>", "<a href='https://x.example'>", "</a>", "<br>", "words ", "un", "<b>", "</b>", "<div style='font-size:0'>",
        "</div>", "<span hidden>", "</span>", "<img alt=x>", "<table><td>", "<blockquote>", "</blockquote>", "\n", "&nbsp;", "<pre>",
        "</pre>", "<form action=y><button>", "</button>", "</form>", "<input type=submit value=v>", "<area href=z alt=w>", "<li>",
        "<style>p{display:none}</style>", "<", "\u200b", "On 1 Jan 2026 a@b.example wrote:<br>", "-- <br>",
    ]),
    max_size=50,
).map("".join)  # fmt: skip


def offsets_hold(message_blocks) -> bool:
    return all(
        0 <= link.start <= link.end <= len(block.text) and (link.image_only or link.start == link.end or link.text)
        for block in message_blocks
        for link in block.links
    )


def read(data: bytes) -> Message:
    return parse(RawMessage(data, "property"))


@settings(max_examples=300, deadline=None)
@given(MAIL)
def test_parse_never_raises_and_its_text_can_be_written(data):
    """Any bytes give a message whose every text can be written as UTF-8 and whose link offsets lie in their blocks."""
    message = read(data)
    for text in (message.subject, message.new_text, message.quoted_text, message.hidden_text, message.signature_text):
        text.encode("utf-8")
    assert offsets_hold((*message.blocks, *message.other_blocks))
    assert all(field.value.isprintable() or "\n" not in field.value for field in message.header.fields)


@settings(max_examples=100, deadline=None)
@given(MAIL)
def test_the_header_alone_reads_as_in_the_whole_message(data):
    """A header fetched alone gives the same sender, subject and date, and is not called complete."""
    whole = read(data)
    alone = parse(RawMessage(data, "property", complete=False))
    assert (alone.sender, alone.subject, alone.date, alone.key) == (whole.sender, whole.subject, whole.date, whole.key)
    assert not alone.complete
    assert alone.blocks == ()


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_html_links_lie_where_they_say(markup):
    """The text of every link stands at its offsets, and no block is empty of both words and links."""
    blocks = read_html(markup).blocks
    assert offsets_hold(blocks)
    for block in blocks:
        assert block.text.strip() or block.links
        for link in block.links:
            if link.start < link.end and not link.image_only:
                assert block.text[link.start : link.end] == link.text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_plain_text_loses_no_words(text):
    """Every word of a plain text stands in exactly the blocks, whatever segment they are given."""
    blocks = read_plain(text)
    assert offsets_hold(blocks)
    words = text.replace("\x00", "").split()
    assert " ".join(" ".join(block.text for block in blocks).split()) == " ".join(words)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Hello there", "Best regards,", "Jane", "", "confidential", "to unsubscribe click", "-- x"]),
        min_size=1,
    )
)
def test_guessing_never_takes_every_word_from_the_writer(lines):
    """A closing formula or a footer is only one when something else is left to say."""
    blocks = read_plain("\n".join(lines))
    assert not blocks or any(block.segment is Segment.NEW for block in blocks)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_fields_are_read_without_raising(text):
    """The structured fields take any text."""
    read_mailboxes(text)
    read_strict(text)
    read_lenient(text)
    read_results(text)
    read_signature(text)
    assert fold(fold(text)) == fold(text)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs")), min_size=1, max_size=20)
BODIES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=60), max_size=8)


@settings(max_examples=100, deadline=None)
@given(name=NAMES, subject=NAMES, lines=BODIES, transfer=st.sampled_from(["base64", "quoted-printable", "8bit"]))
def test_what_the_standard_library_writes_is_read_back(name, subject, lines, transfer):
    """A message written by Python's email package gives back its sender, subject, text and attachment's name."""
    written = EmailMessage(policy=SMTP)
    written["From"] = EmailAddress(name, "jane", "acme.example")
    written["Subject"] = subject
    text = "\n".join(lines) + "\n"
    written.set_content(text, cte=transfer)
    written.add_alternative("<p>hello</p>", subtype="html")
    written.add_attachment(b"x", maintype="application", subtype="pdf", filename="Preisliste für Sie.pdf")
    message = read(bytes(written))
    assert str(message.sender_address) == "jane@acme.example"
    assert message.sender is not None
    assert message.sender.name.strip("'\" ") == " ".join(name.split()).strip("'\" ")
    assert message.subject == subject
    assert message.parts[0].text.replace("\r\n", "\n") == text
    assert message.parts[2].filename == "Preisliste für Sie.pdf"
    assert message.readable
