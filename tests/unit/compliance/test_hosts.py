"""Hosts that lead nowhere honest, in their many spellings; targets and placeholders."""

import pytest

from inboxguard.compliance.hosts import as_address, host_fault
from inboxguard.compliance.merge_tags import merge_tag
from inboxguard.compliance.targets import read_target


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("http://170.130.40.24/u", "a bare IP address"),
        ("http://0x7f.1/u", "this very machine (a loopback address)"),
        ("http://017700000001/u", "this very machine (a loopback address)"),
        ("http://2130706433/u", "this very machine (a loopback address)"),
        ("http://[::1]/u", "this very machine (a loopback address)"),
        ("http://[fe80::1%25eth0]/u", "a percent-encoded host"),
        ("http://192.168.1.7/u", "an address of a private network"),
        ("http://dm/q/1", "a host without a dot"),
        ("http://printer.local/u", "a host that exists in a local network only"),
        ("http://bank.example@evil.example/u", "a name before an @ that is not the host"),
        ("http://%67rowth.example/u", "a percent-encoded host"),
        ("https://growth.example:9999/u", "the unusual port 9999"),
        ("https://xn--pple-43d.example/u", "a host that mixes alphabets"),
        ("https://аpple.example/u", "a host that mixes alphabets"),
    ],
)
def test_a_host_that_no_honest_way_out_leads_to(target: str, fault: str) -> None:
    """Each disguise is named for what it is."""
    assert host_fault(read_target(target)) == fault


@pytest.mark.parametrize(
    "target",
    [
        "https://us10.list-manage.example/u",
        "https://10.growth.example/u",
        "https://growth.example:443/u",
        "https://müller.example/u",
        "mailto:stop@growth.example",
        "stop@growth.example",
        "#",
    ],
)
def test_a_plain_host_is_left_alone(target: str) -> None:
    """Numbers in names, usual ports, umlauts and mail addresses are no faults."""
    assert host_fault(read_target(target)) == ""


@pytest.mark.parametrize("host", ["1.2.3.4.5", "256.1.1.1", "999999999999", "08.1", "1..2", "g.1", "::zz"])
def test_what_is_no_address_is_none(host: str) -> None:
    """Too many parts, too large numbers and other letters make a name, not an address."""
    assert as_address(host) is None


@pytest.mark.parametrize(
    ("written", "scheme", "host"),
    [
        ("HTTPS://Growth.Example./u", "https", "growth.example"),
        ("www.growth.example/u", "http", "www.growth.example"),
        ("mailto:stop%40growth.example", "mailto", "growth.example"),
        ("mailto:a@one.example,b@two.example?subject=x", "mailto", "one.example"),
        ("http://[::1", "", ""),
        ("", "", ""),
        ("http://x:99999999999999999999/", "http", "x"),
    ],
)
def test_a_target_is_taken_apart(written: str, scheme: str, host: str) -> None:
    """Scheme and host are lower case, and nothing that cannot be read raises."""
    target = read_target(written)
    assert (target.scheme, target.host) == (scheme, host)


def test_an_address_in_digits_is_its_own_organisation() -> None:
    """The registrable domain of a number is the number, never its last two parts."""
    assert read_target("http://211.78.96.11/u").organisation == "211.78.96.11"


@pytest.mark.parametrize(
    "text",
    [
        "{{unsubscribe_url}}", "{{{unsubscribe}}}", "{% unsubscribe %}", "<%asm_group_unsubscribe_raw_url%>", "${unsub}",
        "*|UNSUB|*", "*|UNSUB:https://x.example|*", "%%unsub%%", "%tag_unsubscribe_url%", "[[UNSUB_LINK_EN]]", "[unsubscribe]",
        "[LINK_UNSUBSCRIBE]", "-unsub-", "-asm_preferences_url-", "::unsubscribeUrl::", "###newsletter_unsubscribe_url###",
        "%23%23%23newsletter_unsubscribe_url%23%23%23", "__UNSUBSCRIBE_", "{unsubscribe_link}", "https://x.example/%7B%7Bid%7D%7D",
    ],
)  # fmt: skip
def test_a_placeholder_is_seen(text: str) -> None:
    """Every syntax of the usual mailing programs is known, also behind percent-encoding."""
    assert merge_tag(text)


@pytest.mark.parametrize(
    "text",
    ["https://x.example/%E2%80%A6", "https://x.example/a%20bcd%20x", "{{phishing@pot}}", "https://x.example/list-unsub-now",
     "https://x.example/a%A0mailing%20list", "https://x.example/?e=%6Duser%40x", "https://x.example/u/3f9a"],
)  # fmt: skip
def test_what_only_looks_like_a_placeholder_is_none(text: str) -> None:
    """Percent-encoding, a masked address and a dash in a path are no placeholders."""
    assert merge_tag(text) is None
