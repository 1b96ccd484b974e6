"""Whose mailbox it is and by which server it came, when nobody says.

The order of trust:
1. What lies in a folder of sent mail was written by the owner.
2. Where the mail was delivered to: Delivered-To and its kin, written by the owner's own server.
3. Whom the most different people write to, lists left aside. Counting mails misleads: one machine that writes a
   thousand reports to the same ten people makes each of the ten look like the owner; it is one writer.
4. No one: then at least the domain most mail goes to is the owner's organisation, so that colleagues are no strangers.

The one fact a newcomer would get wrong: an owner has several addresses. Those that are the same name spelled otherwise
at the same organisation are taken for the owner's too.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from inboxguard.mail.address import Address, parse_address
from inboxguard.mail.fields.authentication import all_results
from inboxguard.mail.freemail import is_freemail
from inboxguard.mail.message import Message
from inboxguard.mail.ref import RawMessage
from inboxguard.people.company import is_role
from inboxguard.people.likeness import Level, compare
from inboxguard.people.local_part import fits, name_in

_ENOUGH = 0.5
_ENOUGH_RESULTS = 5
_AGREE = 0.8
_CLEAR = 1.5
_SHARE = 1 / 3
_ALIAS_SHARE = 0.01
_LONGEST_LIST = 30
_MOST_MESSAGES = 30_000
_DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "X-Envelope-To")
_OF_A_LIST = ("List-Id", "List-Post", "List-Unsubscribe", "Mailing-List")
_SENT = re.compile(
    r"(?:\[?g(?:oogle )?mail\]?[/.])?(?:inbox[._])?_?"
    r"(?:sent(?:[ _-]?(?:items|mail|messages))?|gesendet(?:e(?: elemente| objekte)?)?|envoy[ée]s"
    r"|(?:[ée]l[ée]ments|messages) envoy[ée]s|enviad[oa]s|(?:elementos|itens|mensagens) enviad[oa]s"
    r"|inviat[ai]|posta inviata|verzonden(?: items)?)",
    re.IGNORECASE,
)


class OwnerGuess:
    """Counts who is written to and who writes; the clearest answer wins, an unclear one is none."""

    def __init__(self) -> None:
        self._sent: Counter[Address] = Counter()
        self._delivered: Counter[Address] = Counter()
        self._addressed: Counter[Address] = Counter()
        self._writers: Counter[Address] = Counter()
        self._pairs: set[tuple[Address, Address]] = set()
        self._breadth: Counter[Address] = Counter()
        self._domains: Counter[str] = Counter()
        self._messages = 0

    def look_at(self, message: Message, raw: RawMessage | None = None) -> None:
        """Take one more header into account; `raw` tells where it lies. Beyond many thousands nothing is learnt."""
        if self._messages >= _MOST_MESSAGES:
            return
        self._messages += 1
        writer = _plain(message.sender_address)
        if writer is not None:
            self._writers[writer] += 1
            if raw is not None and lies_in_sent(raw, message.header.value("X-Gmail-Labels")):
                self._sent[writer] += 1
        self._take_delivery(message)
        people = {plain for person in (*message.to, *message.cc) if (plain := _plain(person.address))}
        self._domains.update({person.organisation for person in people if not is_freemail(person.domain)})
        if len(people) > _LONGEST_LIST or any(message.header.value(name) for name in _OF_A_LIST):
            return
        self._addressed.update(people)
        for person in people:
            pair = (person, writer or person)
            if person != writer and pair not in self._pairs:
                self._pairs.add(pair)
                self._breadth[person] += 1

    def _take_delivery(self, message: Message) -> None:
        for name in _DELIVERED:
            address = _plain(parse_address(message.header.value(name)))
            if address:
                self._delivered[address] += 1
                return

    def owner(self) -> tuple[Address, ...]:
        """The owner's addresses, the chief one first; nothing when nobody stands out."""
        for counted in (self._sent, self._delivered):
            best = counted.most_common(1)
            if best and best[0][1] >= max(1, _ENOUGH * counted.total()):
                return self._with_aliases(best[0][0], counted)
        chief = self._most_written_to()
        return self._with_aliases(chief, Counter()) if chief else ()

    def organisation(self) -> str:
        """The domain most mail is addressed to, empty when none gets half of it; free mail is nobody's."""
        best = self._domains.most_common(1)
        return best[0][0] if best and best[0][1] >= max(2, _ENOUGH * self._messages) else ""

    def _most_written_to(self) -> Address | None:
        """Whom clearly more different people write to than anybody else, in a third of the mail or more."""
        ranked = [one for one in self._breadth.most_common(12) if not is_role(one[0].local)]
        if not ranked:
            return None
        chief, breadth = ranked[0]
        mail = sum(self._addressed[one] for one in self._aliases_of(chief))
        if mail < max(1, _SHARE * self._messages):
            return None
        rivals = [count for other, count in ranked[1:] if not is_alias(other, chief)]
        if not rivals or breadth >= _CLEAR * rivals[0]:
            return chief
        near = [one for one, count in ranked if count * _CLEAR > breadth and self._writers[one]]
        return near[0] if len(near) == 1 and self._addressed[near[0]] >= _ENOUGH * self._messages else None

    def _aliases_of(self, chief: Address) -> tuple[Address, ...]:
        """The chief address, and those of the same name that get or send more than a trace of the mail."""
        enough = max(2.0, _ALIAS_SHARE * self._messages)
        seen = self._addressed + self._writers
        return (
            chief,
            *(one for one, count in seen.most_common() if count >= enough and one != chief and is_alias(one, chief)),
        )

    def _with_aliases(self, chief: Address, counted: Counter[Address]) -> tuple[Address, ...]:
        """With what else was delivered or sent often enough under the same name, at any organisation."""
        local = chief.local.lower()
        often = [
            one
            for one, count in counted.most_common()
            if count >= max(2.0, 0.1 * counted.total())
            and (one.local.lower() == local or is_alias(one, chief, anywhere=True))
        ]
        return tuple(dict.fromkeys((chief, *often, *self._aliases_of(chief))))


def _plain(address: Address | None) -> Address | None:
    """The address as addresses are compared: lower-case, without a tag."""
    return parse_address(address.folded) if address is not None else None


def is_alias(other: Address, chief: Address, *, anywhere: bool = False) -> bool:
    """Whether two addresses spell one name ("vince.j.kaminski", "vkamins") at one organisation."""
    if other.organisation != chief.organisation and not anywhere:
        return False
    one, known = name_in(other.local), name_in(chief.local)
    if known is None or not known.family or one is None:
        return False
    if one.family:
        return compare(one, known).level >= Level.FULL
    initial, last = known.given[0][0], known.whole_family
    cut = one.given[0]
    if cut in {last, known.given[0]}:
        return False
    return fits(other.local, known) or (len(cut) >= 6 and cut[0] == initial and last.startswith(cut[1:]))


def lies_in_sent(raw: RawMessage, labels: str = "") -> bool:
    """Whether a message lies in a folder of sent mail, by its path, its flags or what Gmail's export says."""
    marks: Iterable[str] = (*raw.labels, *labels.split(","))
    if any(_SENT.fullmatch(mark.strip().strip('\\"')) for mark in marks):
        return True
    parts = PurePath(raw.source.partition("#")[0]).parts
    return any(_SENT.fullmatch(part.lstrip(".").removesuffix(".mbox").removesuffix(".eml")) for part in parts[-4:])


class ServerGuess:
    """Counts who wrote the topmost Authentication-Results; the name most mail bears is the reader's own server.

    A forged field stands below the one the reader's server adds, so the topmost can be counted (RFC 8601 §5).
    """

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()

    def look_at(self, message: Message) -> None:
        """Take one more header into account."""
        results = all_results(message.header)
        if results and results[0].server:
            self._names[results[0].server] += 1

    def servers(self) -> tuple[str, ...]:
        """The server's name, or nothing when too few messages agree."""
        best = self._names.most_common(1)
        if best and best[0][1] >= max(_ENOUGH_RESULTS, _AGREE * sum(self._names.values())):
            return (best[0][0],)
        return ()
