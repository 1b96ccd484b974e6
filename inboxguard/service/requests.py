"""What another process asks of the one that holds the state: to put messages back.

The one fact a newcomer would get wrong: a request is no deed and promises none. It names intents; whoever holds the
state undoes what of them is still to be undone, and answers. A crash in between leaves the request open, and doing it
again does nothing twice.
"""

import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from inboxguard.log import logger
from inboxguard.ports import Deedstore, Ended, Journal
from inboxguard.service.undo import undo

PUT_BACK: Final = "put back"


def open_requests(journal: Journal, ask: Callable[[str, str], None]) -> None:
    """Let each account be looked at of which something is asked; `ask` takes its name and why."""
    for account in dict.fromkeys(one.account for one in journal.requests()):
        ask(account, "request")


def fulfil(store: Deedstore, journal: Journal, now: datetime) -> None:
    """Put back what was asked for in this account, and answer; what is open of earlier runs is settled before.

    Raises:
        Unreachable, Misbehaved: when the session ended; the request stays open.
    """
    for request in journal.requests(store.account):
        deeds = [deed for intent in request.intents for deed in journal.deeds(store.account, intent=intent)]
        handled = undo(deeds, store, journal, run=f"undo-{now:%Y%m%dT%H%M%S}", now=now)
        said = {one.order.parent: said_of(one.ended, one.says) for one in handled}
        journal.answer(request.id, json.dumps([[intent, said.get(intent, PUT_BACK)] for intent in request.intents]))
        logger().info("request_done", account=store.account, asked=len(request.intents), put_back=_count(said.values()))


def said_of(ended: Ended, says: str) -> str:
    """What became of one message, in words."""
    return PUT_BACK if ended is Ended.DONE else says or ended.value


def read_answer(text: str) -> dict[int, str]:
    """What became of each intent that was asked for."""
    return {int(intent): str(said) for intent, said in json.loads(text)}


def _count(said: Collection[str]) -> int:
    return sum(one == PUT_BACK for one in said)
