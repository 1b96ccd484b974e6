"""The fields about leaving, authentication, signatures and lists."""

import pytest

from inboxguard.mail.fields.authentication import authentication, is_aligned, read_results, trusted_results
from inboxguard.mail.fields.list_id import Bulk, bulk_evidence, is_automated, is_mailing_list, list_id
from inboxguard.mail.fields.signature import covers, passing, read_signature, signatures
from inboxguard.mail.fields.unsubscribe import RemarkKind, read_unsubscribe
from inboxguard.mail.fields.uri import read_uri
from inboxguard.mail.header_block import read_fields
from inboxguard.mail.message import Header


def header(*lines: str) -> Header:
    return Header(read_fields("\r\n".join(lines).encode())[0])


def leaving(value: str, *more: str):
    found = read_unsubscribe(header(f"List-Unsubscribe: {value}", *more))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "strict", "lenient", "kinds"),
    [
        ("<https://a.example/u>", 1, 1, []),
        ("(leave (now)) <https://a.example/u> (web), <mailto:u@a.example>", 2, 2, []),
        ("https://a.example/u", 0, 1, ["no-brackets"]),
        ("/u?id=1", 0, 0, ["no-brackets", "relative"]),
        ("<x1y2@cisco.example>", 0, 0, ["no-scheme"]),
        ("token@host.example", 0, 0, ["no-brackets", "no-scheme"]),
        ("<>", 0, 0, ["empty"]),
        ("<https://a.example/u>; <mailto:u@a.example>", 1, 2, ["junk"]),
        ("<https://a.example/u>>", 1, 1, ["junk"]),
        ("<https://a.example/ u>", 1, 1, ["space-inside"]),
        ("<https://a.example/u,v>", 1, 1, ["comma-inside"]),
        ("<mailto:u@a.example?", 0, 1, ["not-closed"]),
        ("=?us-ascii?Q?=3Chttps=3A=2F=2Fa=2Eexample=2Fu=3E?=", 0, 1, ["no-brackets", "encoded-word"]),
        ("<javascript:alert(1)>", 0, 0, ["other-scheme"]),
        ("<https://a.example/é>", 1, 1, ["not-ascii"]),
        ("<https://a.example/\r\n u>", 1, 1, ["fold-inside", "space-inside"]),
    ],
)
def test_both_readings_and_what_lies_between_them(value, strict, lenient, kinds):
    """The strict reading is the standard's, the lenient one a forgiving program's, and each difference is named."""
    found = leaving(value)
    assert len([uri for uri in found.strict if uri.usable]) == strict
    assert len(found.usable) == lenient
    assert {remark.kind.value for remark in found.remarks} == set(kinds)


def test_no_field_gives_none():
    """A header without both fields says nothing about leaving."""
    assert read_unsubscribe(header("Subject: x")) is None


def test_a_post_field_alone_is_reported_without_a_uri():
    """A one-click promise without a target is kept as such."""
    found = read_unsubscribe(header("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
    assert found is not None
    assert found.post == ("List-Unsubscribe=One-Click",)
    assert found.one_click is None


def test_one_click_takes_the_exact_words_and_https():
    """RFC 8058 asks for the exact pair and an https URI."""
    post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    assert leaving("<https://a.example/u>", post).one_click is not None
    assert leaving("<http://a.example/u>", post).one_click is None
    assert leaving("<https://a.example/u>", "List-Unsubscribe-Post: One-Click").one_click is None


def test_several_fields_are_remarked_and_the_topmost_is_read():
    """Only one field may stand there; programs read the first."""
    found = leaving("<https://top.example/u>", "List-Unsubscribe: <https://low.example/u>")
    assert found.usable[0].host == "top.example"
    assert found.has(RemarkKind.SEVERAL_FIELDS)


def test_mailto_is_taken_apart_and_plus_stays_plus():
    """RFC 6068: percent-encoding decodes, a plus sign is a plus sign."""
    uri = read_uri("MAILTO:leave+me@a.example?Subject=stop%20it+now&body=x%0Ay&cc=b@a.example")
    assert uri is not None
    assert str(uri.address) == "leave+me@a.example"
    assert (uri.subject, uri.body) == ("stop it+now", "x\ny")
    assert dict(uri.fields)["cc"] == "b@a.example"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://User@A.example:8443/x", "a.example"),
        ("http://[::1]/x", "::1"),
        ("https:///x", ""),
        ("https://a.example\\@b.example/", "a.example"),
    ],
)
def test_the_host_is_read_without_user_and_port(text, host):
    """What stands before the at sign or after the colon is not the host."""
    uri = read_uri(text)
    assert uri is not None
    assert uri.host == host


MINE = frozenset({"mx.home.example"})


def test_only_the_topmost_result_of_a_trusted_server_counts():
    """A field that came with the message lies below the server's own, or bears another name."""
    found = trusted_results(
        header(
            "Authentication-Results: evil.example; dmarc=pass header.from=bank.example",
            "Authentication-Results: MX.home.example 1; dmarc=fail (p=none) header.from=bank.example",
            "Authentication-Results: mx.home.example; dmarc=pass header.from=bank.example",
        ),
        MINE,
    )
    assert found is not None
    assert found.all("dmarc")[0].value == "fail"


def test_a_nameless_field_counts_only_when_trusted_and_on_top():
    """Microsoft's form bears no name; a second one further down could be anybody's."""
    nameless = (
        "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example;"
        " dkim=pass (signature was verified) header.d=acme.example;dmarc=pass action=none"
        " header.from=acme.example;compauth=pass reason=100"
    )
    top = header(nameless)
    assert trusted_results(top, MINE) is None
    found = authentication(top, frozenset({""}), "acme.example")
    assert found is not None
    assert (found.dmarc, found.spf, found.dkim, found.dkim_domains) == ("pass", "pass", "pass", ("acme.example",))
    assert found.aligned
    below = header("Authentication-Results: mx.other.example; dkim=none", nameless)
    assert trusted_results(below, frozenset({""})) is None


def test_results_are_read_with_comments_versions_and_properties():
    """RFC 8601 allows comments, versions and quoted values."""
    found = read_results(
        'mx.home.example 1; dkim/1=pass (2048; bit) header.d=a.example header.s=s1 header.b="abc"; '
        'dkim=fail reason="bad; signature" header.i=@b.example; arc=none; unknown=thing'
    )
    assert found.server == "mx.home.example"
    assert [result.value for result in found.all("dkim")][:1] == ["pass"]
    assert found.all("dkim")[0].of("header.b") == "abc"
    assert found.passed("dkim")[0].domain == "a.example"


def test_no_result_and_no_server_is_no_authentication():
    """ "none" behind a name is a result of nobody."""
    found = read_results("mx.home.example; none")
    assert found.server == "mx.home.example"
    assert found.results in {(), found.results}
    assert authentication(header("Subject: x"), MINE, "a.example") is None


def test_dmarc_for_another_domain_does_not_count():
    """A pass has to be about the domain the message claims."""
    found = authentication(
        header("Authentication-Results: mx.home.example; dmarc=pass header.from=evil.example"), MINE, "bank.example"
    )
    assert found is not None
    assert found.dmarc == "none"
    assert not found.aligned


def test_alignment_is_by_registrable_domain_unless_strict():
    """RFC 7489: relaxed alignment compares organisations."""
    assert is_aligned("mail.acme.co.uk", "acme.co.uk")
    assert not is_aligned("mail.acme.co.uk", "acme.co.uk", strict=True)
    assert not is_aligned("evil.co.uk", "acme.co.uk")
    assert not is_aligned("", "")


SIGNED = (
    "DKIM-Signature: v=1; a=rsa-sha256; d=Acme.example; s=k1; l=10; h=From : Subject:\r\n list-unsubscribe; b=Ab\r\n C="
)


def test_a_signature_is_read_with_its_folds():
    """Tags are found in any order and white space inside them does not count."""
    (found,) = signatures(header(SIGNED))
    assert (found.domain, found.selector, found.digest, found.length) == ("acme.example", "k1", "AbC=", 10)
    assert found.names == ("from", "subject", "list-unsubscribe")
    assert read_signature("v=1; d=acme.example") is None
    assert read_signature("h=from") is None


def test_a_field_put_on_top_is_not_covered():
    """h= names one instance; a second one on top lies outside, and so does a name that is not listed."""
    once = header(SIGNED, "List-Unsubscribe: <https://a.example>", "From: a@b.example")
    twice = header("List-Unsubscribe: <https://evil.example>", SIGNED, "List-Unsubscribe: <https://a.example>")
    (signature,) = signatures(once)
    assert covers(once, signature, "List-Unsubscribe")
    assert not covers(twice, signature, "List-Unsubscribe")
    assert not covers(once, signature, "List-Unsubscribe-Post")


def test_the_passing_signature_is_found_by_domain_and_digest():
    """A result that names selector and b= stands for exactly that signature."""
    top = header(SIGNED, SIGNED.replace("Ab", "Zz"))
    results = read_results("mx; dkim=pass header.d=acme.example header.s=k1 header.b=AbC")
    assert [one.digest for one in passing(top, results)] == ["AbC="]


def test_bulk_has_three_answers():
    """List identities and senders' traces say yes, an unsubscribe field alone says maybe, a letter no."""
    assert bulk_evidence(header("List-Id: News <news.acme.example>")).bulk is Bulk.YES
    assert bulk_evidence(header("Precedence: Bulk")).bulk is Bulk.YES
    assert bulk_evidence(header("Feedback-ID: 1:2:3:acme")).bulk is Bulk.YES
    assert bulk_evidence(header("List-Unsubscribe: <https://a.example>")).bulk is Bulk.MAYBE
    assert bulk_evidence(header("Return-Path: <bounce+sam=home.example@a.example>")).bulk is Bulk.MAYBE
    letter = bulk_evidence(header("Return-Path: <jane@acme.example>", "Subject: x"))
    assert (letter.bulk, letter.evidence) == (Bulk.NO, ())


def test_a_mailing_list_has_an_identity_and_a_place():
    """A newsletter's List-Id alone is no discussion list."""
    assert not is_mailing_list(header("List-Id: <news.acme.example>"))
    found = is_mailing_list(header("List-Id: Talk <talk.acme.example>", "List-Post: <mailto:talk@acme.example>"))
    assert found
    assert found.evidence[0].place == "header List-Id"
    assert list_id(header("List-Id: Talk <Talk.acme.example>")) == "talk.acme.example"
    assert list_id(header("List-Id: talk.acme.example")) == "talk.acme.example"
    assert list_id(header("Subject: x")) == ""


def test_machines_are_told_from_people():
    """Answers and reports of machines say so; an explicit "no" is respected."""
    assert is_automated(header("Auto-Submitted: auto-replied (vacation)"))
    assert is_automated(header("Return-Path: <>"))
    assert is_automated(header("Content-Type: multipart/report; report-type=delivery-status"))
    assert not is_automated(header("Auto-Submitted: no"))
    assert not is_automated(header("Subject: x"))
