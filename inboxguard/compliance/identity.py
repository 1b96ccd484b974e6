"""Who a message says it is from: a person, a company, or nobody in particular.

The one fact a newcomer would get wrong: a company's own domain identifies the company even where nobody signs, and a
freemail address identifies nobody, however human the shown name looks.
"""

import re
from dataclasses import dataclass

from inboxguard.compliance.in_body import ends_to_read
from inboxguard.compliance.providers import is_platform
from inboxguard.compliance.spec import Case
from inboxguard.compliance.targets import read_target
from inboxguard.mail.freemail import is_freemail

_FORM = re.compile(
    r"\b(?:Ltd|Limited|LLC|L\.L\.C\.|LLP|Inc|Incorporated|Corp|Corporation|PLC|Pty|GmbH|AG|KG|OHG|e\.K\.|UG|SE|"
    r"S\.?A\.?S?|SARL|EURL|"
    r"S\.?r\.?l\.?|S\.?p\.?A\.?|S\.?L\.?U?|B\.?V\.?|N\.?V\.?|AB|A/S|ApS|AS|Oy|Oyj|Sp\. z o\.o\.|s\.r\.o\.|"
    r"a\.s\.|Kft|Ltda|Pvt|Co\.)(?![\w])"
)
_ROLE = re.compile(
    r"\b(?:team|sales|support|info|news|newsletter|marketing|office|hello|contact|admin|service|offers|deals|"
    r"no-?reply|customer|growth|"
    r"success|notifications?|alerts?|mailer|business|group|department|club|shop|store)\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]{2,})*")


@dataclass(frozen=True, slots=True)
class Identity:
    """What names the sender, in the words found; each is empty when it is missing."""

    person: str = ""
    company: str = ""
    company_domain: str = ""
    website: str = ""

    @property
    def known(self) -> bool:
        """Whether anybody in particular is named."""
        return bool(self.company or self.company_domain or (self.person and self.website))


def identity_of(case: Case) -> Identity:
    """The identity as far as header and visible text show it."""
    message = case.message
    text = ends_to_read(case)
    name = message.sender.name if message.sender else ""
    domain = message.sender_address.domain if message.sender_address else ""
    company = _FORM.search(f"{name}\n{text}")
    return Identity(
        person=_person(name, text),
        company=_line_around(f"{name}\n{text}", company.start()) if company else "",
        company_domain="" if not domain or is_freemail(domain) else domain,
        website=_website(case),
    )


def _person(name: str, text: str) -> str:
    """The shown name when it is a person's: two words or more, none of them a role, or one that signs the text."""
    words = _NAME_WORD.findall(name)
    if not words or _ROLE.search(name) or "@" in name:
        return ""
    if len(words) >= 2:
        return name
    return name if words[0].lower() in text[-400:].lower() else ""


def _line_around(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[max(start, at - 80) : end if end >= 0 else len(text)][:120].strip()


def _website(case: Case) -> str:
    """The first web host in the text that is nobody's in general."""
    for block in case.message.blocks:
        for link in block.links:
            target = read_target(link.target)
            if target.web and not is_platform(target.host) and not is_freemail(target.host):
                return target.host
    return ""
