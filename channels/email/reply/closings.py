"""How people and programs end a message, by language: farewells, device lines, disclaimers, list footers."""

FAREWELLS = (
    # en
    "best regards", "kind regards", "warm regards", "warmest regards", "kindest regards", "regards",
    "many regards", "with best regards", "with kind regards", "best wishes", "with best wishes",
    "all the best", "yours sincerely", "sincerely", "sincerely yours", "yours faithfully", "yours truly",
    "respectfully", "cordially", "best", "rgds", "br", "kr", "cheers", "warmly", "take care", "yours",
    "have a nice day", "have a great day", "talk soon", "thanks and regards", "thanks & regards",
    "thank you and best regards", "thanks and best regards", "thanks and kind regards",
    # de
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichen gruessen",
    "mit freundlichem gruß", "mit freundlichem gruss", "freundliche grüße", "freundliche grüsse",
    "viele grüße", "viele grüsse", "viele gruesse", "beste grüße", "beste grüsse", "mit besten grüßen",
    "mit bestem gruß", "liebe grüße", "liebe grüsse", "schöne grüße", "herzliche grüße",
    "mit herzlichen grüßen", "hochachtungsvoll", "mfg", "lg", "vg", "gruß", "gruss", "grüße", "grüsse",
    # fr
    "cordialement", "bien cordialement", "très cordialement", "sincères salutations",
    "meilleures salutations", "salutations distinguées", "bien à vous", "cdlt", "salutations",
    "avec mes meilleures salutations",
    # es, ca
    "saludos", "un saludo", "saludos cordiales", "un cordial saludo", "cordialmente", "atentamente", "atte",
    "saludos atentos", "salutacions", "salutacions cordials",
    # it
    "cordiali saluti", "distinti saluti", "saluti", "un saluto", "un cordiale saluto", "i migliori saluti",
    # pt
    "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "abraço",
    "abraços",
    # nl
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten",
    "mvg", "met hartelijke groet", "hartelijke groet", "groet", "groeten", "groetjes",
    # sv, da, nb, fi
    "med vänlig hälsning", "med vänliga hälsningar", "vänliga hälsningar", "vänlig hälsning", "hälsningar",
    "mvh", "bästa hälsningar", "med venlig hilsen", "venlig hilsen", "med venlige hilsner",
    "de bedste hilsner", "bedste hilsner", "hilsen", "mange hilsner", "kh", "kærlig hilsen", "vh",
    "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "ystävällisin terveisin", "terveisin",
    "parhain terveisin", "yt", "t.",
    # pl, cs, sk, hu, ro
    "pozdrawiam", "z poważaniem", "z powazaniem", "pozdrowienia", "serdecznie pozdrawiam",
    "łączę pozdrowienia", "s pozdravem", "s přátelským pozdravem", "s úctou", "s pozdravom", "üdvözlettel",
    "tisztelettel", "üdv", "cu stimă", "cu respect", "toate cele bune",
    # hr, sl, et, lv, lt
    "srdačan pozdrav", "lijep pozdrav", "s poštovanjem", "lep pozdrav", "lp", "lugupidamisega",
    "parimate soovidega", "ar cieņu", "pagarbiai",
    # ru, uk, bg, el, tr
    "с уважением", "с наилучшими пожеланиями", "всего доброго", "з повагою", "з найкращими побажаннями",
    "с уважение", "поздрави", "με εκτίμηση", "φιλικά", "saygılarımla", "saygılarımızla", "iyi çalışmalar",
    # zh, ja, ko, he
    "此致", "此致敬礼", "祝好", "敬具", "以上、よろしくお願いいたします",
    "よろしくお願いいたします", "よろしくお願いします", "よろしくお願い致します",
    "宜しくお願い致します", "顺颂商祺", "감사합니다", "בברכה", "בברכה רבה",
    # fr, it, es, pt, sv, pl, ar, vi, id, and the English of a hurry
    "warmest", "sincèrement", "sincèrement vôtre", "bonne journée", "belle journée", "bonne soirée",
    "amicalement", "bonne réception", "buona giornata", "buona serata", "buon lavoro", "att", "um abraço",
    "vänligen", "vänligast", "allt gott", "serdecznie", "miłego dnia", "hezký den", "pěkný den",
    "z wyrazami szacunku", "s přáním hezkého dne", "s přáním pěkného dne", "kellemes napot",
    "que tenga un buen día", "tenha um bom dia", "fijne dag", "fijne dag verder", "schönen tag noch",
    "schönen tag", "bis bald", "с наилучшими", "хорошего дня", "гарного дня", "hyvää päivänjatkoa",
    "مع تحياتي", "تحياتي", "مع أطيب التحيات", "مع التحية", "مع خالص التحية", "trân trọng", "thân ái",
    "hormat kami", "salam", "salam hormat", "hormat saya", "terima kasih dan salam", "ขอแสดงความนับถือ",
)  # fmt: skip

FAREWELL_SHAPES = (
    r"(?:(?:with|many|my|thanks?|you|and|&|kind|kindest|best|warm|warmest|very|personal|sincere|friendly) )+"
    r"regards",
    r"(?:(?:with|all|our|my) )?(?:(?:best|warm|warmest|kind|good) )+wishes",
    r"(?:\w+ ){0,3}(?:gr(?:ü|ue)(?:ß|ss)e|gr(?:ü|ue)(?:ß|ss)en|gru(?:ß|ss))",
    r"(?:\w+[ ,]{1,2}){0,8}salutations(?: \w+)?",
    r"(?:\w+ ){0,4}(?:saludos?|saluti|saluto|cumprimentos|salutacions)(?: \w+)?",
    r"(?:\w+ ){0,3}(?:groet|groeten|groetjes|hälsning|hälsningar|hilsen|hilsner|terveisin|abraços?)",
    r"(?:serdecznie |łączę |przesyłam )?(?:pozdrawiam|pozdrowienia|pozdrawiamy)(?: \w+)?",
    r"(?:\w+ ){0,2}pozdrav(?:em|om)?",
    r"(?:\w+ ){0,2}(?:уважением|пожеланиями|побажаннями|повагою)",
    r"(?:\w+ )?(?:saygılarım(?:la|ızla)|üdvözlettel|tisztelettel)",
)
"""Farewells as people vary them: adjectives before, a word after; each is matched against a whole line."""

DEVICE_LINES = (
    r"sent from (?:my|a|an|the) (?:[\w.\-/+'’®™©]+ ?){1,6}"
    r"(?:[,.;] *(?:please|pls|kindly|sorry|pardon|excuse|apolog|so |an? ).{0,80})?",
    r"sent from (?:mail|outlook|yahoo|gmail|aol|windows|proton|spark|samsung|iphone|ipad|android|blackberry"
    r"|workspace|nine|bluemail|acompli|mailbox|hotmail|zoho|fastmail|icloud|front|superhuman|thunderbird|hey"
    r"|protonmail|mailspring|airmail|newton|canary|edison|shortwave|missive|tutanota|postbox)\b.{0,60}",
    r"sent (?:via|with|by|using|through) (?:my |the |a )?(?:[\w.\-/+'’®™©ô&]+ ?){1,6}"
    r"(?:, an? .{1,70})?",
    r"sent (?:on|over|from) the (?:new )?.{2,40}(?:network|wireless|from my .{1,40})",
    r"sent (?:on|from|via) (?:the go|go|the move)\b.{0,40}",
    r"sent (?:from|via|on|over) (?:my|the|a|an) [^,]{0,25}"
    r"(?:verizon|t-mobile|at&t|sprint|galaxy|samsung|[45]g)\b.{0,50}",
    r"(?:\w+ ){1,2}outlook (?:for|pro|til|för|für|voor|pour|para|per|dla|для|için|pentru) "
    r"(?:ios|android|windows|mac)",
    r"outlook (?:für|voor|för|til) .{1,20}(?:beziehen|herunterladen|downloaden)",
    r"get (?:outlook|boxer|bluemail|the new outlook|yahoo mail|typeapp|spark) for .{1,60}",
    r"download outlook for .{1,60}",
    r"(?:sent|typed|written) on (?:my )?(?:the )?(?:mobile|iphone|ipad|phone|run|go)\b.{0,20}",
    r"yahoo mail(?:: search, organize.{0,60}| (?:on|for) .{1,40})",
    r"(?:von|vom|aus) (?:meinem|meiner|unterwegs|mobil|iphone|smartphone)\b.{0,50}(?:gesendet|gesandt)?",
    r"gesendet (?:von|mit|über|aus) .{1,60}",
    r"von (?:samsung|yahoo|outlook|mobil|huawei|xiaomi|\S*(?:tablet|handy|phone|telefon)).{0,40} gesendet",
    r"diese nachricht wurde von .{1,80} gesendet",
    r"diese mail wurde .{1,60}gesendet",
    r"envoyé (?:depuis|de|à partir de|à partir d['’]|avec|par) ?.{1,60}",
    r"obtenez outlook pour .{1,40}",
    r"télécharger outlook pour .{1,40}",
    r"enviado (?:desde|do|de|a partir do|pelo|con|via) .{1,60}",
    r"(?:obtener|obter|obtenha) o? ?outlook para .{1,40}",
    r"inviato (?:da|dal|con|tramite) .{1,60}",
    r"(?:scarica|ottieni|ottenere) outlook per .{1,40}",
    r"(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|door) .{1,60}",
    r"outlook voor .{1,20} downloaden",
    r"(?:skickat|skickades) (?:från|med|via) .{1,60}",
    r"från min .{1,30}",
    r"hämta outlook för .{1,30}",
    r"sendt (?:fra|med|via) .{1,50}",
    r"hent outlook (?:til|for) .{1,30}",
    r"lähetetty .{1,40}(?:puhelimesta|iphonesta|ipadista|laitteesta|sta|stä|lla|llä)",
    r"wysłan[eoay] (?:z|za pomocą|przy użyciu) .{1,50}",
    r"pobierz (?:aplikację )?outlook .{1,40}",
    r"(?:odesláno|posláno) z .{1,40}",
    r"odoslané z .{1,40}",
    r"отправлено (?:с|из|от) .{1,50}",
    r"(?:надіслано|відправлено) (?:з|із|від) .{1,50}",
    r"изпратено от .{1,40}",
    r"küldve .{1,40}(?:ról|ről|ból|ből|mról|mről)",
    r"trimis (?:de pe|din) .{1,40}",
    r"(?:iphone|ipad|android|samsung|telefon)\S* gönderildi",
    r"στάλθηκε από .{1,40}",
    r"(?:發自|发自|從|从).{1,25}(?:傳送|传送|发送)?",
    r"(?:我的|我的 )\S{2,12} ?(?:傳送|發送|发送|寄出)",
    r"(?:私の|my )?\S{0,12}(?:iphone|ipad|android|スマホ)から送信",
    r"나의 .{1,20}(?:보냄|보낸 메일)",
    r"enviat des d(?:el|e) .{1,40}",
    r"dikirim (?:dari|menggunakan) .{1,40}",
    r"(?:đã )?gửi từ .{1,40}",
    r"được gửi từ .{1,40}",
    r"ส่งจาก.{1,40}",
    r"poslano (?:s|sa|iz|z) .{1,40}",
    r"poslato sa? .{1,40}",
    r"saadetud minu .{1,40}",
    r"išsiųsta iš .{1,40}",
    r"nosūtīts no .{1,40}",
    r"נשלח מה.{1,30}",
    r"(?:أرسلت|أُرسلت|مرسل) من .{1,30}",
)

SHORT_DEVICE_LINES = (
    r"(?:\w+ )?(?:from|via) (?:my )?(?:mobile|iphone|ipad|android|blackberry|phone|smartphone)(?: \w{1,3})?",
    r"from my (?:[\w.\-/+']+ ?){1,4}",
)
"""Device lines that might as well end a sentence: they count only below a blank line."""

DISCLAIMERS = (
    "confidentiality notice", "confidential notice", "disclaimer:", "legal notice",
    "privileged and confidential", "this e-mail and any", "this email and any", "this e-mail, and any",
    "this email, and any", "this message and any attach", "this e-mail message", "this email message is",
    "this email is confidential", "this e-mail is confidential", "this email may contain",
    "this e-mail may contain", "this message contains confid", "this message is intended",
    "this message may contain", "this email is intended", "this e-mail is intended", "this communication",
    "this transmission", "the information contained in this", "the information in this e",
    "the contents of this e", "the content of this e", "this email contains confid",
    "this e-mail contains confid", "please consider the environment", "please consider your environment",
    "think before you print", "if you are not the intended recipient", "if you have received this",
    "any views or opinions", "diese e-mail enth", "diese e-mail kann vertrau", "diese email enth",
    "diese nachricht enth", "der inhalt dieser e", "diese e-mail und", "wichtiger hinweis:",
    "haftungsausschluss", "vertraulichkeitshinweis", "ce message et toutes", "ce message et ses",
    "ce courriel", "ce message est confidentiel", "ce mail et", "ce message et les",
    "ce message peut contenir", "cet e-mail", "les informations contenues dans ce",
    "avis de confidentialité", "este mensaje y", "este mensaje se dirige", "este correo electrónico",
    "este correo y", "este mensaje va dirigido", "aviso de confidencialidad", "aviso legal",
    "la información contenida en est", "questo messaggio", "le informazioni contenute in quest",
    "questa e-mail", "avviso di riservatezza", "ai sensi del", "esta mensagem", "este e-mail",
    "esta comunicação", "dit bericht", "deze e-mail", "de informatie in deze", "de inhoud van dit",
    "detta meddelande", "detta e-post", "denne e-mail", "denne mail", "denne e-post", "ta wiadomość",
    "niniejsza wiadomość", "treść tej wiadomości", "tato zpráva", "tento e-mail", "данное сообщение",
    "это сообщение и", "настоящее сообщение", "本邮件", "本電子郵件", "このメールは", "このメールに",
)  # fmt: skip

DISCLAIMER_PROOF = (
    "confiden", "intended recipient", "vertraulich", "riservat", "vertrouwelijk", "privileged", "addressee",
    "legal", "environment", "environnement", "umwelt", "medio ambiente", "virus", "unauthori", "empfänger",
    "destinat", "delete", "disclos", "fortrolig", "konfidentiell", "poufn", "důvěrn", "конфиденц",
    "luottamuks", "保密", "機密", "ai sensi", "not the intended", "in error", "geadresseerde", "ambiente",
    "print",
)  # fmt: skip

SECRET_WORDS = (
    "confiden", "privileged", "vertraulich", "riservat", "vertrouwelijk", "fortrolig", "konfidentiell",
    "poufn", "důvěrn", "конфиденц", "luottamuks", "bizalmas", "gizli", "εμπιστευτικ", "機密", "保密",
)  # fmt: skip
RECIPIENT_WORDS = (
    "intended", "recipient", "addressee", "addressed to", "empfänger", "adressat", "destinat",
    "geadresseerde", "modtager", "mottagare", "mottaker", "adresat", "příjemc", "получател", "адресат",
    "vastaanottaj", "címzett", "alıcı", "παραλήπτ", "受信者", "收件人",
)  # fmt: skip
CONSEQUENCE_WORDS = (
    "in error", "delete", "notify", "unauthori", "prohibited", "legally", "solely", "irrtüm", "lösch",
    "vernicht", "informieren", "par erreur", "supprim", "détrui", "interdit", "por error", "elimin",
    "prohibid", "per errore", "cancell", "vietat", "por engano", "apag", "verwijder", "per abuis",
    "ved en feil", "slett", "radera", "av misstag", "usun", "omyl", "smaž", "удалит", "ошибк", "poista",
    "törölj", "削除", "删除",
)  # fmt: skip
"""A closing paragraph with a word of each of the three is a disclaimer, however it begins."""

BEFORE_PRINTING = (
    r"(?:consider|think|protect|save|care|help)\b.{0,40}environment\b.{0,60}\bprint"
    r"|before .{0,20}print.{0,60}environment|umwelt\b.{0,60}druck|environnement\b.{0,60}imprim"
    r"|medio ambiente.{0,60}imprim|imprim.{0,60}medio ambiente|ambiente\b.{0,60}(?:stamp|imprim)"
    r"|milieu\b.{0,60}(?:print|afdruk)|miljö.{0,60}(?:skriv|print)|środowisk.{0,60}druk"
)

FOOTERS = (
    "mailing list", "to unsubscribe", "unsubscribe from this", "unsubscribe:",
    "you received this message because", "you received this email because", "you are receiving this",
    "mailman/listinfo", "to view this discussion", "to stop receiving", "visit this group",
    "you are subscribed", "manage your subscription", "listinfo/", "mailinglist", "mailing-list",
    "lijst mailing", "um sich abzumelden", "se désabonner", "darse de baja", "you're receiving this",
    "google groups", "this email has been checked for viruses", "virus-free", "this email was sent by",
    "free from viruses", "free of viruses", "diese e-mail wurde von avast", "l'absence de virus",
    "scanned by", "libre de virus",
    "email has been scanned", "viren geprüft", "virenfrei", "reply to this email directly",
    "view it on github", "respond to this email", "do you yahoo!", "yahoo! groups links", "get your free",
    "sponsored link",
)  # fmt: skip
