"""What mail programs write around a quoted message, by language.

Every entry is lower case. The tables say which languages are known; how they are matched is the business of
the modules that import them.
"""

WROTE = (
    # en, de, fr, es, it, pt
    "wrote", "writes", "said", "sent", "has written", "schrieb", "schreibt", "geschrieben", "a écrit",
    "a ecrit", "écrit", "ecrit", "escribió", "escribio", "escribe", "ha escrito", "ha scritto", "scritto",
    "scrive", "escreveu", "escreve",
    # nl, sv, da, nb, fi, et, lv, lt
    "schreef", "geschreven", "skrev", "skriver", "kirjoitti", "kirjutas", "rakstīja", "rašė", "parašė",
    # pl, cs, sk, sl, hr, sr
    "napisał", "napisała", "napisał(a)", "napisal", "napisal(a)", "napisala", "pisze", "napsal",
    "napsal(a)", "napsala", "píše", "napísal", "napísala", "napísal(a)", "napisao", "napisao/la",
    "napisali", "piše", "je napisao/la", "napisana przez", "napísané",
    # ru, uk, bg, el, hu, ro, tr, ca
    "написал", "написала", "написал(а)", "написали", "пишет", "писал", "писал(а)", "написав", "написав(ла)",
    "написала(в)", "пише", "написа", "έγραψε", "írta", "ezt írta", "a írta", "a scris", "yazdı", "yazmış",
    "şunu yazdı", "şunları yazdı", "va escriure", "escrigué",
    # zh, ja, ko, he, ar, vi, id, th
    "写道", "寫道", "写到", "写信", "のメール", "書きました", "wrote：", "작성", "작성함", "님이 작성",
    "썼습니다", "כתב", "כתב/ה", "כתבה", "كتب", "كتبت", "viết", "đã viết", "menulis", "เขียน", "เขียนว่า",
)  # fmt: skip

QUOTING = (
    "quoting ", "zitat von ", "citando a ", "citando ", "citaat van ", "quote from ", "citation de ",
    "citát od ", "thus spake ", "according to ", "citat från ", "citat fra ", "cytat ", "цитирую ", "quoth ",
)  # fmt: skip

ON = (
    "on", "am", "le", "el", "il", "em", "op", "den", "på", "w dniu", "dnia", "dne", "dňa", "dana", "u", "a",
    "la", "în data de", "pe", "vào", "pada", "kl", "il giorno", "no dia", "em dia", "el día", "le jour",
    "kuupäeval", "στις", "на", "в", "у", "ons", "dia", "at", "the", "ב", "בתאריך", "في", "در", "tarih",
)  # fmt: skip

DAYS_AND_MONTHS = (
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec", "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven",
    "sam", "dim", "mié", "mie", "jue", "vie", "sáb", "sab", "dom", "gio", "seg", "ter", "qua", "qui", "sex",
    "woe", "don", "vri", "zat", "zon", "maa", "din", "mån", "tis", "ons", "tors", "fre", "lör", "sön",
    "man", "tir", "lør", "søn", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "po", "út", "st", "čt",
    "pá", "ne", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "нд", "tor", "ti", "ke", "to", "pe", "la", "su",
    "thứ", "hét", "pzt", "sal", "çar", "per", "cum", "cmt", "paz", "δευ", "τρί", "τετ", "πέμ", "παρ", "σάβ",
    "κυρ", "mai", "mayo", "março", "mars", "avr", "juin", "juil", "août", "déc", "märz", "mär", "okt",
    "dez", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott", "fev", "out", "mrt", "mei",
    "maj", "marts", "stycz", "lut", "янв", "фев", "мар", "апр", "мая", "май", "июн", "июл", "понедельник",
    "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень", "авг", "сен", "окт", "ноя", "дек",
)  # fmt: skip

ORIGINAL_MESSAGE = (
    "original message", "original email", "original mail", "original appointment", "original",
    "reply message", "replied message", "reply", "ursprüngliche nachricht", "ursprungliche nachricht",
    "ursprüngliche mail", "originalnachricht", "original-nachricht", "original-mail", "antwort nachricht",
    "message d'origine", "message d’origine", "message original", "message initial", "courriel original",
    "ursprüngl. mitteilung", "původní e-mail", "oprindelig e-mail", "mensaje original",
    "messaggio originale", "messaggio originario", "mensagem original", "oorspronkelijk bericht",
    "origineel bericht", "oorspronkelijke bericht", "ursprungligt meddelande", "originalmeddelande",
    "opprinnelig melding", "oprindelig meddelelse", "oprindelig besked", "alkuperäinen viesti",
    "wiadomość oryginalna", "oryginalna wiadomość", "wiadomosc oryginalna", "původní zpráva",
    "puvodni zprava", "pôvodná správa", "исходное сообщение", "оригинальное сообщение",
    "початкове повідомлення", "оригінальне повідомлення", "оригинално съобщение", "eredeti üzenet",
    "mesaj original", "mesajul original", "orijinal mesaj", "özgün ileti", "αρχικό μήνυμα",
    "izvorna poruka", "originalna poruka", "izvirno sporočilo", "元のメッセージ", "オリジナルメッセージ",
    "原始邮件", "邮件原件", "原邮件", "原始郵件", "原郵件", "回复的原邮件", "원본 메시지", "원본 메일",
    "원본 메세지", "הודעה מקורית", "الرسالة الأصلية", "tin nhắn gốc", "thư gốc", "pesan asli",
    "missatge original",
)  # fmt: skip

FORWARDED_MESSAGE = (
    "forwarded message", "forwarded email", "forwarded mail", "weitergeleitete nachricht",
    "message transféré", "message transmis", "message réexpédié", "mensaje reenviado",
    "messaggio inoltrato", "mensagem encaminhada", "mensagem reencaminhada", "doorgestuurd bericht",
    "vidarebefordrat meddelande", "vidarebefordrat mejl", "videresendt melding", "videresendt meddelelse",
    "videresendt besked", "välitetty viesti", "wiadomość przekazana dalej", "przekazana wiadomość",
    "treść przekazanej wiadomości", "přeposlaná zpráva", "пересланное сообщение", "пересылаемое сообщение",
    "переслане повідомлення", "препратено съобщение", "továbbított üzenet", "mesaj redirecționat",
    "yönlendirilen mesaj", "iletilen mesaj", "προωθημένο μήνυμα", "転送されたメッセージ", "转发的邮件",
    "轉寄郵件", "转发邮件信息", "전달된 메시지", "הודעה שהועברה", "رسالة معاد توجيهها",
)  # fmt: skip

BEGIN_FORWARDED = (
    "previous replies", "vorherige antworten", "bisherige antworten", "réponses précédentes",
    "begin forwarded message", "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail", "beginn der weitergeleiteten nachricht",
    "début du message réexpédié", "début du message transféré", "inizio messaggio inoltrato",
    "inicio del mensaje reenviado", "início da mensagem reencaminhada", "início da mensagem encaminhada",
    "begin doorgestuurd bericht", "vidarebefordrat brev", "start på vidarebefordrat meddelande",
    "start på videresendt besked", "videresendt melding", "początek przekazywanej wiadomości",
    "začátek přeposílané zprávy", "начало переадресованного сообщения", "továbbított levél kezdete",
    "iletilen ileti başlangıcı", "início da mensagem original", "下面是被转发的邮件",
    "以下は、転送されたメッセージです", "전달된 메시지 시작",
)  # fmt: skip

REPLY_ABOVE = (
    "reply above this line", "reply above the line", "text above this line", "above this line to reply",
    "enter your reply above", "add your reply above", "type your reply above this line",
    "type reply above this line", "write above this line", "respond above this line", "reply above here",
    "please do not write below this line", "do not edit below this line", "antwort oberhalb dieser zeile",
    "antwort über dieser zeile", "antworten sie oberhalb dieser", "antwort über dieser linie",
    "antwort bitte über dieser", "über dieser zeile antworten", "oberhalb dieser linie",
    "répondre au-dessus de cette ligne", "répondez au-dessus de cette ligne",
    "réponse au-dessus de cette ligne", "responda encima de esta línea",
    "responder por encima de esta línea", "respuesta por encima de esta línea",
    "respuesta encima de esta línea", "rispondi sopra questa riga", "rispondere sopra questa riga",
    "responda acima desta linha", "resposta acima desta linha", "antwoord boven deze regel",
    "antwoord boven deze lijn", "reageer boven deze regel", "svara ovanför denna rad",
    "svar over denne linje", "svar over denne linjen", "odpowiedz powyżej tej linii",
    "odpowiedź powyżej tej linii", "odpovězte nad tímto řádkem", "ответ выше этой строки",
    "ответьте выше этой строки", "この行より上に返信", "请在此行上方回复", "bu satırın üzerinde yanıtlayın",
)  # fmt: skip

HEADERS: dict[str, tuple[str, ...]] = {
    "from": (
        "from", "von", "de", "da", "od", "van", "fra", "från", "от", "від", "отправитель", "kimden",
        "gönderen", "από", "lähettäjä", "feladó", "de la", "expediteur", "expéditeur", "remitente",
        "mittente", "remetente", "absender", "afzender", "avsändare", "avsender", "afsender", "nadawca",
        "odesílatel", "odesilatel", "odosielateľ", "发件人", "寄件者", "寄件人", "差出人", "送信者",
        "보낸 사람", "보낸사람", "발신", "מאת", "من", "dari", "reply-to", "từ", "người gửi", "pošiljatelj",
        "šalje", "saatja", "no", "nuo", "จาก", "отъ", "pošiljalac",
    ),
    "date": (
        "sent", "date", "sent on", "sent at", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le",
        "envoye", "date d'envoi", "message du", "mensaje del", "messaggio del", "le", "enviado",
        "enviado el", "enviado em", "enviada", "enviada em", "enviada el", "fecha", "inviato", "data",
        "verzonden", "verstuurd", "sendt", "dato", "skickat", "wysłano", "wyslano", "wysłane",
        "data wysłania", "odesláno", "odoslané", "dátum", "отправлено", "дата", "дата отправки",
        "надіслано", "lähetetty", "päivämäärä", "päiväys", "elküldve", "küldve", "trimis", "gönderildi",
        "gönderme tarihi", "tarih", "发送时间", "日期", "发送日期", "寄件日期", "傳送日期", "時間",
        "送信日時", "日付", "日時", "날짜", "보낸 날짜", "נשלח", "תאריך", "تاريخ", "التاريخ", "أرسلت",
        "στάλθηκε", "ημερομηνία", "poslano", "tanggal", "ngày", "đã gửi", "poslato", "saadetud", "nosūtīts",
        "išsiųsta", "ส่ง", "วันที่", "enviat", "enviat el", "изпратено", "تاريخ الإرسال", "dikirim",
    ),
    "to": (
        "to", "an", "à", "a", "para", "aan", "til", "till", "do", "komu", "pro", "кому", "alıcı", "kime",
        "προς", "vastaanottaja", "címzett", "către", "catre", "destinatario", "destinatário",
        "destinataire", "empfänger", "ontvanger", "收件人", "收件者", "宛先", "받는 사람", "받는사람",
        "수신", "אל", "إلى", "kepada", "za", "đến", "per", "prima", "adressaat", "kam", "ถึง", "tới", "per a",
        "до", "получатель", "untuk",
    ),
    "cc": (
        "cc", "kopie", "copie à", "copie", "copia", "cópia", "kopia", "kopi", "dw", "копия", "копія",
        "kopio", "másolatot kap", "抄送", "副本", "참조", "bilgi", "κοιν", "bcc", "cci", "עותק", "نسخة",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "emne", "ämne", "temat",
        "předmět", "predmet", "тема", "aihe", "otsikko", "tárgy", "subiect", "konu", "θέμα", "主题", "主題",
        "主旨", "標題", "件名", "제목", "נושא", "الموضوع", "zadeva", "assumpte", "sujet", "perihal",
        "chủ đề", "re", "teema", "tēma", "tema", "เรื่อง", "относно", "subjek",
    ),
    "other": (
        "importance", "wichtigkeit", "priority", "priorität", "attachments", "anhang", "reply to",
        "antwort an", "répondre à", "organization", "mailed-by", "signed-by", "list-id", "message-id",
        "newsgroups", "categories",
    ),
}  # fmt: skip
