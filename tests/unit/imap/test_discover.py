"""Finding the server of an address, with a resolver that answers as told."""

import re
from dataclasses import dataclass, field

import pytest

from inboxguard.errors import UsageProblem
from inboxguard.imap import providers
from inboxguard.imap.credentials import Security, Server
from inboxguard.imap.discover import How, Service, discover, guesses
from inboxguard.imap.guidance import mend_for


@dataclass
class Told:
    """A resolver that knows what it is given."""

    srv: dict[str, tuple[Service, ...]] = field(default_factory=dict)
    mx: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def services(self, name: str) -> tuple[Service, ...]:
        self.asked.append(name)
        return self.srv.get(name, ())

    def exchangers(self, domain: str) -> tuple[str, ...]:
        self.asked.append(domain)
        return self.mx.get(domain, ())


def never(_: Server) -> bool:
    return False


@pytest.mark.parametrize(
    ("address", "host", "user"),
    [
        ("ada@gmail.com", "imap.gmail.com", "ada@gmail.com"),
        ("ada@Hotmail.com", "outlook.office365.com", "ada@Hotmail.com"),
        ("ada@icloud.com", "imap.mail.me.com", "ada"),
        ("ada@gmx.de", "imap.gmx.net", "ada@gmx.de"),
        ("ada@firm.onmicrosoft.com", "outlook.office365.com", "ada@firm.onmicrosoft.com"),
    ],
)
def test_a_large_provider_is_known_without_asking(address: str, host: str, user: str) -> None:
    """The table answers alone, with the login name in the provider's form."""
    resolver = Told()
    found = discover(address, resolver, answers=never)
    assert found is not None
    assert (found.server.host, found.user, found.how, found.sure) == (host, user, How.TABLE, True)
    assert resolver.asked == []


def test_a_domain_announces_its_server() -> None:
    """SRV records are used in order of priority, and a server of the domain's own is sure."""
    rows = (Service(20, 0, 993, "b.firm.example"), Service(10, 1, 9930, "a.firm.example"))
    found = discover("ada@firm.example", Told({"_imaps._tcp.firm.example": rows}), answers=never)
    assert found is not None
    assert found.server == Server("a.firm.example", 9930, Security.TLS)
    assert (found.how, found.sure) == (How.SRV, True)


def test_an_announced_server_elsewhere_is_not_sure() -> None:
    """A forged SRV record must not get the password: a server of another domain has to be agreed to."""
    rows = (Service(0, 0, 993, "imap.attacker.example"),)
    found = discover("ada@firm.example", Told({"_imaps._tcp.firm.example": rows}), answers=never)
    assert found is not None
    assert not found.sure


def test_an_announced_server_that_merely_ends_alike_is_not_sure() -> None:
    """`evilfirm.example` is not below `firm.example`."""
    rows = (Service(0, 0, 993, "imap.evilfirm.example"),)
    found = discover("ada@firm.example", Told({"_imaps._tcp.firm.example": rows}), answers=never)
    assert found is not None
    assert not found.sure


def test_an_announced_server_of_a_known_provider_is_sure() -> None:
    """A record that leads to a server of the table is believed."""
    rows = (Service(0, 0, 993, "imap.fastmail.com"),)
    found = discover("ada@firm.example", Told({"_imaps._tcp.firm.example": rows}), answers=never)
    assert found is not None
    assert (found.sure, found.provider and found.provider.name) == (True, "fastmail")


def test_a_domain_without_the_service_says_so() -> None:
    """A target of "." means that there is no such service (RFC 2782), so STARTTLS is looked at next."""
    told = {
        "_imaps._tcp.firm.example": (Service(0, 0, 0, ""),),
        "_imap._tcp.firm.example": (Service(0, 0, 143, "mail.firm.example"),),
    }
    found = discover("ada@firm.example", Told(told), answers=never)
    assert found is not None
    assert found.server == Server("mail.firm.example", 143, Security.STARTTLS)


@pytest.mark.parametrize(
    ("exchanger", "provider"),
    [
        ("aspmx.l.google.com", "gmail"),
        ("firm-example.mail.protection.outlook.com", "microsoft365"),
        ("firm-example.k-v1.mx.microsoft", "microsoft365"),
        ("in1-smtp.messagingengine.com", "fastmail"),
        ("mx00.kundenserver.de", "ionos"),
    ],
)
def test_a_hosted_domain_is_recognised_by_its_exchangers(exchanger: str, provider: str) -> None:
    """Where SRV is silent, the mail exchangers tell whose customer the domain is."""
    found = discover("ada@firm.example", Told(mx={"firm.example": (exchanger,)}), answers=never)
    assert found is not None
    assert (found.how, found.provider and found.provider.name) == (How.EXCHANGER, provider)
    assert found.user == "ada@firm.example"


def test_an_exchanger_that_merely_ends_alike_is_not_taken() -> None:
    """`mx.notgoogle.com` is not Google's."""
    assert discover("ada@firm.example", Told(mx={"firm.example": ("mx.notgoogle.com",)}), answers=never) is None


def test_the_last_resort_is_a_guess_that_answers() -> None:
    """Usual names are tried in order, encrypted ones only."""
    tried: list[Server] = []

    def answers(server: Server) -> bool:
        tried.append(server)
        return server.host == "mail.firm.example"

    found = discover("ada@firm.example", Told(), answers=answers)
    assert found is not None
    assert (found.server.host, found.how) == ("mail.firm.example", How.GUESS)
    assert [server.host for server in tried] == ["imap.firm.example", "mail.firm.example"]
    assert all(server.security is not Security.NONE for server in guesses("firm.example"))


def test_a_domain_in_other_letters_is_asked_for_in_ascii() -> None:
    """DNS is asked for the A-label of an internationalised domain."""
    resolver = Told()
    discover("ada@bücher.example", resolver, answers=never)
    assert resolver.asked[-1] == "xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["", "ada", "@firm.example", "ada@", "ada@localhost", "ada@a..b"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Something that is no address is a matter of the command line."""
    with pytest.raises(UsageProblem):
        discover(address, Told(), answers=never)


def test_the_table_is_sound() -> None:
    """At least 40 providers, each with a host, a way to sign in, no domain twice, and pages over https."""
    known = providers.providers()
    domains = [domain for provider in known for domain in provider.domains]
    assert len(known) >= 40
    assert len(domains) == len(set(domains))
    for provider in known:
        assert re.fullmatch(r"[a-z0-9.-]+", provider.host)
        assert provider.sign_in
        assert set(provider.sign_in) <= {"password", "app password", "oauth2"}
        assert provider.user in {"address", "local"}
        assert (provider.oauth != "") == ("oauth2" in provider.sign_in)
        for page in (provider.password_page, provider.switch_page):
            assert page == "" or page.startswith("https://")
        assert provider.domains or provider.mx


@pytest.mark.parametrize(
    ("host", "says", "advice"),
    [
        ("imap.gmail.com", "[AUTHENTICATIONFAILED] Invalid credentials (Failure)", "myaccount.google.com/apppasswords"),
        ("imap.gmail.com", "Your account is not enabled for IMAP use", "switch IMAP on"),
        ("outlook.office365.com", "LOGIN failed.", 'auth = "oauth2"'),
        ("imap.web.de", "authentication failed", "web.de/email/imap"),
        ("imap.mail.yahoo.com", "[AUTHENTICATIONFAILED] LOGIN Invalid credentials", "login.yahoo.com"),
        ("imap.firm.example", "no", "app password"),
    ],
)
def test_a_refused_password_leads_to_the_provider_s_page(host: str, says: str, advice: str) -> None:
    """The advice names the page where this provider's trouble is mended."""
    assert advice in mend_for(host, says, account="work", by_token=False)


@pytest.mark.parametrize(
    ("says", "advice"),
    [
        ("User is authenticated but not connected.", "ImapEnabled"),
        ("AADSTS65001: the user or administrator has not consented", "administrator"),
        ("AUTHENTICATE failed.", "inboxguard login work"),
    ],
)
def test_a_refused_token_is_explained(says: str, advice: str) -> None:
    """A token refused by Microsoft leads to the mailbox's licence, to consent, or to a new sign-in."""
    assert advice in mend_for("outlook.office365.com", says, account="work", by_token=True)
