"""Why one message was judged as it was, for a person to read in one go.

The weights of what was seen sum to the logit, so the listing can be checked with a pencil.
"""

from textwrap import wrap

from inboxguard.report.line import Line, as_scan
from inboxguard.report.text import plain

WIDTH = 78
SCHEMA = "inboxguard.explain/1"
_VERDICTS = {
    "hard_sell": "hard sell",
    "pitch": "a pitch, not a hard sell",
    "clear": "clear: nothing is held against it",
    "unsure": "unsure: too little to say",
}


def explanation(line: Line) -> str:
    """The explanation, at most 78 columns wide."""
    out = [
        f"{plain(line.subject, 70) or '(no subject)'}",
        f"  from      {plain(line.sender, 64)}",
        f"  date      {line.date:%Y-%m-%d %H:%M %Z}" if line.date else "  date      unknown",
        f"  message   {plain(line.message_id, 64)}",
        "",
        f"Verdict: {_VERDICTS.get(line.verdict, line.verdict)}",
        *(row for because in line.because for row in _wrapped(because)),
        "",
        *_hanging(f"Who: {_who(line)}"),
        *(row for reason in line.reasons for row in _wrapped(reason)),
    ]
    if line.gate:
        out += ["", "Never acted on:", *_wrapped(line.gate.partition(": ")[2])]
    out += ["", f"Way out: {line.option}", *(_wrapped(line.option_because) if line.option_because else [])]
    if line.sequence:
        out += ["", f"Pitch: probability {line.score:.2f}", *_signals(line)]
    else:
        out += ["", "Pitch: the text was not read, since only mail of people you accepted is"]
    done = line.done or "nothing was done"
    decided = f"Decision: {line.action}, by the row “{line.row}”"
    out += ["", *_hanging(f"{decided}: {line.row_because}" if line.row_because else decided), f"Done: {plain(done)}"]
    if line.step:
        out.append(f"Mail number {line.step} of this person, pitch number {line.pitches}.")
    return "\n".join(out) + "\n"


def as_explained(line: Line) -> dict[str, object]:
    """The same for programs: the published shape of a line under a name of its own, and every reason beside it."""
    return as_scan(line) | {
        "schema": SCHEMA,
        "key": line.key,
        "subject": line.subject,
        "because": list(line.because),
        "gate": line.gate,
        "option_because": line.option_because,
        "row_because": line.row_because,
        "after_refusal": line.after_refusal,
        "done": line.done,
    }


def _who(line: Line) -> str:
    if line.match == "none":
        return f"{plain(line.name or line.sender)}, nobody you are known to have accepted"
    accepted = f", accepted {line.accepted:%Y-%m-%d}" if line.accepted else ""
    return f"{plain(line.name)}{accepted}; {line.match} match, rests on {line.rests_on}"


def _signals(line: Line) -> list[str]:
    rows = []
    total = 0.0
    for name, weight, words in sorted(line.signals, key=lambda signal: -abs(signal[1])):
        total += weight
        shown = plain(words, 38)
        rows.append(f"  {weight:+6.2f}  {plain(name, 28):<28} {'“' + shown + '”' if shown else ''}".rstrip())
    return [*rows, f"  {total:+6.2f}  sum (log-odds)"] if rows else []


def _hanging(text: str) -> list[str]:
    return wrap(plain(text, 400), WIDTH, subsequent_indent="     ")


def _wrapped(text: str) -> list[str]:
    return wrap(plain(text, 400), WIDTH, initial_indent="  · ", subsequent_indent="    ")
