"""What the user says of a person counts at once, and can be taken back."""

from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.pitch.context import Context
from inboxguard.pitch.model import YOUR_WORD, YOUR_WORD_WEIGHT, read

NOTE = parse(
    RawMessage(b"From: Dana <d@acme.example>\nSubject: a thought\n\nSam, who looks after payroll at Northpine?\n", "x")
)


def test_your_word_is_one_listed_symbol() -> None:
    """The correction raises the logit by its own weight and nothing else."""
    plain, corrected = read(NOTE, Context()), read(NOTE, Context(said_pitch=True))
    assert abs(corrected.logit - plain.logit - YOUR_WORD_WEIGHT) < 1e-9
    assert YOUR_WORD in {symbol.name for symbol in corrected.symbols}
    assert abs(sum(symbol.weight for symbol in corrected.symbols) - corrected.logit) < 1e-9
