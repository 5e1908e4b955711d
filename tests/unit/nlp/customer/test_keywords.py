"""Carriers' keywords count alone, in any spelling; never inside a message about something else."""

import pytest

from nlp.customer.keywords import is_gibberish, read_keyword, read_nod, refuses_mail


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "stop", " Stop. ", "S T O P", "STOPP", "stpo", '"STOP"', "STOP!!!", "stopall", "Stop all"),
        *(
            "END",
            "QUIT",
            "CANCEL",
            "Revoke",
            "unsubscribe",
            "UNSUBSCRIBR",
            "unsuscribe",
            "opt out",
            "Opt-out",
        ),
        *("ARRET", "ARRÊT", "baja", "ABMELDEN", "stop please", "STOP TEXTS", "stop 🛑", "optout now"),
        *("hủy đăng ký", "HENTIKAN", "Стоп", "отписаться", "退订"),
    ],
)
def test_words_that_stop(text: str) -> None:
    assert read_keyword(text) == "opt_out"


@pytest.mark.parametrize(
    "text", ["START", "Unstop", "opt in", "start texts", "subscribe", "SUBSCRIBE!", "strat"]
)
def test_words_that_start(text: str) -> None:
    assert read_keyword(text) == "opt_in"


@pytest.mark.parametrize("text", ["HELP", "help!", "Info", "INFO?", "hlep", "help info", "AIDE"])
def test_words_that_ask_for_help(text: str) -> None:
    assert read_keyword(text) == "help.request"


@pytest.mark.parametrize(
    "text",
    [
        *("", "yes", "ok", "no", "sure", "cancel my order", "cancel it", "stop the leak", "end of story"),
        *("help me find my order", "start my subscription", "please stop by at 5", "more info on the lamp"),
        *("step", "shop", "spot", "art", "?", "👍", "the bus stop", "remove me", "he"),
    ],
)
def test_other_messages_are_no_keywords(text: str) -> None:
    assert read_keyword(text) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        *(("👍", "reply.accept"), ("👌👌!", "reply.accept"), ("👎", "reply.decline"), ("🙏❤️", "thanks")),
        *(("😀", "other"), ("👍 but later", None), ("", None), ("???", None)),
    ],
)
def test_signs_alone_nod_or_refuse(text: str, intent: str | None) -> None:
    assert read_nod(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "Bitte senden Sie mir keine E-Mails mehr.",
        "Bitte streichen Sie mich von der Liste",
        "Je ne veux plus recevoir vos e-mails, merci de me désinscrire.",
        "Ne m’écrivez plus svp",
        "Por favor, no me envíen más correos.",
        "Quiero darme de baja",
        "Non voglio più ricevere la newsletter",
        "Geen e-mails meer alstublieft",
        "Não quero mais receber mensagens",
        "Tafadhali acheni kunitumia ujumbe huu",
        "Huwag na po kayong mag-text sa akin",
        "Tolong jangan kirim iklan lagi ke nomor ini",
        "mujhe ye sms mat bhejo",
        "Lütfen bana mesaj atmayın",
        "Prosím, neposílejte mi už žádné e-maily",
        "Vær så snill, ikke send flere nyhetsbrev",
        "Ikke send meg flere SMS",
        "Больше не присылайте мне рекламу",
        "请不要再发短信给我",
        "メールの配信停止をお願いします",
        "Genug von den täglichen Rundmails",
        "Bitte streichen Sie uns von Ihrer Liste, den Katalog brauchen wir nicht",
        "Merci de ne plus nous appeler le soir",
        "Veuillez retirer notre adresse de vos envois: supprimez-nous de la liste de diffusion",
        "geen appjes meer graag",
        "Ya no nos llamen, por favor",
        "Tolga el mío y quítenme del listado",
        "Basta con queste offerte, toglietemi dalla lista",
        "Chega de propaganda, chega de mensagens",
        "Proszę więcej nie dzwonić",
        "Jag vill inte ha fler utskick",
    ],
)
def test_who_wants_no_more_mail_is_understood_in_other_languages(text: str) -> None:
    assert refuses_mail(text)


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag, unsere Kaffeemaschine läuft nicht mehr. Können Sie bitte jemanden schicken?",
        "Ich habe keine Rechnung per E-Mail, bitte schicken Sie sie noch einmal.",
        "Ich bekomme keine E-Mails mehr von Ihnen, woran liegt das?",
        "Je ne peux pas recevoir le colis demain",
        "Quiero darme de baja del servicio de internet",
        "No quiero recibir el paquete mañana",
        "Wo bleibt mein Paket? Und bitte senden Sie mir keine Newsletter mehr.",
        "Não quero receber a encomenda amanhã",
        "Hola, ¿cuándo llega mi pedido? Gracias",
        "Notre imprimante ne marche plus depuis ce matin, pouvez-vous envoyer quelqu'un?",
        "La macchina non funziona più, potete mandare qualcuno?",
        "Bitte senden Sie mir die Unterlagen, ikke send dem til min bror",
        "Sipariş mesajı gelmedi, lütfen kontrol edin",
        "Не пришла моя посылка, проверьте, пожалуйста",
        "Jangan lupa kirim barang saya besok",
        "I have no more messages in the app, please send them again",
        "Wir haben keine Post mehr bekommen, auch keine Nachrichten",
        "Nous ne recevons plus vos courriels depuis lundi",
        "Please stop the leak in bay 4, plus two newsletters were wet",
    ],
)
def test_a_matter_in_another_language_refuses_nothing(text: str) -> None:
    assert not refuses_mail(text)


@pytest.mark.parametrize("text", ["mnbvcxz", "lkjhgf ;;l 777", "sdfghjkl hgfds bvcxz"])
def test_keys_hit_at_random_are_known(text: str) -> None:
    assert is_gibberish(text)


@pytest.mark.parametrize(
    "text", ["thx", "pls brb", "https://x.example", "BXRTK 4411", "kthxbye", "Strč prst", "77", ""]
)
def test_short_words_and_marks_are_no_gibberish(text: str) -> None:
    assert not is_gibberish(text)
