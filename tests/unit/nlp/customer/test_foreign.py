"""Who refuses mail in a language that is not read is heard; what could mean something else refuses none."""

import json
from pathlib import Path

import pytest

from nlp.customer.foreign import refuses_mail
from nlp.customer.keywords import read_keyword

DATA = Path(__file__).resolve().parents[3] / "data" / "nlu" / "refusals_foreign.jsonl"
FOUND, RIGHT = 0.975, 0.99


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
        "hoi! mag ik van de mailinglijst af? groetjes Sanne",
        "vi prego di cancellarmi dalla vostra mailing list",
        "ne kuldjetek tobb emailt",
        "nie dzwoncie do mnie wiecej z ofertami",
        "arretez de m'appeler svp",
        "Revoco il consenso all'uso dei miei dati per finalità di marketing.",
        "hiermit widerspreche ich der nutzung meiner adresse für werbezwecke",
        "Vă rog să mă dezabonați.",
        "Уберите мой номер из базы рассылки.",
        "Hej! Jag får era nyhetsbrev fast jag aldrig anmält mig. Kan ni se till att det upphör?",
        "Ik wil geen mailtjes meer krijgen",
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
        "Je veux me désabonner du forfait Sports Plus et garder juste la base",
        "Je me suis désabonnée par erreur, pouvez-vous me remettre dans la liste ?",
        "Do czasu wyjaśnienia proszę nie przysyłać mi wezwań do zapłaty.",
        "Meine Bestellung 4411 ist nicht da. Und schicken Sie mir keine Newsletter mehr.",
        "La factura está mal. Además no me manden más correos.",
        "Por favor quiten los zapatos rojos de mi lista de deseos",
        "kan mijn mailadres veranderd worden? het oude bestaat niet meer",
        "I have clicked désabonner because I believed it was the cookie.",
        "Please stop the leak in bay 4, plus two newsletters were wet",
    ],
)
def test_a_matter_in_another_language_refuses_nothing(text: str) -> None:
    assert not refuses_mail(text)


def test_of_refusals_in_many_languages_few_are_missed_and_hardly_any_is_imagined() -> None:
    """What was measured less a point. Keywords ("arrêt") are read before."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    heard = {row["id"] for row in rows if refuses_mail(row["text"]) or read_keyword(row["text"]) == "opt_out"}
    meant = {row["id"] for row in rows if row["refuses"]}
    assert len({row["language"] for row in rows}) >= 27
    assert len(heard & meant) / len(meant) >= FOUND
    assert len(heard & meant) / len(heard) >= RIGHT
