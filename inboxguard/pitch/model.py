"""How likely a message is a pitch: fitted weights added up, every one of them shown.

The one fact a newcomer would get wrong: the weights were fitted and calibrated offline (`make train`) and only added
here, the bias among them, so the listed symbols sum to the logit exactly. The learned part, a weight for each theme,
appears as one symbol that counts at most 1.5 either way and shows the words it rests on.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.message import Message
from inboxguard.pitch.context import Context
from inboxguard.pitch.gates import gate
from inboxguard.pitch.history import HISTORY, read_history
from inboxguard.pitch.reading import Judged, Reading, Symbol
from inboxguard.pitch.replies import is_refusal
from inboxguard.pitch.signals import catalogue, label
from inboxguard.pitch.structure import read_structure
from inboxguard.pitch.text import OwnText, read_text
from inboxguard.pitch.themes import Theme, read_themes

CAP: Final = 1.5
BIAS: Final = "bias"
WORDS: Final = "wording"
_SHOWN_WORDS: Final = 5
_LEAST_SHOWN: Final = 0.03

PRETENCE: Final = "fake-reply"
_PRETENDED: Final = frozenset({"shared-history", "about-order"})
_ACCEPTS: Final = "accepts-refusal"

YOUR_WORD: Final = "your-word"
YOUR_WORD_WEIGHT: Final = 1.5
"""What the user's correction adds for one person: as much as the learned part may, never enough by itself."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted.

    `themes` weigh the themes; `theme_centre` is what they usually sum to, and of the difference at most `theme_cap`
    counts. `pitch_at` and `clear_below` are the probabilities between which a message is called unsure.
    """

    version: int
    bias: float
    weights: Mapping[str, float]
    themes: Mapping[str, float]
    theme_centre: float
    theme_cap: float
    pitch_at: float
    clear_below: float


@cache
def shipped_model() -> Model:
    """The model that comes with the program."""
    data = json.loads((files("inboxguard.pitch") / "model.json").read_text("utf-8"))
    return Model(
        int(data["version"]),
        float(data["bias"]),
        {str(name): float(weight) for name, weight in data["weights"].items()},
        {str(name): float(weight) for name, weight in data["themes"].items()},
        float(data["theme_centre"]),
        min(CAP, float(data["theme_cap"])),
        float(data["pitch_at"]),
        float(data["clear_below"]),
    )


def read(message: Message, context: Context, model: Model | None = None, *, text: OwnText | None = None) -> Reading:
    """The reading of the message: its gate, its symbols, and the probability that it is a pitch.

    A gated message is read all the same, so that the reasons can be shown; the gate keeps it from being judged. `text`
    is what `read_text` gave for the message, for callers who need it for more than this.
    """
    model = model or shipped_model()
    text = text or read_text(message)
    closed = gate(message, context, text)
    symbols = weigh(observe(message, context, text), text, model)
    if context.said_pitch:
        symbols = (*symbols, Symbol(YOUR_WORD, YOUR_WORD_WEIGHT, None, "you said that this person's mail is a pitch"))
    logit = math.fsum(symbol.weight for symbol in symbols)
    probability = chance(logit)
    alone = chance(math.fsum(symbol.weight for symbol in symbols if symbol.name not in HISTORY))
    judged = _judged(probability, model) if closed is None else Judged.CLEAR
    return Reading(probability, logit, judged, symbols, closed, text.language, alone)


def chance(logit: float) -> float:
    """The probability a logit stands for."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))


def observe(message: Message, context: Context, text: OwnText) -> dict[str, Evidence]:
    """Every symbol that is present, with what it rests on; no weights yet.

    Beside a reply to nothing, what the message says of earlier dealings is no sign of honesty, and nobody accepts a
    refusal that was never given: "I shall not write again" is then what sellers say in the end.
    """
    found = dict(text.signals)
    found.update(read_structure(message, context, text))
    found.update(read_history(message, context, text))
    idle = set(_PRETENDED) if PRETENCE in found else set()
    if not any(is_refusal(reply) for reply in context.replies):
        idle.add(_ACCEPTS)
    return {name: evidence for name, evidence in found.items() if name not in idle}


def weigh(found: Mapping[str, Evidence], text: OwnText, model: Model) -> tuple[Symbol, ...]:
    """The symbols with their weights, the bias and the wording among them, the strongest first."""
    symbols = [
        Symbol(name, model.weights[name], evidence, label(name))
        for name, evidence in found.items()
        if model.weights.get(name)
    ]
    wording = _wording(text, model)
    if wording is not None:
        symbols.append(wording)
    symbols.sort(key=lambda symbol: -abs(symbol.weight))
    symbols.append(Symbol(BIAS, model.bias, None, "where every message starts"))
    return tuple(symbols)


def _wording(text: OwnText, model: Model) -> Symbol | None:
    themes = read_themes(text)
    counted = [(model.themes.get(theme.name, 0.0) * theme.amount, theme) for theme in themes]
    score = math.fsum(weight for weight, _ in counted) - model.theme_centre
    weight = max(-model.theme_cap, min(model.theme_cap, score))
    if not weight or not any(weight for weight, _ in counted):
        return None
    sign = 1.0 if weight > 0 else -1.0
    telling = sorted(
        ((sign * own, theme) for own, theme in counted if theme.word and sign * own > _LEAST_SHOWN),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    says = "wording that is common in pitches" if weight > 0 else "wording that is common in other mail"
    return Symbol(WORDS, weight, _shown(telling), says)


def _shown(telling: list[tuple[float, Theme]]) -> Evidence:
    words = dict.fromkeys(theme.word for _, theme in telling[: 2 * _SHOWN_WORDS])
    return quote("body", ", ".join(list(words)[:_SHOWN_WORDS]) or "none of the words that would speak against it")


def _judged(probability: float, model: Model) -> Judged:
    if probability >= model.pitch_at:
        return Judged.PITCH
    return Judged.CLEAR if probability < model.clear_below else Judged.UNSURE


def starting_model() -> Model:
    """The model before any fit: the weights the catalogue starts from, and no learned part."""
    return Model(0, -2.2, {name: meaning.prior for name, meaning in catalogue().items()}, {}, 0.0, CAP, 0.65, 0.35)
