"""What the program reaches on messages nobody tuned on: `make evaluate`.

Everything goes through the functions the program itself runs: each mailbox owner's mail, in order of time, through one
Guard. With `--ham PATH.tar.xz` the false alarms on an honest corpus are counted the same way, every sender judged as
if accepted. With `--write` the result becomes the committed one.
"""

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inboxguard.examine import Examined
from inboxguard.mail.address import Address
from inboxguard.mail.parse import parse
from inboxguard.mail.ref import RawMessage
from inboxguard.pitch.context import owner_domains_of
from inboxguard.pitch.judge import DEFAULTS
from inboxguard.pitch.verdict import Conclusion
from inboxguard.policy.table import Action
from tests.benchmark.corpus import Case, by_owner, read_cases, read_ham
from tests.benchmark.features import guard_of

HERE = Path(__file__).parent
LAST = HERE / "evaluation.json"
SEED = 20_261_122
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % interval (Wilson)."""

    part: int
    of: int

    @property
    def share(self) -> float:
        """The share, 0 where there is nothing to count."""
        return self.part / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of Wilson at 95 %."""
        if not self.of:
            return (0.0, 1.0)
        z, n, p = 1.96, self.of, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return (max(0.0, middle - half), min(1.0, middle + half))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.share:.3f} ({self.part} of {self.of}; {low:.3f} to {high:.3f})"


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the program said of it."""

    case: Case
    examined: Examined

    @property
    def score(self) -> float:
        """The fused score: the probability, nothing where a gate holds."""
        return 0.0 if self.examined.reading.gate else self.examined.reading.probability

    @property
    def called(self) -> bool:
        """Whether it is called a pitch."""
        return self.examined.verdict.conclusion in {Conclusion.PITCH, Conclusion.HARD_SELL}

    @property
    def tagged(self) -> bool:
        """Whether it would be tagged where the user asked to have pitches tagged."""
        return self.called and self.examined.verdict.sure

    @property
    def filed(self) -> bool:
        """Whether it would be filed."""
        return self.examined.decision.action is Action.FILE

    @property
    def repeated(self) -> bool:
        """Whether it is seen as a repeated pitch, whatever way out it offers."""
        return self.called and self.examined.verdict.pitches >= DEFAULTS.least


def judge_mailboxes(cases: list[Case], *, everyone: bool = True) -> list[Judged]:
    """Every incoming case, judged after what came before it."""
    judged = []
    for me, own in by_owner(cases).items():
        guard = guard_of(me, own, everyone=everyone)
        for case in own:
            if case.outgoing:
                guard.note_sent(case.message())
            else:
                judged.append(Judged(case, guard.examine(case.message())))
    return judged


def auc(pairs: list[tuple[bool, float]]) -> float:
    """The chance that a pitch scores above an honest message; ties count half."""
    ranked = sorted(pairs, key=lambda pair: pair[1])
    ranks: dict[int, float] = {}
    at = 0
    while at < len(ranked):
        end = at
        while end + 1 < len(ranks) and ranked[end + 1][1] == ranked[at][1]:
            end += 1
        for place in range(at, end + 1):
            ranks[place] = (at + end) / 2 + 1
        at = end + 1
    good = sum(1 for pitch, _ in pairs if pitch)
    bad = len(pairs) - good
    if not good or not bad:
        return 0.0
    total = sum(ranks[place] for place, (pitch, _) in enumerate(ranked) if pitch)
    return (total - good * (good + 1) / 2) / (good * bad)


def auc_interval(judged: list[Judged]) -> tuple[float, float]:
    """The 95 % interval of the AUC by resampling persons."""
    persons: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for one in judged:
        persons[one.case.person].append((one.case.pitch, one.score))
    names, chance = sorted(persons), random.Random(SEED)
    found = sorted(
        auc([pair for name in chance.choices(names, k=len(names)) for pair in persons[name]])
        for _ in range(_RESAMPLES // 5)
    )
    return (found[int(0.025 * len(found))], found[int(0.975 * len(found))])


def evaluate(judged: list[Judged]) -> dict[str, object]:
    """Every figure of the benchmark."""
    fair = [one for one in judged if not one.case.ambiguous]
    pitches = [one for one in fair if one.case.pitch]
    honest = [one for one in fair if not one.case.pitch]
    called = [one for one in fair if one.called]
    tagged = [one for one in fair if one.tagged]
    right = sum(one.case.pitch for one in called)
    open_ = [one for one in pitches if one.examined.reading.gate is None]
    low, high = auc_interval(fair)
    return {
        "messages": {"pitches": len(pitches), "honest": len(honest)},
        "precision": _rate(right, len(called)),
        "recall": _rate(right, len(pitches)),
        "recall_not_gated": _rate(sum(one.called for one in open_), len(open_)),
        "precision_tagged": _rate(sum(one.case.pitch for one in tagged), len(tagged)),
        "recall_tagged": _rate(sum(one.case.pitch for one in tagged), len(pitches)),
        "auc_fused": [round(auc([(one.case.pitch, one.score) for one in fair]), 4), round(low, 4), round(high, 4)],
        "calibration": _calibration(fair),
        "recall_by_language": _by(open_, lambda one: one.case.language, lambda one: one.called),
        "recall_by_kind": _by(open_, lambda one: one.case.kind, lambda one: one.called),
        "called_honest_by_kind": _by(honest, lambda one: one.case.kind, lambda one: one.called),
        "gates_on_pitches": dict(
            Counter(one.examined.reading.gate.name for one in pitches if one.examined.reading.gate)
        ),
        "persons": _persons(judged),
        "never_file": {
            "messages": len(honest),
            "filed": sum(one.filed for one in honest),
            "tagged": sum(one.tagged for one in honest),
            "called": sum(one.called for one in honest),
        },
    }


def _persons(judged: list[Judged]) -> dict[str, object]:
    """The figures of the person level.

    A selling person wrote at least two pitches that no gate of the relationship kept out; only such can be repeated.
    An honest person wrote no pitch at all.
    """
    persons: dict[tuple[Address, str], list[Judged]] = defaultdict(list)
    for one in judged:
        persons[one.case.me, one.case.person].append(one)
    selling = {name: own for name, own in persons.items() if sum(one.case.pitch for one in own) >= DEFAULTS.least}
    wanted = {
        name: own
        for name, own in selling.items()
        if sum(one.case.pitch and one.examined.reading.gate is None for one in own) >= DEFAULTS.least
    }
    fileable = {
        name: own
        for name, own in wanted.items()
        if any(one.case.pitch and one.examined.ways_out.offer.value == "none" for one in own[1:])
    }
    honest = {name: own for name, own in persons.items() if not any(one.case.pitch for one in own)}
    return {
        "selling_seen_as_repeated": _rate(
            sum(any(one.repeated for one in own) for own in selling.values()), len(selling)
        ),
        "not_engaged_seen_as_repeated": _rate(
            sum(any(one.repeated for one in own) for own in wanted.values()), len(wanted)
        ),
        "not_engaged_filed": _rate(sum(any(one.filed for one in own) for own in fileable.values()), len(fileable)),
        "honest_seen_as_repeated": _rate(sum(any(one.repeated for one in own) for own in honest.values()), len(honest)),
        "honest_filed": _rate(sum(any(one.filed for one in own) for own in honest.values()), len(honest)),
    }


def _rate(part: int, of: int) -> dict[str, object]:
    rate = Rate(part, of)
    return {"share": round(rate.share, 4), "part": part, "of": of, "interval": [round(end, 4) for end in rate.interval]}


def _by(judged: list[Judged], key, hit) -> dict[str, str]:
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        grouped[key(one)].append(one)
    return {name: f"{sum(hit(one) for one in own)}/{len(own)}" for name, own in sorted(grouped.items())}


def _calibration(judged: list[Judged]) -> list[dict[str, object]]:
    """The reliability table of messages no gate held: how often each tenth of the scores was right."""
    rows = []
    for tenth in range(10):
        own = [one for one in judged if one.examined.reading.gate is None and min(9, int(one.score * 10)) == tenth]
        if own:
            said = sum(one.score for one in own) / len(own)
            rows.append({"from": tenth / 10, "messages": len(own), "said": round(said, 3), "true": round(sum(one.case.pitch for one in own) / len(own), 3)})  # fmt: skip
    return rows


def evaluate_ham(path: Path, most: int | None) -> dict[str, object]:
    """False alarms on an honest corpus, each owner's mailbox replayed with every sender judged."""
    boxes: dict[str, list[tuple[datetime, str, RawMessage, bool]]] = defaultdict(list)
    for number, ham in enumerate(read_ham(path)):
        if most and number >= most:
            break
        raw = RawMessage(ham.data, f"{path.name}:{ham.name}")
        message = parse(raw)
        when = message.when or datetime(2001, 1, 1, tzinfo=UTC)
        boxes[ham.owner].append((when if when.tzinfo else when.replace(tzinfo=UTC), ham.name, raw, ham.sent))
    count: Counter[str] = Counter()
    senders: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for owner, box in sorted(boxes.items()):
        _replay_ham(owner, sorted(box, key=lambda item: item[:2]), count, senders)
    several = {name: seen for name, seen in senders.items() if len(seen) > 1}
    return {
        "messages": count["messages"],
        "gated": count["gated"],
        "called": _rate(count["called"], count["messages"]),
        "tagged": _rate(count["tagged"], count["messages"]),
        "filed_messages": count["filed"],
        "senders_with_several_mails": len(several),
        "of_these_filed": _rate(sum(any(filed for _, filed in seen) for seen in several.values()), len(several)),
    }


def _replay_ham(owner, box, count, senders) -> None:
    me = _owner_of([raw for _, _, raw, _ in box])
    guard = guard_of(me, [])
    guard.change(me=frozenset({me.folded}), own_domains=owner_domains_of([me]))
    for _, name, raw, sent in box:
        message = parse(raw)
        address = message.sender_address
        if sent or (address is not None and address.folded == me.folded):
            guard.note_sent(message)
            continue
        found = guard.examine(message)
        filed = found.decision.action is Action.FILE
        called = found.verdict.conclusion in {Conclusion.PITCH, Conclusion.HARD_SELL}
        tagged = called and found.verdict.sure
        count["messages"] += 1
        count["gated"] += found.reading.gate is not None
        count["tagged"] += tagged
        count["called"] += called
        count["filed"] += filed
        senders[f"{owner} {found.person.id}"].append((name, filed))
        if called:
            print(f"  {'FILED' if filed else 'tagged' if tagged else 'called'} {found.reading.probability:.2f} {name} {found.subject[:60]!r} {[s.name for s in found.reading.symbols[:6]]}")  # fmt: skip


def _owner_of(raws: list[RawMessage]) -> Address:
    """The address most mails of the mailbox went to."""
    counted: Counter[Address] = Counter()
    for raw in raws[:400]:
        message = parse(raw)
        counted.update(named.address for named in message.to if named.address is not None)
    return counted.most_common(1)[0][0] if counted else Address("nobody", "nowhere.example")


def main() -> None:
    """Print the figures beside the committed ones."""
    parser = argparse.ArgumentParser(description="What the program reaches on messages nobody tuned on.")
    parser.add_argument("--split", default="test", choices=["test", "train"])
    parser.add_argument("--ham", type=Path, action="append", default=[], help="an honest corpus (tar.xz), repeatable")
    parser.add_argument("--most", type=int, help="read at most so many messages of each corpus")
    parser.add_argument("--show", action="store_true", help="list what was wrong")
    parser.add_argument("--write", action="store_true", help="make this the committed result")
    asked = parser.parse_args()
    if asked.ham:
        for path in asked.ham:
            print(json.dumps({path.name: evaluate_ham(path, asked.most)}, indent=1))
        return
    judged = judge_mailboxes(read_cases([asked.split]))
    if asked.show:
        _show(judged)
    result = evaluate(judged)
    print(json.dumps(result, indent=1, ensure_ascii=False))
    if asked.write:
        LAST.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    elif LAST.exists() and asked.split == "test":
        last = json.loads(LAST.read_text("utf-8"))
        changed = [name for name in result if result[name] != last.get(name)]
        print(
            "the same as the committed result"
            if not changed
            else f"differs from the committed result in: {', '.join(changed)}"
        )


def _show(judged: list[Judged]) -> None:
    for one in judged:
        if one.called != one.case.pitch:
            reading = one.examined.reading
            gate = reading.gate.name if reading.gate else ""
            print(f"{one.case.id} {one.case.kind} {one.case.language} {'pitch' if one.case.pitch else 'honest'} p={reading.probability:.2f} {gate} | {one.examined.subject[:50]} | {one.case.message().new_text[:160]!r} | {[(s.name, round(s.weight, 2)) for s in reading.symbols[:8]]}")  # fmt: skip


if __name__ == "__main__":
    main()
