"""The stable id of a Connection: the profile slug where known, else the folded name and company."""

from inboxguard.people.folding import fold


def person_id(network: str, profile: str, name: str, company: str, address: str = "") -> str:
    """An id that stays the same across imports of the same person."""
    if profile:
        return f"{network}:{profile}"
    folded = "-".join(word for piece in name.split() if (word := fold(piece)))
    firm = "".join(word for piece in company.split() if (word := fold(piece)))
    if not folded and not firm:
        return f"{network}:{address}"
    return f"{network}:{folded}@{firm}" if firm else f"{network}:{folded}"
