"""What machines write in subjects and bodies, by language. Every entry is lower case."""

BOUNCE_SUBJECTS = (
    "undeliver", "un-deliver", "mail delivery status", "undelivered mail returned",
    "delivery status notification",
    "delivery failure", "delivery notification", "delivery report", "delivery has failed",
    "delivery failed", "delivery problem", "delivery error", "delivery delayed", "delivery unsuccessful",
    "failure notice", "failure notification", "mail delivery fail", "mail delivery system",
    "mail delivery problem", "mail delivery error", "mail delivery subsystem", "mail system error",
    "mail error", "mail failure", "mail failed", "mail could not be", "returned mail", "returned to sender",
    "returned message", "returned email", "return mail", "nondeliverable", "non-deliverable",
    "non deliverable", "nondelivery", "non-delivery", "message status - undeliverable", "not deliverable",
    "could not be delivered", "message delivery fail", "message delivery has", "message rejected",
    "message you sent blocked", "rejected:", "can't be delivered", "cannot be delivered", "cannot send",
    "unable to deliver", "warning: could not send message", "warning: message", "warning: e-mail",
    "user unknown", "unknown user", "mailbox full", "mailbox is full", "mailbox unavailable",
    "quota exceeded", "recipient unknown", "address not found", "no such user", "permanent delivery",
    "transient delivery", "bounced mail", "bounce mail", "bounce notification", "failed mail",
    "mail delivery warning", "automatically rejected", "error during delivery", "sorry, your mail",
    "problems delivering", "problem delivering", "error sending your mail", "email delivery failure",
    "benachrichtigung zum übermittlungsstatus", "unzustellbar", "nicht zugestellt",
    "zustellung fehlgeschlagen", "zustellungsfehler", "fehlgeschlagene zustellung", "nicht zustellbar",
    "mailzustellung", "unzustellbarkeits", "message non distribu", "non remis", "non délivré",
    "échec de la remise", "echec de remise", "non remise", "échec de remise", "avis de non remise",
    "notification d'état de remise", "courrier non distribu", "no se puede entregar", "no entregado",
    "no se ha podido entregar", "devuelto", "entrega fallida", "notificación de estado de entrega",
    "error de entrega", "mancata consegna", "non recapitabile", "non consegnat", "recapito non riuscito",
    "notifica dello stato del recapito", "impossibile recapitare", "consegna fallita", "não entregue",
    "nao entregue", "não pôde ser entregue", "falha na entrega", "falha no envio",
    "não é possível entregar", "niet bezorgd", "onbestelbaar", "niet afgeleverd", "kon niet worden bezorgd",
    "kan inte levereras", "oleverbar", "ej levererat", "kunne ikke leveres", "ikke leveret",
    "kan ikke leveres", "uleverbar", "niedoręczon", "nie dostarczono", "niedostarczaln", "zwrot poczty",
    "nedoručiteln", "nedoručen", "недоставлен", "не доставлено", "не удалось доставить",
    "невозможно доставить", "сообщение не доставлено", "teslim edilemedi", "iletilemedi", "kézbesítetlen",
    "kézbesíthetetlen", "toimittamaton", "toimitus epäonnistui", "退信", "系统退信", "退件", "无法投递",
    "無法投遞", "無法傳遞", "配信不能", "配信エラー", "送信エラー", "未送信", "エラーメール",
    "配信できません", "반송", "전송 실패", "전송실패", "발송실패", "배달되지",
    "notificação do status de entrega", "kunde inte levereras", "ej levereras", "ei voitu toimittaa",
    "ei toimitettu", "nu a putut fi livrat", "nelivrat", "nije isporučen", "ni bilo mogoče dostaviti",
    "ni bilo dostavljeno", "не вдалося доставити", "не доставлен", "не може да бъде доставен",
    "δεν παραδόθηκε", "αδύνατη η παράδοση", "no s'ha pogut lliurar", "nem sikerült kézbesíteni",
    "nedoručiť", "nedoručit", "gagal terkirim", "tidak terkirim", "không gửi được", "không thể gửi",
    "ส่งไม่สำเร็จ", "לא נמסר", "לא ניתן למסור", "تعذر تسليم", "لم يتم تسليم",
    "ei saadud kohale toimetada", "neizdevās piegādāt", "nepavyko pristatyti",
)  # fmt: skip

BOUNCE_SENDERS = (
    "mailer-daemon", "mailer_daemon", "mailerdaemon", "mail-daemon", "maildaemon", "postmaster",
    "post.master", "mailer", "mdaemon", "ndr", "bounce", "bounces", "mail delivery subsystem",
    "mail delivery system", "delivery-status", "microsoftexchange", "dsn", "mail-delivery", "maildelivery",
    "no-reply-bounce", "mailadmin", "mmdf", "smtp", "mailrouter", "mail router", "mail_router",
)  # fmt: skip

BOUNCE_OPENINGS = (
    "this is the qmail-send program", "this is a delivery status notification from",
    "to the following recipients cannot be delivered",
    "this message was created automatically by mail delivery software",
    "this is the mail system at host", "this is the postfix program",
    "your message did not reach some or all", "your message wasn't delivered",
    "delivery has failed to these recipients", "delivery to the following recipient",
    "the following addresses had permanent", "the following addresses had transient",
    "the following addresses had fatal", "could not be delivered to one or more",
    "undeliverable to the following", "unable to deliver to",
    "your mail to the following recipients could not be delivered",
    "a message that you sent could not be delivered", "this is a permanent error", "permanent fatal errors",
    "----- transcript of session follows", "your message could not be delivered",
    "your message cannot be delivered", "could not deliver your message", "was not delivered to",
    "were not delivered", "the original message was received at", "message from yahoo",
    "sorry, we were unable to deliver your message", "unable to deliver your message",
    "unable to deliver message to", "address rejected", "recipient address rejected",
    "your email message could not be delivered", "i'm afraid i wasn't able to deliver",
    "i wasn't able to deliver your message", "i'm sorry to have to inform you", "the mail server responded",
    "your mail message to the following address(es) could not be delivered", "this user doesn't have a",
    "the user you are trying to contact", "following recipient(s) could not be reached",
    "the following recipient", "an error occurred while trying to deliver",
    "an error occurred while attempting", "failed to deliver to", "failed to deliver the",
    "message delivery to", "intended recipients have been rejected", "delivery attempts will continue",
    "konnte nicht zugestellt werden", "konnte nicht übermittelt", "n'a pas pu être remis",
    "n'a pas pu etre", "no se pudo entregar", "non è stato possibile recapitare",
    "non è stato possibile consegnare", "não pôde ser entregue", "未能送达", "无法送达", "投递失败",
    "配信できませんでした", "доставить не удалось", "не может быть доставлено",
)  # fmt: skip

PERMANENT = (
    "user unknown", "unknown user", "no such user", "does not exist", "doesn't exist", "doesn't have a",
    "not found", "no such recipient", "no such address", "no mailbox", "mailbox unavailable",
    "invalid recipient", "unknown recipient", "recipient rejected", "address rejected", "account disabled",
    "account has been disabled", "account is disabled", "inactive", "unrouteable", "unrouteable address",
    "host unknown", "domain not found", "permanent", "no longer", "not listed", "unknown address",
    "user doesn't", "relay not permitted", "relaying denied", "access denied", "not a valid", "bad address",
    "unbekannt", "existiert nicht", "inconnu", "desconocido", "sconosciut", "desconhecid", "onbekend",
    "okänd", "nieznan", "не существует", "неизвест", "不存在", "找不到", "rejected", "refused",
)  # fmt: skip

TEMPORARY = (
    "exceeds allowed size",
    "will be retried", "will retry", "will continue", "still trying", "will keep trying", "delayed",
    "has been delayed", "temporar", "warning message only", "warning only", "do not need to resend",
    "no need to resend", "not yet been", "transient", "try again later", "will be attempted", "over quota",
    "quota exceeded", "mailbox full", "mailbox is full", "mailbox size", "exceeded the quota", "disk quota",
    "greylist", "deferred", "too many connections", "noch nicht zugestellt", "verzögert", "postfach voll",
    "boîte pleine", "casella piena", "buzón lleno", "zu voll", "storage allocation", "over its quota",
    "out of storage", "insufficient storage", "insufficient system storage", "storage limit",
    "retry timeout exceeded", "retry time not reached", "in the queue too long",
    "delivery canceled after", "delivery time expired", "too many messages", "temporär", "vorübergehend",
    "temporaire", "temporal", "tijdelijk", "tillfällig", "временно",
)  # fmt: skip

MAILBOX_FULL = (
    r"(?:mailbox|mail box|inbox|mailfolder|mail folder|maildrop)\b.{0,40}"
    r"\b(?:full(?! (?:details?|error|headers?|log|message|name|report|text)\b)|exceed\w*)\b"
    r"|over (?:\w+ )?(?:quota|(?:storage|size) limit)\b"
    r"|(?:over|exceed\w*)\b.{0,30}\bquota|quota\b.{0,30}\b(?:exceed|full|exhaust)"
    r"|(?:postfach|mailbox|speicherplatz|kontingent)\b.{0,30}\b(?:voll|überfüllt|erschöpft|überschritten)"
    r"|(?:boîte|boite|messagerie)\b.{0,40}\b(?:pleine?|saturée)|quota\b.{0,30}dépassé"
    r"|buz[oó]n\b.{0,40}\bllen[oa]|casella\b.{0,40}\bpiena|caixa\b.{0,40}\bcheia"
    r"|(?:postvak|mailbox|brievenbus)\b.{0,30}\bvol\b|skrzynk\w*\b.{0,40}\b(?:pełn|przepełn)\w+"
    r"|schránk\w*\b.{0,40}\bpln[áa]|(?:ящик|скриньк)\w*.{0,40}(?:переполн|переповн)"
    r"|(?:brevlåda|postlåda|postkasse|indbakke|innboks|postboks)\w*.{0,40}\b(?:full|fuld)\w*"
    r"|postilaatik\w*.{0,30}täynnä|postafiók\w*.{0,30}(?:megtelt|tele)|posta kutusu.{0,30}dolu"
    r"|γραμματοκιβώτιο.{0,40}γεμάτο|căsuț\w+.{0,40}plin"
    r"|[邮郵信]箱.{0,12}[满滿]|(?:メールボックス|受信箱).{0,20}(?:満杯|一杯|いっぱい|容量)|容量を超え"
    r"|(?:메일함|사서함|편지함|메일박스).{0,20}(?:초과|가득|부족)"
)
"""A mailbox without room, however its server says so: the address itself is sound."""

GOOD_NEWS_SUBJECTS = (
    "delivered:", "relayed:", "expanded:", "delivery status notification (success)", "delivery receipt",
    "successful mail delivery report", "zugestellt:", "übermittelt:", "remis :", "remis:", "entregado:",
    "entregue:", "recapitato:", "bezorgd:", "levererat:", "leveret:", "dostarczono:", "доставлено:",
)  # fmt: skip

WARNINGS = (
    "warning message only", "this is a warning only", "transient non-fatal", "do not need to resend",
    "will keep trying", "delivery attempts will continue", "not yet been delivered",
)  # fmt: skip
"""What only a server that goes on trying says, whatever the subject sounds like."""

RECEIPT_SUBJECTS = (
    "request received", "received your request", "ticket received", "case received", "ticket created",
    "received your message", "eingangsbestätigung", "anfrage erhalten", "accusé de réception",
    "acuse de recibo", "conferma di ricezione", "confirmação de recebimento", "ontvangstbevestiging",
    "mottagningsbekräftelse", "potwierdzenie otrzymania", "подтверждение получения",
)  # fmt: skip
"""Subjects of what help desks say at once to whoever wrote."""

AUTO_REPLY_SUBJECTS = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response",
    "autoresponse", "automatic response", "automated reply", "automated response", "autoresponder",
    "auto responder", "automatische antwort", "automatische rückantwort", "automatische nachricht",
    "automatisch generierte antwort", "autoantwort", "auto-antwort", "réponse automatique",
    "reponse automatique", "respuesta automática", "respuesta automatica", "contestación automática",
    "risposta automatica", "resposta automática", "resposta automatica", "automatisch antwoord",
    "automatische reactie", "autosvar", "automatiskt svar", "automatisk svar", "automatisk svar:",
    "automaattinen vastaus", "autoodpowiedź", "odpowiedź automatyczna", "automatyczna odpowiedź",
    "automatická odpověď", "automatická odpoveď", "automatikus válasz", "răspuns automat",
    "автоматический ответ", "автоответ", "автоматична відповідь", "автоматичен отговор",
    "αυτόματη απάντηση", "otomatik yanıt", "otomatik cevap", "自動応答", "自動返信", "自动回复", "自動回覆",
    "自動回復", "자동 회신", "자동 응답", "תשובה אוטומטית", "رد تلقائي", "resposta automàtica",
    "automatski odgovor", "trả lời tự động", "balasan otomatis", "avtomatski odgovor",
)  # fmt: skip

ABSENCE_SUBJECTS = (
    "out of office", "out of the office", "out-of-office", "ooo:", "ooo ", "away from", "on vacation",
    "vacation reply", "vacation notice", "vacation:", "on holiday", "on leave", "annual leave", "i am away",
    "i'm away", "absence", "abwesen", "nicht im büro", "nicht im haus", "bin im urlaub", "urlaubs",
    "absence du bureau", "absent du bureau", "message d'absence", "en congé", "absent(e)",
    "fuera de la oficina", "fuera de oficina", "ausente", "de vacaciones", "ausencia", "fuori ufficio",
    "fuori sede", "in ferie", "assente", "assenza", "fora do escritório", "ausência", "de férias",
    "afwezig", "niet aanwezig", "op vakantie", "buiten kantoor", "frånvaro", "inte på kontoret", "semester",
    "ikke på kontoret", "fravær", "ferie:", "poissa", "lomalla", "poza biurem", "nieobecno", "urlop",
    "mimo kancelář", "nepřítomn", "nem vagyok", "házon kívül", "szabadság", "нет на месте", "вне офиса",
    "в отпуске", "отсутств", "відпустк", "εκτός γραφείου", "ofis dışında", "izin", "不在", "外出", "休暇",
    "休假", "부재", "מחוץ למשרד", "خارج المكتب",
)  # fmt: skip

ABSENCE_NOTICES = (
    "out of office", "out of the office", "out-of-office", "ooo:", "vacation reply", "vacation notice",
    "vacation message", "absence notification", "notice of absence", "abwesenheitsnotiz",
    "abwesenheitsmeldung", "abwesenheitsassistent", "abwesenheit:", "urlaubsbenachrichtigung",
    "ich bin nicht im büro", "message d'absence", "absence du bureau", "absent du bureau",
    "notification d'absence", "fuera de la oficina", "fuera de oficina", "fuori ufficio",
    "fora do escritório", "ausência temporária", "afwezigheidsbericht", "afwezigheidsmelding", "afwezig:",
    "frånvaromeddelande", "fraværsmelding", "fraværsbesked", "poza biurem", "mimo kancelář", "házon kívül",
    "вне офиса", "εκτός γραφείου", "ofis dışında", "不在通知", "外出通知", "休假通知", "부재중",
    "מחוץ למשרד", "خارج المكتب",
)  # fmt: skip
"""Subjects that programs give to such answers: enough by themselves."""

ABSENCE_WORDS = (
    "out of the office", "out of office", "i will be out", "i am out until", "i'm out until", "on vacation",
    "on annual leave", "on holiday", "on leave", "parental leave", "maternity leave", "paternity leave",
    "sick leave", "away from my", "away from the office", "i am away", "i'm away", "i will be away",
    "i'll be away", "i am currently away", "be back on", "be back in the office", "i return on",
    "upon my return", "on my return", "when i return", "return to the office", "returning on",
    "will return on", "limited access to", "no access to my e", "not in the office", "not be in the office",
    "currently out", "travelling", "no longer with", "no longer work", "nicht im büro", "im urlaub",
    "abwesend", "abwesenheit", "nicht erreichbar", "nicht im haus", "elternzeit", "wieder erreichbar",
    "wieder im büro", "wieder für sie da", "außer haus", "ausser haus", "absent", "en congé", "en vacances",
    "hors du bureau", "de retour le", "mon retour", "fuera de la oficina", "de vacaciones",
    "me encuentro ausente", "estoy ausente", "estaré ausente", "mi regreso", "fuori ufficio", "in ferie",
    "sono assente", "sarò assente", "mio rientro", "fora do escritório", "de férias", "estarei ausente",
    "estou ausente", "meu retorno", "afwezig", "met vakantie", "op vakantie", "niet op kantoor",
    "weer aanwezig", "på semester", "inte på kontoret", "tillbaka den", "på ferie", "ikke på kontoret",
    "tilbage den", "tilbake den", "lomalla", "poissa", "na urlopie", "poza biurem", "nieobecn", "wracam",
    "na dovolené", "nepřítomen", "mimo kancelář", "szabadságon", "házon kívül", "în concediu", "в отпуске",
    "отсутствую", "вне офиса", "не в офисе", "у відпустці", "εκτός γραφείου", "izindeyim", "ofis dışında",
    "izinli", "בחופשה", "בחופש", "إجازة", "خارج المكتب", "με άδεια", "σε άδεια", "dopustu",
    "godišnjem odmoru",
    "в отпуск", "puhkusel", "atvaļinājum", "atostog", "nghỉ phép", "sedang cuti", "ลาพักร้อน", "お休み",
    "不在に", "休暇", "外出", "休假", "出差", "부재중", "휴가",
)  # fmt: skip

RECEIPT_WORDS = (
    "we have received your", "we've received your", "has been received", "we received your",
    "thank you for contacting", "thanks for contacting", "thank you for your email", "your request",
    "your ticket", "ticket number", "ticket id", "case number", "reference number", "we will get back",
    "we'll get back", "support team", "eingegangen", "ticketnummer", "bearbeitet", "nous avons bien reçu",
    "votre demande", "hemos recibido", "su solicitud", "abbiamo ricevuto", "la sua richiesta", "recebemos",
    "we hebben uw", "uw verzoek", "vi har mottagit", "vi har modtaget", "otrzymaliśmy", "obdrželi jsme",
    "мы получили", "ваш запрос",
)  # fmt: skip
