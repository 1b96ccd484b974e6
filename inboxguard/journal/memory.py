"""The journal without a file: for observing without a trace, for the demo, and for tests.

The one fact a newcomer would get wrong: this is no stand-in with its own habits. The contract tests run on both.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from inboxguard.errors import Bug
from inboxguard.journal.rows import names_in, sequence
from inboxguard.mail.ref import MessageKey, MessageRef
from inboxguard.pitch.sequence import Reply, Sequence
from inboxguard.ports import (
    Correction,
    Cursor,
    Deed,
    Ended,
    Intent,
    Kind,
    Postponed,
    Remembered,
    Request,
    Result,
)


class MemoryJournal:
    """Everything a journal does, until the process ends."""

    def __init__(self) -> None:
        self._cursors: dict[tuple[str, str], Cursor] = {}
        self._examined: dict[tuple[str, MessageKey], Remembered] = {}
        self._replies: dict[tuple[str, str, datetime, str], Reply] = {}
        self._intents: list[Intent] = []
        self._results: dict[int, Result] = {}
        self._kept_out: set[tuple[str, MessageKey]] = set()
        self._corrections: list[Correction] = []
        self._settings: dict[str, str] = {}
        self._postponed: dict[MessageRef, Postponed] = {}
        self._requests: dict[int, Request] = {}
        self._answers: dict[int, str] = {}

    def close(self) -> None:
        """Nothing to let go of."""

    def cursor(self, account: str, mailbox: str) -> Cursor | None:
        """How far the mailbox was dealt with."""
        return self._cursors.get((account, mailbox))

    def advance(self, account: str, mailbox: str, cursor: Cursor) -> None:
        """Remember how far the mailbox was dealt with."""
        self._cursors[account, mailbox] = cursor

    def remember(self, seen: Iterable[Remembered]) -> None:
        """Keep what was examined."""
        self._examined.update(((one.ref.account, one.key), one) for one in seen)

    def remembered(self, account: str, keys: Collection[MessageKey]) -> dict[MessageKey, Remembered]:
        """Those of the messages that were examined before."""
        return {key: self._examined[account, key] for key in keys if (account, key) in self._examined}

    def find(self, text: str, *, account: str = "", most: int = 100) -> tuple[Remembered, ...]:
        """Examined messages by key, Message-ID, sender or a part of the subject, newest first.

        Where none fits, those of the person who is called so.
        """
        words = text.strip()
        found = [
            seen
            for seen in self._examined.values()
            if account in {"", seen.ref.account}
            and (
                words == seen.key.digest
                or words.strip("<>") == seen.message_id
                or words.lower() == seen.sender
                or words.lower() in seen.subject.lower()
            )
        ]
        if not found and words:
            mine = [seen for seen in self._examined.values() if account in {"", seen.ref.account}]
            found = [seen for seen in mine if words.lower() in names_in(seen.verdict)]
        found.sort(key=lambda seen: seen.key)
        found.sort(key=lambda seen: seen.received.timestamp() if seen.received else float("-inf"), reverse=True)
        return tuple(found[:most])

    def examined(self, account: str, since: datetime | None = None) -> tuple[Remembered, ...]:
        """Everything examined and received since then, oldest first."""
        found = [one for one in self._examined.values() if one.ref.account == account]
        wanted = [one for one in found if since is None or (one.received is not None and one.received >= since)]
        wanted.sort(key=lambda one: (one.received.timestamp() if one.received else float("-inf"), one.key))
        return tuple(wanted)

    def remember_replies(self, account: str, replies: Mapping[str, Collection[Reply]]) -> None:
        """Keep what the user wrote."""
        for person, written in replies.items():
            self._replies.update({(account, person, reply.at, reply.message_id): reply for reply in written})

    def history(self, account: str, persons: Collection[str]) -> dict[str, Sequence]:
        """The Sequence of each person."""
        seen = [one for one in self._examined.values() if one.ref.account == account and one.touch]
        written = [(person, reply) for (whose, person, *_), reply in self._replies.items() if whose == account]
        return {
            person: sequence(
                person,
                [one.touch for one in seen if one.touch and one.person == person],
                [reply for who, reply in written if who == person],
            )
            for person in persons
        }

    def intend(self, intents: Collection[Intent]) -> tuple[Intent, ...]:
        """Write the intents down."""
        start = len(self._intents) + 1
        given = tuple(replace(intent, id=number) for number, intent in enumerate(intents, start))
        self._intents.extend(given)
        return given

    def conclude(self, results: Collection[Result]) -> None:
        """Write down what became of intents."""
        for result in results:
            if result.intent in self._results:
                raise Bug(f"intent {result.intent} has a result already")
        self._results.update({result.intent: result for result in results})

    def open_intents(self, account: str) -> tuple[Intent, ...]:
        """Intents without a result, oldest first."""
        return tuple(
            intent for intent in self._intents if intent.ref.account == account and intent.id not in self._results
        )

    def deeds(
        self, account: str = "", *, run: str = "", key: MessageKey | None = None, sender: str = "", intent: int = 0
    ) -> tuple[Deed, ...]:
        """The deeds that fit everything given, oldest first."""
        return tuple(
            Deed(one, self._results.get(one.id))
            for one in self._intents
            if account in {"", one.ref.account}
            and run in {"", one.run}
            and key in {None, one.identity.key}
            and sender in {"", one.sender}
            and intent in {0, one.id}
        )

    def last_run(self, account: str = "") -> str:
        """The latest run in which something was meant to be done, undo aside."""
        runs = (one.run for one in reversed(self._intents) if not one.parent and account in {"", one.ref.account})
        return next(runs, "")

    def filed_since(self, account: str, since: datetime) -> int:
        """How many messages were filed since then."""
        return sum(
            deed.result is not None
            and deed.result.ended is Ended.DONE
            and deed.intent.kind is Kind.FILE
            and not deed.intent.parent
            and deed.intent.at >= since
            for deed in self.deeds(account)
        )

    def keep_out(self, account: str, keys: Collection[MessageKey], at: datetime) -> None:
        """From now on these messages are left alone; when that was said is not needed without a file."""
        del at
        self._kept_out.update((account, key) for key in keys)

    def kept_out(self, account: str, keys: Collection[MessageKey]) -> frozenset[MessageKey]:
        """Those of the messages that are left alone."""
        return frozenset(key for key in keys if (account, key) in self._kept_out)

    def correct(self, correction: Correction) -> None:
        """Keep what the user told us."""
        self._corrections.append(correction)

    def corrections(self, account: str) -> tuple[Correction, ...]:
        """What the user told us, oldest first."""
        mine = (told for told in self._corrections if told.account == account)
        return tuple(sorted(mine, key=lambda told: told.at))

    def postpone(self, ref: MessageRef, at: datetime, says: str, version: str) -> int:
        """Note that a message could not be examined."""
        known = self._postponed.get(ref)
        tries = known.tries + 1 if known and known.version == version else 1
        self._postponed[ref] = Postponed(ref, tries, at, says, version)
        return tries

    def postponed(self, account: str = "") -> tuple[Postponed, ...]:
        """Messages that could not be examined."""
        return tuple(self._postponed[ref] for ref in sorted(self._postponed) if account in {"", ref.account})

    def take_up(self, refs: Collection[MessageRef]) -> None:
        """These are postponed no longer."""
        for ref in refs:
            self._postponed.pop(ref, None)

    def request(self, request: Request) -> int:
        """Write down what whoever holds the state shall undo."""
        number = len(self._requests) + 1
        self._requests[number] = replace(request, id=number)
        return number

    def requests(self, account: str = "") -> tuple[Request, ...]:
        """Requests without an answer."""
        waiting = (one for number, one in self._requests.items() if number not in self._answers)
        return tuple(one for one in waiting if account in {"", one.account})

    def answer(self, request: int, text: str) -> None:
        """Write down what became of a request."""
        self._answers[request] = text

    def answered(self, request: int) -> str:
        """The answer to a request."""
        return self._answers.get(request, "")

    def prune(self, before: datetime) -> int:
        """Forget judgements and replies older than that."""
        self.take_up([one.ref for one in self._postponed.values() if one.at < before])
        for number in [number for number, one in self._requests.items() if one.at < before]:
            self._answers.setdefault(number, "forgotten")
        old = [place for place, one in self._examined.items() if one.received is not None and one.received < before]
        past = [place for place, reply in self._replies.items() if reply.at < before]
        for place in old:
            del self._examined[place]
        for said in past:
            del self._replies[said]
        return len(old) + len(past)

    def setting(self, name: str) -> str:
        """A small fact of the program's own."""
        return self._settings.get(name, "")

    def set_setting(self, name: str, value: str) -> None:
        """Keep it, or forget it."""
        if value:
            self._settings[name] = value
        else:
            self._settings.pop(name, None)
