"""The new text of plain-text bodies."""

import time

import pytest

from channels.email.reply import new_text

ATTRIBUTIONS = [
    pytest.param("On Mon, 2 Nov 2026 at 10:14, Ann Lee <ann@lee.example> wrote:", id="english"),
    pytest.param("Am Mo., 2. Nov. 2026 um 10:14 Uhr schrieb Ann Lee <ann@lee.example>:", id="german"),
    pytest.param("Le lun. 2 nov. 2026 à 10:14, Ann Lee <ann@lee.example> a écrit :", id="french"),
    pytest.param("El lun, 2 nov 2026 a las 10:14, Ann Lee (<ann@lee.example>) escribió:", id="spanish"),
    pytest.param(
        "Il giorno lun 2 nov 2026 alle ore 10:14 Ann Lee <ann@lee.example> ha scritto:", id="italian"
    ),
    pytest.param("Em seg., 2 de nov. de 2026 às 10:14, Ann Lee <ann@lee.example> escreveu:", id="portuguese"),
    pytest.param("Op ma 2 nov 2026 om 10:14 schreef Ann Lee <ann@lee.example>:", id="dutch"),
    pytest.param("Den mån 2 nov. 2026 kl 10:14 skrev Ann Lee <ann@lee.example>:", id="swedish"),
    pytest.param("man. 2. nov. 2026 kl. 10.14 skrev Ann Lee <ann@lee.example>:", id="norwegian"),
    pytest.param("Den man. 2. nov. 2026 kl. 10.14 skrev Ann Lee <ann@lee.example>:", id="danish"),
    pytest.param("ma 2. marrask. 2026 klo 10.14 Ann Lee (ann@lee.example) kirjoitti:", id="finnish"),
    pytest.param("pon., 2 lis 2026 o 10:14 Ann Lee <ann@lee.example> napisał(a):", id="polish"),
    pytest.param("po 2. 11. 2026 v 10:14 odesílatel Ann Lee <ann@lee.example> napsal:", id="czech"),
    pytest.param("пн, 2 нояб. 2026 г. в 10:14, Ann Lee <ann@lee.example>:", id="russian-short"),
    pytest.param("2 ноября 2026 г., 10:14 пользователь Ann Lee <ann@lee.example> написал:", id="russian"),
    pytest.param("пн, 2 лист. 2026 р. о 10:14 Ann Lee <ann@lee.example> пише:", id="ukrainian"),
    pytest.param("Ann Lee <ann@lee.example> ezt írta (időpont: 2026. nov. 2., H, 10:14):", id="hungarian"),
    pytest.param("Ann Lee <ann@lee.example>, 2 Kas 2026 Pzt, 10:14 tarihinde şunu yazdı:", id="turkish"),
    pytest.param("În lun., 2 nov. 2026 la 10:14, Ann Lee <ann@lee.example> a scris:", id="romanian"),
    pytest.param("Στις Δευ 2 Νοε 2026 στις 10:14, ο χρήστης Ann Lee <ann@lee.example> έγραψε:", id="greek"),
    pytest.param("2026年11月2日(月) 10:14 Ann Lee <ann@lee.example>:", id="japanese"),
    pytest.param("Ann Lee <ann@lee.example> 于2026年11月2日周一 10:14写道：", id="chinese"),
    pytest.param("2026년 11월 2일 (월) 오전 10:14, Ann Lee <ann@lee.example>님이 작성:", id="korean"),
    pytest.param(
        "\u202bבתאריך 2 בנוב׳ 2026 ב-10:14 מאת \u202aAnn Lee\u202c <\u202aann@lee.example\u202c>:\u202c",
        id="hebrew",
    ),
    pytest.param(
        "Vào Th 2, 2 thg 11, 2026 vào lúc 10:14 Ann Lee <ann@lee.example> đã viết:", id="vietnamese"
    ),
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "unmarked"])
def test_attribution_and_quotation_are_cut(attribution: str, mark: str) -> None:
    body = f"The blue one, please.\n\n{attribution}\n\n{mark}Which colour do you want?\n{mark}Ann\n"
    assert new_text(body) == "The blue one, please."


def test_wrapped_attribution_is_cut_whole() -> None:
    attribution = "On Monday, 2 November 2026 at 10:14, Ann Lee of Lee and Sons <\nann@lee.example>\nwrote:"
    body = f"Yes.\n\n{attribution}\n\n> Is it?"
    assert new_text(body) == "Yes."


HEADER_BLOCKS = [
    pytest.param(
        "From: Ann Lee\nSent: Monday, 2 November 2026 10:14\nTo: Bo\nSubject: Colours", id="english"
    ),
    pytest.param(
        "Von: Ann Lee\nGesendet: Montag, 2. November 2026 10:14\nAn: Bo\nBetreff: Farben", id="german"
    ),
    pytest.param("De : Ann Lee\nEnvoyé : lundi 2 novembre 2026 10:14\nÀ : Bo\nObjet : Couleurs", id="french"),
    pytest.param(
        "De: Ann Lee\nEnviado el: lunes, 2 de noviembre 10:14\nPara: Bo\nAsunto: Colores", id="spanish"
    ),
    pytest.param("Da: Ann Lee\nInviato: lunedì 2 novembre 2026 10:14\nA: Bo\nOggetto: Colori", id="italian"),
    pytest.param(
        "Van: Ann Lee\nVerzonden: maandag 2 november 2026 10:14\nAan: Bo\nOnderwerp: Kleuren", id="dutch"
    ),
    pytest.param("Från: Ann Lee\nSkickat: den 2 november 2026 10:14\nTill: Bo\nÄmne: Färger", id="swedish"),
    pytest.param("Od: Ann Lee\nWysłano: 2 listopada 2026 10:14\nDo: Bo\nTemat: Kolory", id="polish"),
    pytest.param("От: Ann Lee\nОтправлено: 2 ноября 2026 г. 10:14\nКому: Bo\nТема: Цвета", id="russian"),
    pytest.param("差出人: Ann Lee\n送信日時: 2026年11月2日 10:14\n宛先: Bo\n件名: 色", id="japanese"),
    pytest.param("发件人: Ann Lee\n发送时间: 2026年11月2日 10:14\n收件人: Bo\n主题: 颜色", id="chinese"),
    pytest.param("*From:* Ann Lee\n*Sent:* Monday 10:14\n*To:* Bo\n*Subject:* Colours", id="bold"),
]


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_header_block_and_what_follows_are_cut(block: str) -> None:
    body = f"The blue one.\n\n________________________________\n{block}\n\nWhich colour?\n"
    assert new_text(body) == "The blue one."


@pytest.mark.parametrize(
    "divider",
    ["-----Original Message-----", "-----Ursprüngliche Nachricht-----",
     "---- Message d'origine ----",
     "---------- Forwarded message ---------", "Begin forwarded message:",
     "-------- Messaggio originale --------"],
)  # fmt: skip
def test_divider_and_what_follows_are_cut(divider: str) -> None:
    assert new_text(f"See below.\n\n{divider}\nOld words.") == "See below."


def test_answers_between_quoted_lines_are_kept_with_what_they_answer() -> None:
    body = "> Which colour?\n\nBlue.\n\n> Which size?\n\nLarge.\n\n> Thanks\n"
    assert new_text(body) == "> Which colour?\n\nBlue.\n\n> Which size?\n\nLarge."


def test_answer_below_the_quotation_stands_alone() -> None:
    body = "On 2 Nov 2026, Ann Lee wrote:\n\n> Which colour?\n\nBlue."
    assert new_text(body) == "Blue."


def test_quotation_the_writer_picked_stays_with_its_answer() -> None:
    body = "Hello Ann,\n\nAm 2.11.2026 um 09:05 schrieb Ann Lee:\n> Which colour?\n\nBlue."
    assert new_text(body) == "Hello Ann,\n\n> Which colour?\n\nBlue."


def test_attribution_that_shares_a_line_with_the_answer_is_cut_off_it() -> None:
    assert new_text("Blue. On Wed, Nov 4, 2026 at 3:59 PM, bo@lee.example wrote:\n> Which?") == "Blue."


def test_rule_between_two_parts_of_a_text_is_no_signature() -> None:
    body = "The first part.\n\n____________________\n\nThis is the second part of the whole text."
    assert new_text(body) == body


def test_own_marker_ends_the_new_text() -> None:
    body = "Blue.\n\n##- Please type your reply above this line -##\n\nYour request was updated."
    assert new_text(body) == "Blue."


@pytest.mark.parametrize(
    "closing",
    ["--\nBo Rask\nHead of Paint", "Sent from my iPhone", "Von meinem iPhone gesendet",
     "Envoyé de mon iPhone",
     "Best regards,\nBo Rask\n+1 555 0100", "Mit freundlichen Grüßen\nBo Rask", "-Bo Rask", "/Bo",
     "This e-mail and any attachments are confidential. If you are not the intended recipient, delete it.",
     "_______________________________________________\npaint mailing list\npaint@lists.example"],
)  # fmt: skip
def test_closing_is_cut_unless_it_shall_stay(closing: str) -> None:
    body = f"The blue one, please.\n\n{closing}\n"
    assert new_text(body) == "The blue one, please."
    assert new_text(body, strip_signature=False) == body.strip()


@pytest.mark.parametrize(
    "body",
    ["Thanks for the paint.\nOn the other hand, it is green.", "Sent from my desk, this is easier to write.",
     "From: here\nI would go north.", "A fix -- this is no signature.\n\nBye", "> only a quote",
     "```\n> prompt\nls\n```\nis what I typed"],
)  # fmt: skip
def test_ordinary_words_are_not_taken_for_quotations(body: str) -> None:
    assert new_text(body) == body


def test_body_that_is_all_quotation_is_shown_whole() -> None:
    body = "---------- Forwarded message ---------\nFrom: Ann <ann@lee.example>\nSubject: Paint\n\nBlue."
    assert new_text(body) == body


def test_huge_and_hostile_bodies_take_no_longer_than_their_length() -> None:
    started = time.process_time()
    for body in ("> a\n" * 50_000, "On " * 50_000, "On \n" * 20_000, "wrote:\n" * 20_000, "_" * 300_000,
                 "From: " * 50_000, "From: a\n" * 50_000, " " * 300_000,
                 ">" * 300_000, "- " * 150_000):  # fmt: skip
        new_text(body)
    assert time.process_time() - started < 20
