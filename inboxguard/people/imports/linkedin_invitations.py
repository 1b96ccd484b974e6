"""Invitations.csv of LinkedIn's export: who asked whom. Only the direction and the time are taken from it."""

from inboxguard.people.connection import Direction
from inboxguard.people.learnt import Invitation, Learnt, Skipped
from inboxguard.people.moments import day_comes_first, read_moment
from inboxguard.people.profile import slug_of
from inboxguard.people.table import Row, Table, open_table

KIND = "linkedin invitations"
ALIASES = {"from": "from", "to": "to", "sentat": "sent", "direction": "direction", "message": "message"}


def accepts(names: dict[str, int]) -> bool:
    """Whether these columns are those of Invitations.csv."""
    return {"from", "to", "sent", "direction"} <= names.keys()


def find(data: bytes) -> Table | None:
    """The table in the file, or None when it is another kind of file."""
    return open_table(data, ALIASES, accepts)


def read(name: str, data: bytes) -> Learnt:
    """Every invitation, named by the other person."""
    table = find(data)
    if table is None:
        return Learnt(KIND, skipped=(Skipped(0, "no line names the columns of a LinkedIn Invitations.csv"),))
    rows = list(table.rows())
    day_first = day_comes_first(row.get("sent") for row in rows)
    invitations: list[Invitation] = []
    skipped: list[Skipped] = []
    for row in rows:
        found = _invitation(row, name, day_first=day_first)
        if isinstance(found, Invitation):
            invitations.append(found)
        else:
            skipped.append(Skipped(row.line, found))
    mended = tuple(Skipped(row.line, row.mended) for row in rows if row.mended)
    return Learnt(KIND, invitations=tuple(invitations), rows_read=len(rows), skipped=tuple(skipped), mended=mended)


def _invitation(row: Row, where: str, *, day_first: bool) -> Invitation | str:
    said = row.get("direction").lower()
    if said not in {"incoming", "outgoing"}:
        return f"the direction is {said[:20]!r}, neither INCOMING nor OUTGOING"
    direction = Direction(said)
    incoming = direction is Direction.INCOMING
    other = row.get("from" if incoming else "to")
    profile = slug_of(row.get("inviterprofileurl" if incoming else "inviteeprofileurl"))
    if not other:
        return "no name"
    return Invitation(
        other,
        profile,
        read_moment(row.get("sent"), day_first=day_first),
        direction,
        row.get("message")[:2000],
        f"{where}:{row.line}",
    )
