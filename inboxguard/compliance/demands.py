"""What a sentence about opting out asks of the reader beyond following it: a login, money, more data, a letter.

The one fact a newcomer would get wrong: "no login needed" names a login too, so a negation in front takes the demand
away. The phrases cover the languages of business mail seen most; other languages are not judged by them.
"""

import re

_NEGATED = re.compile(
    r"\b(?:no|not|never|without|don'?t|isn'?t|free of|ohne|kein\w{0,2}|nicht|sans|pas|sin|senza|zonder|geen|sem|"
    r"bez)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:log(?:ging)?|sign(?:ing)?)[ -]?(?:in|on)(?:to)?\b(?:\s(?:to|into|at|and|with)\b)"
    r"|\b(?:enter|with|using) your (?:password|login|username)"
    r"|\bin your account settings\b|\baccount settings (?:page|section)\b"
    r"|\b(?:loggen sie sich|melden sie sich .{0,30}\ban\b|nach dem login|nach der anmeldung|in ihrem (?:kunden)?konto)"
    r"|\bconnectez-vous\b|\bidentifiez-vous\b|\binicia(?:r)? sesi[oó]n\b|\baccedi al (?:tuo|suo) (?:account|profilo)\b"
    r"|\blog in op\b|\bfa[cç]a login\b|\bzaloguj si[eę]\b",
    re.IGNORECASE,
)
_FEE = re.compile(
    r"\b(?:a|small|one-time|processing|administration) (?:\w{1,15} )?(?:fee|charge)\b|\b(?:fee|charge) of\b"
    r"|\bgeb[uü]hr von\b|\bfrais de\b|\b(?:call|text) .{0,30}\b(?:premium|per minute)\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(?:with|include|including|provide|send(?: us)?|state|enter|tell us|reply with)"
    r" (?:\w{1,12} ){0,3}?your (?:full |complete |first |last )?"
    r"(?:name|phone|telephone|postal address|home address|mailing address|date of birth|customer number|"
    r"id number|passport)"
    r"|\b(?:include|attach|forward|copy|paste) (?:\w{1,12} ){0,3}?(?:the body|a copy|this (?:e-?mail|message)|"
    r"the original|the full header)"
    r"|\bunter angabe (?:ihres|deines) (?:vollst[aä]ndigen )?namens\b|"
    r"\bihren (?:vollst[aä]ndigen )?namen\b.{0,20}\b(?:angeben|nennen)"
    r"|\ben indiquant (?:vos )?nom\b|\bindicando (?:su|tu) nombre\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:by (?:writing|mail|post|letter)|in writing|write (?:to )?us at|writing to|send a (?:letter|postcard))\b"
    r"|\b(?:by|via|per) (?:fax|phone|telephone|telefon|post|brief)\b|\bcall(?:ing)? (?:us |toll[- ]free )?(?:at|"
    r"on)?\s?[+(]?\d"
    r"|\b(?:fax|telephone|phone)(?:\s(?:us|to|at|number))?\s?:?\s?[+(]?\d|\bschriftlich\b|\bpar courrier\b|"
    r"\bpor correo postal\b",
    re.IGNORECASE,
)


def _found(pattern: re.Pattern[str], sentence: str) -> str:
    for match in pattern.finditer(sentence[:2000]):
        if not _NEGATED.search(sentence[max(match.start() - 60, 0) : match.start()]):
            return match[0]
    return ""


def obstacle(sentence: str) -> str:
    """What stands between the reader and the opt-out, in words: a login, a fee, more data; empty for nothing."""
    if words := _found(_LOGIN, sentence):
        return f'a login ("{words}")'
    if words := _found(_FEE, sentence):
        return f'a fee ("{words}")'
    return f'more data ("{words}")' if (words := asks_for_more(sentence)) else ""


def asks_for_more(sentence: str) -> str:
    """The words that ask for more than the request itself, or empty."""
    return _found(_DATA, sentence)


def by_letter(sentence: str) -> str:
    """The words that send the reader to a letter, a telephone or a fax, or empty."""
    return _found(_POST, sentence)
