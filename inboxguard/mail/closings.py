"""How a letter ends: the closing formula with what stands below it, the mobile line, and the footer.

The one fact a newcomer would get wrong: what stands below a name may still be the point of the letter. A postscript is
new text, and a request ("please unsubscribe me") is not a footer; only an offer of that kind is.
"""

import re
from collections.abc import Sequence

_FORMULAS = frozenset({
    "best regards", "kind regards", "regards", "warm regards", "warmest regards", "kindest regards", "best",
    "best wishes", "with best regards", "with kind regards", "sincerely", "yours sincerely", "sincerely yours",
    "yours truly", "yours faithfully", "yours", "cheers", "thanks", "many thanks", "thank you", "thanks again",
    "thanks so much", "thanks in advance", "thx", "all the best", "warmly", "cordially", "respectfully", "talk soon",
    "speak soon", "take care", "thanks and regards", "thanks & regards", "thank you and best regards",
    "to your success", "br", "rgds", "looking forward", "have a great day", "have a great week", "with appreciation",
    "onwards", "best always", "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß",
    "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse",
    "liebe grüße", "liebe grüsse", "herzliche grüße", "herzliche grüsse", "schöne grüße", "mit besten grüßen",
    "mit herzlichen grüßen", "grüße", "gruß", "mfg", "lg", "vg", "hochachtungsvoll", "besten gruß", "lieben gruß",
    "danke", "vielen dank", "besten dank", "herzlichst", "ihr", "ihre", "sonnige grüße", "cordialement",
    "bien cordialement", "très cordialement", "bien à vous", "bien à toi", "salutations", "sincères salutations",
    "meilleures salutations", "salutations distinguées", "amicalement", "merci", "merci d'avance", "merci d’avance",
    "belle journée", "bonne journée", "à bientôt", "respectueusement", "cdlt", "bien sincèrement", "saludos",
    "un saludo", "saludos cordiales", "un cordial saludo", "cordialmente", "atentamente", "muchas gracias",
    "gracias", "un abrazo", "quedo atento", "quedo a la espera", "saludos y gracias", "reciba un cordial saludo",
    "cordiali saluti", "distinti saluti", "un saluto", "saluti", "un cordiale saluto", "a presto", "grazie",
    "grazie mille", "buona giornata", "cordialmente vostro", "i migliori saluti", "un caro saluto", "cari saluti",
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "groet",
    "groeten", "groetjes", "mvg", "hartelijke groet", "met hartelijke groet", "bedankt", "alvast bedankt",
    "dank je wel", "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos",
    "um abraço", "abraço", "abraços", "obrigado", "obrigada", "muito obrigado", "cordiais saudações", "saudações",
    "att", "até breve",
})  # fmt: skip
_MOBILE = (
    "sent from my", "sent from mail for", "sent from outlook", "sent from yahoo", "sent from proton", "sent via ",
    "sent using ", "sent with proton", "get outlook for", "get bluemail", "von meinem", "gesendet von meinem",
    "gesendet mit der", "gesendet von mail", "gesendet von outlook", "diese nachricht wurde von meinem",
    "outlook für ", "holen sie sich outlook", "envoyé de mon", "envoyé depuis mon", "envoyé à partir de",
    "obtenir outlook", "télécharger outlook", "obtenez outlook", "enviado desde mi", "obtener outlook", "inviato da",
    "inviato dal mio", "scarica outlook", "ottieni outlook", "verzonden vanaf mijn", "verstuurd vanaf mijn",
    "outlook voor", "enviado do meu", "enviado a partir do meu", "obter o outlook", "skickat från min",
    "sendt fra min", "lähetetty iphone", "wysłane z iphone", "wysłano z", "odesláno z", "отправлено с",
    "iphone'umdan", "iphone’umdan", "发自我的", "從我的", "iphoneから送信", "sent on the go",
)  # fmt: skip
_MOBILE_STARTS = frozenset(words[:4] for words in _MOBILE)
_POSTSCRIPT = re.compile(r"\s{0,4}(?:p\s?\.?\s?p?\.?\s?s)\s?[.:)\-–—]", re.IGNORECASE)
_LEGAL = (
    "confidential", "privileged", "intended solely", "intended recipient", "intended only for",
    "if you have received this", "all rights reserved", "registered office", "registered in england",
    "company registration", "view in browser", "view this email in", "vertraulich", "geschäftsführer", "amtsgericht",
    "handelsregister", "ust-id", "impressum", "confidentiel", "destinataire", "mentions légales", "confidencial",
    "destinatario", "aviso legal", "riservat", "informativa privacy", "partita iva", "vertrouwelijk", "kvk",
    "destinatário", "aviso de privacidade", "©", "(c) 20", "copyright 20", "consider the environment", "virus-free",
    "checked by avg",
)  # fmt: skip
_OFFERS = (
    "to unsubscribe", "unsubscribe here", "unsubscribe from", "you are receiving this", "you're receiving this",
    "you received this", "you are subscribed", "manage your preferences", "manage preferences", "email preferences",
    "update your preferences", "opt out of", "to opt out", "to stop receiving", "no longer wish to receive",
    "no longer want to receive", "don't want to receive", "do not wish to receive", "sie erhalten diese",
    "du erhältst diese", "keine weiteren e-mails", "nicht mehr erhalten", "vom newsletter ab", "vous recevez ce",
    "ne plus recevoir", "vous désabonner", "vous désinscrire", "se désabonner", "se désinscrire", "recibe este",
    "recibes este", "darse de baja", "darte de baja", "dejar de recibir", "ricevi questa", "ricevuto questa",
    "cancellarti", "annullare l'iscrizione", "disiscriver", "je ontvangt deze", "u ontvangt deze",
    "niet langer ontvangen", "você está recebendo", "cancelar inscrição", "cancelar a subscrição",
    "deixar de receber", "this message was sent to", "this email was sent to", "this e-mail was sent to",
)  # fmt: skip
_OFFER_WORDS = (
    "unsubscribe", "opt out", "opt-out", "abmelden", "abbestellen", "austragen", "désabonner", "désinscrire",
    "desuscribir", "baja", "disiscriviti", "uitschrijven", "afmelden", "descadastrar", "preferences",
)  # fmt: skip
_MAX_BELOW = 12
_SHORT = 100


def is_formula(line: str) -> bool:
    """Whether the line is a closing formula, alone or followed by a name ("Best regards, Jane")."""
    if len(line) > 60:
        return False
    folded = line.strip().casefold()
    bare = folded.strip(" ,.!;:-–—*_")
    if bare in _FORMULAS:
        return True
    head, comma, rest = folded.partition(",")
    return bool(comma) and head.strip(" *_") in _FORMULAS and len(rest.split()) <= 3


def is_mobile(line: str) -> bool:
    """Whether the (stripped) line says with which device or program the message was sent."""
    return 8 < len(line) < 90 and line[:4].casefold() in _MOBILE_STARTS and line.casefold().startswith(_MOBILE)


def is_postscript(line: str) -> bool:
    """Whether the line begins a postscript."""
    return bool(_POSTSCRIPT.match(line))


def is_footer(text: str, *, linked: bool) -> bool:
    """Whether a paragraph looks like legal text, a copyright line or the offer to leave a list."""
    folded = text[:4000].casefold()
    if any(words in folded for words in _OFFERS) or any(words in folded for words in _LEGAL):
        return True
    return linked and len(folded) < 300 and any(words in folded for words in _OFFER_WORDS)


def signature_start(lines: Sequence[str]) -> int | None:
    """The index of the closing formula above a signature at the end of these lines, or None.

    `lines` are the writer's own lines without empty ones; something has to stand above the formula, and what stands
    below it is at most a dozen short lines or a postscript.
    """
    for at in range(len(lines) - 1, max(len(lines) - _MAX_BELOW - 2, 0), -1):
        if is_formula(lines[at]):
            below = lines[at + 1 :]
            end = next((n for n, line in enumerate(below) if is_postscript(line)), len(below))
            if all(len(line) <= _SHORT for line in below[:end]):
                return at
    return None
