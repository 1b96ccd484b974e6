"""Whatever the mail is, no lint crashes, and what it says can be shown."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inboxguard.compliance.case import case_of
from inboxguard.compliance.catalogue import catalogue
from inboxguard.compliance.history import Answer, EarlierMail, History, OptOut, OptOutWay
from inboxguard.compliance.outcome import Breach, Undecided
from inboxguard.compliance.probes import HostProbe, Probes
from inboxguard.compliance.run import findings, run
from inboxguard.compliance.sample import BULK, ONE_CLICK, PASSED, SELLING, pitch, signature
from inboxguard.compliance.way_out import Offer
from inboxguard.mail.address import parse_address
from inboxguard.mail.evidence import Evidence
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage

AT = datetime(2026, 3, 3, tzinfo=UTC)
PIECES = st.sampled_from(
    ["<", ">", ",", "https://", "http://", "mailto:", "growth.example", "/u/3f9a", "?a=b", "=?utf-8?Q?x?=", "{{u}}", "%%u%%", "(", ")",
     "@", "[::1]", "0x7f.1", " ", "\t", "\n ", "é", "\u200b", "xn--pple-43d.com", "#", "javascript:", "%", "\x00"]
)  # fmt: skip
VALUES = st.lists(PIECES, max_size=12).map("".join)
WORDS = st.sampled_from(
    ["Unsubscribe", "unsubscribe here", "opt out", "reply STOP", "log in to", "not possible to unsubscribe", "<a href='", "'>", "</a>",
     "<div style='display:none'>", "</div>", "<p style='color:#fff;background:#fff'>", "<img alt='Unsubscribe' src='x'>", "\n\n", "> ",
     "On Mon, Alex wrote:\n", "https://x.example/u", "stop@x.example", "12 Market Street", "PO Box 1", "*|UNSUB|*", "\n-- \n", SELLING, "abmelden"]
)  # fmt: skip
BODIES = st.lists(WORDS, max_size=14).map(" ".join)
OFFERS = st.sampled_from(list(Offer))


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    fields = [f"List-Unsubscribe: {draw(VALUES)}"] * draw(st.integers(0, 2))
    fields += draw(st.lists(st.sampled_from([BULK, ONE_CLICK, PASSED, signature("from:list-unsubscribe"), "Sender: <owner-x@y.example>", "Reply-To: x",
                                             "List-Id: <a.b.example>", "Content-Type: text/html; charset=utf-8"]), unique=True, max_size=5))  # fmt: skip
    sender = draw(st.sampled_from(["Mara <mara@growth.example>", "x1@gmail.com", "", "\x00", f"{draw(VALUES)}"]))
    return pitch(*fields, body=draw(BODIES), sender=sender, subject=draw(BODIES)[:80].replace("\n", " ")).encode()


@st.composite
def histories(draw: st.DrawFn) -> History:
    sender = parse_address(
        draw(st.sampled_from(["mara@growth.example", "mara@trygrowth.example", "x1@gmail.com", "nobody"]))
    )
    earlier = EarlierMail(AT, sender, offer=draw(OFFERS), commercial=Answer.YES, same_thread=draw(st.booleans()),
                          promised_stop=draw(st.none() | st.just(Evidence("body", "last mail"))),
                          acknowledged=draw(st.none() | st.just(Evidence("body", "unsubscribed"))))  # fmt: skip
    asked = draw(st.sampled_from(["mara@growth.example", "growth.example", "", "@", "x1@gmail.com"]))
    opt_out = OptOut(
        AT,
        asked,
        draw(st.sampled_from(list(OptOutWay))),
        Evidence("reply", "stop"),
        bounced=draw(st.none() | st.just(AT)),
    )
    return History(
        (earlier,) * draw(st.integers(0, 2)), (opt_out,) * draw(st.integers(0, 2)), known=draw(st.booleans())
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mail=mails(), history=histories(), commercial=st.sampled_from(list(Answer)), cut=st.booleans())
def test_no_lint_fails(mail: bytes, history: History, commercial: Answer, cut: bool) -> None:
    """Every lint answers about every message, and each breach has words and a citation."""
    message = parse(RawMessage(mail.replace(b"\n", b"\r\n"), "made up", complete=not cut))
    case = case_of(message, trusted_ids=("mx.me.example",), commercial=commercial, history=history)
    probes = Probes(
        (HostProbe("growth.example", resolves=False, tls_valid=False),), at=datetime(2026, 3, 20, tzinfo=UTC)
    )
    case = replace(case, received=datetime(2026, 3, 25, tzinfo=UTC), probes=probes)
    ran = run(catalogue(), case)
    for one in ran:
        assert not (isinstance(one.outcome, Undecided) and one.outcome.says.startswith("the lint failed")), (
            one.lint.code,
            one.outcome,
        )
        if isinstance(one.outcome, Breach):
            assert one.outcome.evidence.words, one.lint.code
            assert one.cites, one.lint.code
    assert len(findings(ran)) == sum(isinstance(one.outcome, Breach) for one in ran)
