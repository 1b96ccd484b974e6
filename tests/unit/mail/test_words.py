"""Normalising words and reading names, dates and parameters."""

from datetime import UTC, datetime, timedelta

import pytest

from inboxguard.mail.address import parse_address, registrable, validated
from inboxguard.mail.dates import read_date
from inboxguard.mail.encoded_words import decode_words, shown
from inboxguard.mail.links import bare_links
from inboxguard.mail.mailboxes import read_mailboxes
from inboxguard.mail.parameters import read_parameters
from inboxguard.mail.plain import unflow
from inboxguard.mail.text import drop_invisible, fold, fold_confusables, strip_accents
from inboxguard.mail.transfer import codec_for, decode_base64, decode_charset


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Un\u00adsub\u200bscribe", "unsubscribe"),
        ("\u034f\u034f Opt\u00a0OUT\ufeff", " opt out"),
        ("ＵＮＳＵＢ", "unsub"),
        ("ﬁn", "fin"),
        ("Straße", "strasse"),
        ("plain", "plain"),
    ],
)
def test_folding_leaves_what_words_are_compared_by(text, folded):
    """Case, compatibility forms and invisible characters do not tell words apart."""
    assert fold(text) == folded


def test_look_alikes_are_folded_only_in_mixed_words():
    """A Latin word with a Cyrillic letter is read as Latin; a Cyrillic word stays what it is."""
    assert fold_confusables("unsubscrіbе отписаться") == "unsubscribe отписаться"


def test_accents_are_stripped_from_latin_letters_only():
    """French loses its accents; Greek and Cyrillic keep theirs."""
    assert strip_accents("se désabonner ий ή") == "se desabonner ий ή"


def test_invisible_characters_are_dropped():
    """Zero-width padding leaves nothing behind and a no-break space becomes a space."""
    assert drop_invisible("a\u200c\u00a0\u2060b") == "a b"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Jane <jane@acme.example>", [("Jane", "jane@acme.example")]),
        ("jane@acme.example", [("", "jane@acme.example")]),
        ("<jane@acme.example>", [("", "jane@acme.example")]),
        ('"Roe, Jane" <jane@acme.example>, max@b.example', [("Roe, Jane", "jane@acme.example"), ("", "max@b.example")]),
        ('"Jane \\"JR\\" Roe" <jane@acme.example>', [('Jane "JR" Roe', "jane@acme.example")]),
        ("jane@acme.example (Jane Roe)", [("Jane Roe", "jane@acme.example")]),
        ("Jane <<jane@acme.example>>", [("Jane", "jane@acme.example")]),
        ("Jane <jane@acme.example", [("Jane", "jane@acme.example")]),
        ("Jane <@relay.example:jane@acme.example>", [("Jane", "jane@acme.example")]),
        ("A: a@x.example, b@x.example;, c@x.example", [("", "a@x.example"), ("", "b@x.example"), ("", "c@x.example")]),
        ("undisclosed-recipients:;", []),
        ("'Jane' <jane@acme.example>", [("Jane", "jane@acme.example")]),
        ('"jane@bank.example" <eve@evil.example>', [("jane@bank.example", "eve@evil.example")]),
        ("=?utf-8?q?Roe=2C_Jane?= <jane@acme.example>", [("Roe, Jane", "jane@acme.example")]),
        ("Jane <no address>", [("Jane", "None")]),
        ("Just A Name", [("Just A Name", "None")]),
        ("", []),
    ],
)
def test_address_fields_are_read_as_mail_programs_read_them(raw, found):
    """Names, comments, groups, routes and broken brackets come out as the mailboxes they mean."""
    assert [(one.name, str(one.address)) for one in read_mailboxes(raw)] == found


def test_an_address_typed_by_a_user_is_checked_strictly():
    """What others have sent may be odd; what a user types has to be an address."""
    assert str(validated(" Jane@bücher.example ")) == "Jane@xn--bcher-kva.example"
    assert validated("jane") is None
    assert parse_address("a@b@c.example") is not None
    assert validated("a@b@c.example") is None


def test_the_registrable_domain_follows_the_public_suffix_list():
    """Below a suffix of two labels three labels make the organisation."""
    assert registrable("Mail.Acme.co.uk.") == "acme.co.uk"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon, 2 Mar 2026 10:00:05 +0100", "2026-03-02T10:00:05+01:00"),
        ("2 Mar 26 10:00 EST (comment)", "2026-03-02T10:00:00-05:00"),
        ("Mon, 02-Mar-2026 10:00:00 GMT", "2026-03-02T10:00:00+00:00"),
        ("Mon Mar  2 10:00:00 2026", "2026-03-02T10:00:00+00:00"),
        ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00+00:00"),
        ("Mon, 2 Mar 2026 10:00:60 +0000", "2026-03-02T10:00:59+00:00"),
        ("Mon, 2 Mar 2026 10:00:00 -0000", "2026-03-02T10:00:00+00:00"),
        ("1 Jan 99 00:00:00 +0000", "1999-01-01T00:00:00+00:00"),
    ],
)
def test_dates_are_read_in_the_forms_mail_has_them(text, iso):
    """Present, obsolete and broken date forms give the instant they mean."""
    found = read_date(text)
    assert found is not None
    assert found == datetime.fromisoformat(iso)
    assert found.utcoffset() == datetime.fromisoformat(iso).utcoffset()


@pytest.mark.parametrize(
    "text", ["", "yesterday", "32 Mar 2026 10:00:00", "2 Foo 2026 10:00:00", "2 Mar 2026 25:00:00"]
)
def test_what_is_no_date_gives_none(text):
    """A date that cannot be is not guessed."""
    assert read_date(text) is None


def test_a_zone_beyond_a_day_is_held_within_one():
    """An absurd offset neither raises nor moves the date by more than a day."""
    found = read_date("Mon, 2 Mar 2026 10:00:00 +9999")
    assert found is not None
    assert abs(found - datetime(2026, 3, 2, 10, tzinfo=UTC)) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?q?a_b?=", "a b"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("x =?utf-8?q?a?= y", "x a y"),
        ("=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"),
        ("=?utf-8*en?q?caf=C3=A9?=", "café"),
        ("=?iso-8859-1?q?=80?=", "€"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?q?open", "=?utf-8?q?open"),
        ("=?utf-8?b?YQ?=", "a"),
    ],
)
def test_encoded_words_decode_tolerantly(raw, text):
    """Neighbours join, split characters heal, and what is no encoded word stays."""
    assert decode_words(raw) == text


def test_a_shown_value_holds_no_control_character():
    """A line end hidden in an encoded word cannot start a line of its own."""
    assert shown("=?utf-8?q?a=0D=0Ab=00c?=") == "a b c"


def test_parameters_join_their_continuations():
    """RFC 2231 pieces come together in order, percent-decoded in their charset, and the first of a name wins."""
    head, found = read_parameters("Text/Plain; name*1=b.txt; name*0*=utf-8''n%C3%B6; charset=\"UTF-8\"; charset=x")
    assert head == "text/plain"
    assert found == {"name": "nöb.txt", "charset": "UTF-8"}


@pytest.mark.parametrize(
    "name", ["utf-8\0", "", "a" * 99, "punycode", "idna", "zlib", "rot13", "../etc", "this", "unicode_escape"]
)
def test_what_is_no_charset_is_never_looked_up_as_a_codec(name):
    """Names that are no charsets, or that are slow, give no codec."""
    assert codec_for(name) is None


def test_bytes_that_fit_no_charset_still_become_text():
    """Wrong and unknown charsets are read as UTF-8, then as Windows-1252, and said to be unsure."""
    assert decode_charset("é".encode(), "klingon") == ("é", False)
    assert decode_charset(b"caf\xe9", "") == ("café", False)
    assert decode_charset("é".encode(), "") == ("é", True)


def test_damaged_base64_gives_what_it_holds():
    """Foreign characters are dropped, and a torn end is said."""
    assert decode_base64(b"SGVs\r\nbG8=") == (b"Hello", True)
    assert decode_base64(b"SGVsb") == (b"Hel", False)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ("<https://a.example/\nx>", ["https://a.example/x"]),
        ("www.a.example, and a@b.example!", ["www.a.example", "a@b.example"]),
        ("https://a.example/?to=c@d.example x", ["https://a.example/?to=c@d.example"]),
        ("HTTPS://A.example", ["HTTPS://A.example"]),
        ("www. x @ y", []),
    ],
)
def test_bare_links_are_found_with_their_places(text, targets):
    """Links are what a mail program would make of the text, and their offsets cut them out of it."""
    found = bare_links(text)
    assert [link.target for link in found] == targets
    assert all(text[link.start : link.end] == link.text for link in found)


def test_flowed_text_is_joined_within_its_quotation():
    """A soft line end joins lines of one depth only, and the signature line stands alone."""
    assert unflow("a \nb\n> c \n> d\n-- \ne") == "a b\n> c d\n-- \ne"
