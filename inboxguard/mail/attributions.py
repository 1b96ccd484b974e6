"""The lines mail programs put above somebody else's words, in the languages they are written in.

Three kinds: an attribution ("On … Jane wrote:"), a marker ("-----Original Message-----", "Begin forwarded message:"),
and a copied header (From, Sent, To, Subject). Everything is looked up word by word; there is no search that could be
made slow. The one fact a newcomer would get wrong: an attribution is often wrapped over two or three lines.
"""

import re
from collections.abc import Sequence

_WROTE_WORDS = (
    "wrote writes said schrieb schreibt écrit ecrit écrivait escribió escribio scritto scrive schreef escreveu "
    "napisał napisała napisał(a) pisze skrev skriver kirjoitti napsal napsala napsal(a) написал написала пишет "
    "написав yazdı yazdi írta scris έγραψε 写道 寫道 書きました 작성"
)
_WROTE = frozenset(_WROTE_WORDS.split())
_WROTE_ENDINGS = ("写道", "寫道", "书写", "書きました", "のメッセージ", "작성")
_STARTS_WORDS = (
    "on am le el il op em no dnia w den på fra från dne v в пн вт ср чт пт сб вс ti ma ke to pe la su 于 在 "
    "tarihinde from von de da van am: mon tue wed thu fri sat sun mo di mi do fr sa so"
)
_STARTS = frozenset(_STARTS_WORDS.split())
_DATE = re.compile(r"\d{1,4}[./\-年 ]|\d{1,2}:\d{2}|\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\D|\Z)")
_MAX_ATTRIBUTION = 400

_FORWARDED = frozenset({
    "forwarded message", "begin forwarded message", "forwarded mail", "forwarded email", "forwarded letter",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete mail",
    "weitergeleitete e-mail", "message transféré", "début du message réexpédié", "début du message transféré",
    "message réexpédié", "mail transféré", "e-mail transféré", "mensaje reenviado", "inicio del mensaje reenviado",
    "comienzo del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato", "doorgestuurd bericht",
    "begin doorgestuurd bericht", "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada",
    "início da mensagem reencaminhada", "przekazana wiadomość", "wiadomość przekazana",
    "treść przekazanej wiadomości", "początek przekazywanej wiadomości", "vidarebefordrat meddelande",
    "vidarebefordrat brev", "börja vidarebefordrat meddelande", "vidarebefordrat mail", "videresendt besked",
    "videresendt meddelelse", "start på videresendt besked", "videresendt melding", "start på videresendt melding",
    "välitetty viesti", "edelleenlähetetty viesti", "välitetty viesti alkaa", "přeposlaná zpráva", "předaná zpráva",
    "začátek přeposlané zprávy", "пересылаемое сообщение", "пересланное сообщение", "пересланное письмо",
    "начало переадресованного сообщения", "начало переадресованного письма", "перенаправленное сообщение",
    "iletilen mesaj", "iletilmiş mesaj", "yönlendirilmiş mesaj", "yönlendirilen ileti",
    "iletilen mesajın başlangıcı", "iletilmiş mesajın başlangıcı", "转发的邮件", "转发的消息", "转发邮件信息",
    "轉寄郵件", "轉寄的郵件", "転送されたメッセージ", "転送メッセージ", "転送されたメール", "전달된 메시지",
})  # fmt: skip
_ORIGINAL = frozenset({
    "original message", "original e-mail", "original email", "original mail", "original appointment",
    "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprünglicher termin",
    "message d'origine", "message d’origine", "message original", "message initial", "mensaje original",
    "messaggio originale", "oorspronkelijk bericht", "origineel bericht", "mensagem original",
    "wiadomość oryginalna", "oryginalna wiadomość", "ursprungligt meddelande", "originalmeddelande",
    "oprindelig meddelelse", "original meddelelse", "oprindelig besked", "opprinnelig melding",
    "alkuperäinen viesti", "původní zpráva", "исходное сообщение", "исходное письмо", "özgün ileti",
    "orijinal mesaj", "asıl mesaj", "原始邮件", "原始郵件", "邮件原件", "元のメッセージ", "オリジナル メッセージ",
    "原始訊息", "reply message", "원본 메시지",
})  # fmt: skip
_FRAME = " \t-_=*>•—–·#~|"

_LABEL_WORDS = {
    "from": (
        "from von de da van od från fra lähettäjä от kimden gönderen 发件人 寄件者 寄件人 差出人 送信者 "
        "보낸사람 expéditeur feladó"
    ),
    "date": (
        "sent date gesendet datum envoyé envoyé_le enviado enviado_el enviada enviada_em enviado_em fecha "
        "inviato data verzonden wysłano wysłane skickat sendt dato lähetetty päivämäärä odesláno отправлено "
        "дата gönderildi tarih gönderilme_tarihi 发送时间 日期 寄件日期 送信日時 日時 date_sent sent_on "
        "보낸날짜 gesendet_am inviato_il"
    ),
    "to": (
        "to an à para a aan do till til vastaanottaja komu кому kime alıcı 收件人 收件者 宛先 받는사람 destinataire"
    ),
    "cc": ("cc kopie copie cópia kopia kopi kopio копия bilgi 抄送 副本 bcc"),
    "subject": (
        "subject betreff objet asunto oggetto onderwerp assunto temat ämne emne aihe předmět тема konu 主题 "
        "主題 件名 제목 re"
    ),
}
_LABELS = {label: kind for kind, labels in _LABEL_WORDS.items() for label in labels.split()}


def _bare(line: str) -> str:
    return line.strip(_FRAME).rstrip(":： .").rstrip(_FRAME).casefold()


def marker(line: str) -> str:
    """What marker the line is: "forwarded", "original", or empty for none."""
    if len(line) > 200 or not line:
        return ""
    stripped = line.strip()
    framed = stripped[:2] in {"--", "__", "==", "**", "~~", "##", "——", "––"} or stripped.endswith((":", "："))
    if not framed:
        return ""
    bare = _bare(stripped)
    if bare in _FORWARDED or bare.startswith("forwarded by "):
        return "forwarded"
    return "original" if bare in _ORIGINAL else ""


def _ends_attribution(line: str) -> bool:
    """Whether a line may end an attribution: a colon after a word for writing, or after an address."""
    text = line.rstrip()
    if len(text) < 6 or text[-1] not in ":：" or len(text) > _MAX_ATTRIBUTION:
        return False
    head = text.rstrip(":： ").casefold()
    if head.endswith((">", ")", "]")) and "@" in head:
        return True
    if head.endswith(_WROTE_ENDINGS):
        return True
    return any(word.strip(",;()<>*") in _WROTE or word in _WROTE for word in head.split())


def attribution_start(lines: Sequence[str], end: int, *, marked: bool) -> int | None:
    """Where the attribution that ends in line `end` begins, or None when that line ends none.

    An attribution names a date or an address; the words "she wrote:" alone are one only above a quotation, which the
    caller checks with `is_bare_attribution`. `marked` says that a marked quotation follows; without one the line has
    to name an address or a time of day, as programs do, because people write "on 3 March I wrote to you:" themselves.
    """
    if not _ends_attribution(lines[end]):
        return None
    joined = ""
    for at in range(end, max(end - 3, -1), -1):
        line = lines[at].strip()
        if not line or line.startswith(">"):
            return None
        joined = f"{line} {joined}"
        if len(joined) > _MAX_ATTRIBUTION:
            return None
        first = line.split(None, 1)[0].strip(",*<").casefold()
        dated = bool(_DATE.search(joined)) if marked else "@" in joined or bool(_CLOCK.search(joined))
        if dated and (first.rstrip(".") in _STARTS or first[:1].isdigit() or "@" in line or line[:1] in "于在"):
            return at
        if dated and at == end and len(line) < 160 and _starts_block(lines, at):
            return at
    return None


def _starts_block(lines: Sequence[str], at: int) -> bool:
    return at == 0 or not lines[at - 1].strip()


def is_bare_attribution(line: str) -> bool:
    """Whether the line says no more than that somebody wrote ("Jane Roe wrote:")."""
    return len(line) < 120 and _ends_attribution(line)


def label_of(line: str) -> str:
    """The kind of header line this is in any of the languages ("from", "date", "to", "cc", "subject"), or empty."""
    if len(line) > 1000 and ":" not in line[:40] and "：" not in line[:40]:
        return ""
    head, colon, _ = line[:60].replace("：", ":").partition(":")
    if not colon or len(head) > 30:
        return ""
    return _LABELS.get("_".join(head.strip(" \t*_>|\xa0").casefold().split()), "")


def header_end(lines: Sequence[str], at: int) -> int | None:
    """Just after a copied header that begins in line `at`, or None when none begins there.

    It takes a From line (or To, as Notes writes it) and two other kinds, one of them the date or the subject.
    """
    first = label_of(lines[at])
    if first not in {"from", "to", "date", "subject"}:
        return None
    kinds, last = {first}, at
    for number in range(at + 1, min(at + 12, len(lines))):
        kind = label_of(lines[number])
        if kind:
            kinds.add(kind)
            last = number
        elif number - last > 2:
            break
    named = "from" in kinds or {"to", "cc"} <= kinds
    return last + 1 if named and len(kinds) >= 3 and kinds & {"date", "subject"} else None
