"""a one-click request that was redirected or refused

It looks at the answer to the one POST that the user agreed to, when there was one: no cookies, nothing but the pair
the standard names.
It matters because a mail program shows "unsubscribed" or an error by this answer, and cannot follow a redirect.
The sender has to answer the POST itself with a success.
It cannot see whether a success was acted on; later mail shows that.
A GET or a HEAD is never sent, because real services unsubscribe on either.
"""

from inboxguard.compliance.probes import PostProbe, Probes
from inboxguard.compliance.sample import ONE_CLICK, UNSUBSCRIBE, pitch
from inboxguard.compliance.scopes import probed
from inboxguard.compliance.sources import GMAIL, RFC8058
from inboxguard.compliance.spec import Breach, Case, Example, Kept, Level, Lint, Outcome, OutOfScope, Undecided
from inboxguard.mail.evidence import quote


def check(case: Case) -> Outcome:
    """Whether the request was answered with a success."""
    assert case.probes is not None
    targets = {option.target for option in case.ways_out.options}
    answers = [post for post in case.probes.posts if post.target in targets]
    if not answers:
        return OutOfScope("no one-click request was sent for this message")
    answer = answers[-1]
    if answer.redirected_to or 300 <= answer.status < 400:
        return Breach(
            f"the one-click request was redirected ({answer.status})",
            quote("probe", answer.redirected_to or answer.target),
        )
    if answer.status >= 400:
        return Breach(f"the one-click request was refused ({answer.status})", quote("probe", answer.target))
    return Kept(quote("probe", f"{answer.status} {answer.target}"))


_TARGET = "https://growth.example/u/3f9a2c77d0b14e58"
_MAIL = pitch(UNSUBSCRIBE, ONE_CLICK)

LINT = Lint(
    code="UNS703",
    name="failed-one-click-request",
    level=Level.ERROR,
    scope=probed,
    check=check,
    cites=(
        RFC8058.cite("§3.1", "MUST NOT return an HTTPS redirect"),
        GMAIL.cite("81126", "marketing messages and subscribed messages must support one-click unsubscribe"),
    ),
    examples=(
        Example(
            "sent elsewhere",
            _MAIL,
            Breach,
            probes=Probes(posts=(PostProbe(_TARGET, 302, "https://growth.example/login"),)),
        ),
        Example("refused", _MAIL, Breach, probes=Probes(posts=(PostProbe(_TARGET, 404),))),
        Example("taken", _MAIL, Kept, probes=Probes(posts=(PostProbe(_TARGET, 200),))),
        Example("no request was sent", _MAIL, OutOfScope, probes=Probes()),
        Example("the network was not asked", _MAIL, Undecided),
    ),
    network=True,
)
