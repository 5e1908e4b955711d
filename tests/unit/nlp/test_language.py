"""Languages are told apart; slips, jargon and short texts stay English."""

import pytest

from nlp.language import detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hola, mi pedido no ha llegado todavía", "es"),
        ("Guten Tag, wo ist meine Bestellung geblieben?", "de"),
        ("wo bleibt mein paket bitte", "de"),
        ("bonjour ma commande n'est pas arrivée", "fr"),
        ("где мой заказ я жду уже неделю", "ru"),
        ("私の注文はどこですか", "ja"),
    ],
)
def test_other_languages_are_named(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "STOP",
        "mov the acme deal to nego plz",
        "pls updte initech amt 40k clsoe fri",
        "log call w/ jane 20 min re pricing",
        "Müller & Söhne GmbH signed, mark it won",
        "what is the status of the São Paulo renewal",
        "😀 😀 😀 😀 😀",
        "12 34 56 78",
    ],
)
def test_short_sloppy_and_mixed_texts_stay_english(text: str) -> None:
    assert detect_language(text) == "en"
