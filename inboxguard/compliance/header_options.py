"""The ways out in the header: List-Unsubscribe and its one-click companion (RFC 2369, RFC 8058).

The one fact a newcomer would get wrong: a field that is there is not yet a way out. Half of those seen in fraud hold a
decoy, and a field of a host that is nobody's known and that nobody signed for may be copied from another mail.
"""

from inboxguard.compliance.belonging import leaves_somebody_else, same_brand, sender_organisations
from inboxguard.compliance.followable import Followed, judge_target
from inboxguard.compliance.providers import is_mailing_service
from inboxguard.compliance.way_out import Fault, Option, OptionKind
from inboxguard.mail.address import registrable
from inboxguard.mail.evidence import Evidence, quote
from inboxguard.mail.fields.authentication import AuthenticationResults
from inboxguard.mail.fields.signature import Signature, covers, passing, signatures
from inboxguard.mail.fields.unsubscribe import UnsubscribeField, read_lenient, read_unsubscribe
from inboxguard.mail.fields.uri import Uri
from inboxguard.mail.message import Message

_FIELD = "List-Unsubscribe"
_MOST_FIELDS = 5
_SEVERITY = {Fault.UNRELATED: 2, Fault.INTERMEDIARY: 1}


def header_options(message: Message, results: AuthenticationResults | None = None) -> tuple[Option, ...]:
    """Every item of the List-Unsubscribe field as an option, usable or not; one for a decoy that holds none."""
    field = read_unsubscribe(message.header)
    if field is None or not field.instances:
        return ()
    evidence = quote(f"header {_FIELD}", field.instances[0].value)
    options = [_option(message, field, uri, results, evidence) for uri in _uris(field)]
    if options:
        return tuple(options)
    return (_decoy(field, evidence),)


def _uris(field: UnsubscribeField) -> tuple[Uri, ...]:
    """The items of the topmost field; those of the others too where it holds none one can follow."""
    if field.usable or len(field.instances) == 1:
        return field.lenient
    return (*field.lenient, *(uri for other in field.instances[1:_MOST_FIELDS] for uri in read_lenient(other.raw)[0]))


def _decoy(field: UnsubscribeField, evidence: Evidence) -> Option:
    words = field.instances[0].value.strip()
    tagged = judge_target(words.strip("<>"))
    if tagged.fault is Fault.MERGE_TAG:
        return Option(
            OptionKind.HEADER_LINK, words, usable=False, why=tagged.why, evidence=evidence, fault=tagged.fault
        )
    why = "the field holds no address with a scheme, so no program can follow it"
    return Option(OptionKind.HEADER_LINK, words, usable=False, why=why, evidence=evidence, fault=Fault.DECOY)


def _option(
    message: Message, field: UnsubscribeField, uri: Uri, results: AuthenticationResults | None, evidence: Evidence
) -> Option:
    target = judge_target(uri.text)
    kind = _kind(message, field, uri, results)
    fault, why = _fault(message, uri, target, results)
    if fault is not None:
        level = _SEVERITY.get(fault, 2 if fault is Fault.BAD_HOST and target.reachable else 0)
        return Option(kind, uri.text, usable=False, why=why, evidence=evidence, level=level, fault=fault)
    why = {
        OptionKind.ONE_CLICK: "one request leaves, and the signature names it",
        OptionKind.HEADER_LINK: "the header names a page for leaving",
        OptionKind.HEADER_MAILTO: "the header names an address for leaving",
    }[kind]
    return Option(
        kind, uri.text, usable=True, why=why, evidence=evidence, level=5 if kind is OptionKind.ONE_CLICK else 4
    )


def _kind(message: Message, field: UnsubscribeField, uri: Uri, results: AuthenticationResults | None) -> OptionKind:
    if uri.scheme == "mailto":
        return OptionKind.HEADER_MAILTO
    if field.one_click == uri and _signed(message, results, _FIELD, "List-Unsubscribe-Post"):
        return OptionKind.ONE_CLICK
    return OptionKind.HEADER_LINK


def _signed(message: Message, results: AuthenticationResults | None, *names: str) -> bool:
    """Whether a signature covers these fields: one that passed, or any while nobody trusted has looked."""
    made: tuple[Signature, ...] = signatures(message.header)
    if results is not None and results.all("dkim"):
        made = tuple(passing(message.header, results))
    return any(all(covers(message.header, one, name) for name in names) for one in made)


def _fault(
    message: Message, uri: Uri, target: Followed, results: AuthenticationResults | None
) -> tuple[Fault | None, str]:
    if not uri.usable and target.fault is None:
        return Fault.DECOY, f"nobody can follow {uri.scheme}:"
    if target.fault is not None:
        return target.fault, target.why
    elsewhere = leaves_somebody_else(message, target.host)
    if elsewhere:
        return Fault.INTERMEDIARY, elsewhere
    organisation = registrable(target.host)
    own = sender_organisations(message)
    related = same_brand(organisation, own) or is_mailing_service(organisation)
    if related or _signed(message, results, _FIELD) or _is_senders_address(message, target):
        return None, ""
    return Fault.UNRELATED, f"{organisation} is not the sender's and no signature vouches for the field"


def _is_senders_address(message: Message, target: Followed) -> bool:
    people = (*([message.sender] if message.sender else []), *message.reply_to)
    return target.address is not None and any(
        named.address is not None and named.address.folded == target.address.folded for named in people
    )
