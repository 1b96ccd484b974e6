"""What profiles, days of receipt and marks of bulk do to a finding."""

from dataclasses import replace
from datetime import UTC, datetime

from inboxguard.compliance import check
from inboxguard.compliance.case import case_of
from inboxguard.compliance.catalogue import catalogue, lint_of
from inboxguard.compliance.history import Answer, EarlierMail, History, OptOut, OptOutWay
from inboxguard.compliance.opted_out import asked_of, asked_to_stop
from inboxguard.compliance.outcome import Breach, Kept, OutOfScope, Undecided
from inboxguard.compliance.run import Ran, run, run_one
from inboxguard.compliance.sample import BULK, UNSUBSCRIBE, pitch
from inboxguard.compliance.spec import Case, Lint
from inboxguard.compliance.way_out import Option, OptionKind
from inboxguard.mail.address import parse_address
from inboxguard.mail.evidence import Evidence
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

ASKED_AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
ASKED = OptOut(ASKED_AT, "mara@growth.example", OptOutWay.REPLY, Evidence("reply", "stop"))


def the_case(mail: str, history: History | None = None, received: datetime | None = None) -> Case:
    message = parse(RawMessage(mail.replace("\n", "\r\n").encode(), "test"))
    case = case_of(message, commercial=Answer.YES, history=history or History())
    return replace(case, received=received)


def the_lint(code: str) -> Lint:
    found = lint_of(code)
    assert found is not None
    return found


def ran(code: str, case: Case, *profiles: str) -> Ran:
    return run_one(the_lint(code), case, frozenset(profiles))


def test_the_library_judges_with_the_history_it_is_given() -> None:
    """The same bytes break UNS601 after a request to stop, and are undecided when nobody says what came before."""
    data, late = pitch().replace("\n", "\r\n").encode(), datetime(2026, 3, 11, 12, tzinfo=UTC)
    told = check(data, received=late, commercial=Answer.YES, history=History(opt_outs=(ASKED,)))
    untold = check(data, received=late, commercial=Answer.YES)
    assert "UNS601" in {finding.lint.code for finding in told.findings}
    (alone,) = (one for one in untold.ran if one.lint.code == "UNS601")
    assert isinstance(alone.outcome, Undecided)


def test_only_regimes_whose_days_ran_out_are_named() -> None:
    """Six business days after the request Australia speaks and the United States do not yet."""
    case = the_case(pitch(), History(opt_outs=(ASKED,)), datetime(2026, 3, 11, 12, tzinfo=UTC))
    late = ran("UNS601", case)
    assert isinstance(late.outcome, Breach)
    assert {cite.profile for cite in late.cites} == {"au", "nz", "eu", "de", "uk"}
    assert isinstance(ran("UNS601", case, "us").outcome, OutOfScope)
    assert {cite.profile for cite in ran("UNS601", case, "au").cites} == {"au"}
    assert {cite.profile for cite in ran("UNS602", case).cites} == {"us", "ca", "sg"}


def test_providers_speak_of_bulk_mail_only() -> None:
    """The same header draws Gmail's words when it was sent in bulk, and only the laws' when it was not."""
    single, bulk = the_case(pitch(UNSUBSCRIBE)), the_case(pitch(UNSUBSCRIBE, BULK))
    assert "gmail" not in {cite.profile for cite in ran("UNS301", single).cites}
    assert "gmail" in {cite.profile for cite in ran("UNS301", bulk).cites}
    assert isinstance(ran("UNS301", single, "gmail").outcome, OutOfScope)


def test_a_text_that_came_later_asks_for_nothing() -> None:
    """Mail received before a source took effect is out of its scope; an unknown day counts as today."""
    mail = pitch("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    assert isinstance(ran("UNS201", the_case(mail, received=datetime(2016, 12, 31, tzinfo=UTC))).outcome, OutOfScope)
    assert isinstance(ran("UNS201", the_case(mail, received=datetime(2017, 1, 2, tzinfo=UTC))).outcome, Breach)
    assert isinstance(ran("UNS201", the_case(mail)).outcome, Breach)


def test_a_request_is_asked_of_a_company_but_not_of_a_freemail_provider() -> None:
    """A colleague's address counts as asked, another customer of the same freemail provider does not."""
    assert asked_of(parse_address("ben@growth.example"), ASKED)
    assert asked_of(parse_address("Mara+x@growth.example"), ASKED)
    freemail = replace(ASKED, asked="mara@gmail.com")
    assert asked_of(parse_address("mara@gmail.com"), freemail)
    assert not asked_of(parse_address("ben@gmail.com"), freemail)
    assert not asked_of(None, ASKED)


def test_a_request_to_the_offered_address_counts_for_who_offered_it() -> None:
    """A mail to the opt-out box of a service is a request made of the sender whose mail named the box."""
    option = Option(
        OptionKind.HEADER_MAILTO, "mailto:u17@service.example", usable=True, why="", evidence=Evidence("header", "u17")
    )
    earlier = EarlierMail(datetime(2026, 3, 1, tzinfo=UTC), parse_address("mara@growth.example"), options=(option,))
    opt_out = OptOut(ASKED_AT, "u17@service.example", OptOutWay.MAILTO, Evidence("sent mail", "unsubscribe"))
    later = datetime(2026, 4, 10, tzinfo=UTC)
    assert asked_to_stop(the_case(pitch(), History((earlier,), (opt_out,)), later)) == (opt_out,)
    stranger = pitch(sender="Ida <ida@other.example>")
    assert asked_to_stop(the_case(stranger, History((earlier,), (opt_out,)), later)) == ()


def test_a_request_made_after_the_mail_says_nothing_about_it() -> None:
    """Mail that came before the request is not late."""
    before = datetime(2026, 3, 1, tzinfo=UTC)
    assert isinstance(ran("UNS601", the_case(pitch(), History(opt_outs=(ASKED,)), before)).outcome, OutOfScope)


def test_a_time_without_a_zone_counts_as_utc() -> None:
    """A day of receipt whose zone is not stated is compared all the same."""
    naive = datetime(2026, 4, 10)
    assert isinstance(ran("UNS601", the_case(pitch(), History(opt_outs=(ASKED,)), naive)).outcome, Breach)


def test_one_pitch_draws_the_findings_a_reader_expects() -> None:
    """A bare pitch lacks a way out and a postal address, and keeps to all that it does not touch."""
    breached = {one.lint.code for one in run(catalogue(), the_case(pitch())) if isinstance(one.outcome, Breach)}
    assert breached == {"UNS001", "UNS501", "UNS505", "UNS506"}
    assert isinstance(ran("UNS502", the_case(pitch())).outcome, Kept)
