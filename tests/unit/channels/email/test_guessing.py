"""Which character set undeclared bytes are of, where the script makes it plain."""

import pytest

from channels.email.parsing.guessing import guessed_codec

RUSSIAN = "Добрый день! Пришлите, пожалуйста, счёт на оплату за ноябрь."
JAPANESE = "お世話になっております。請求書を送ってください。"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        ("안녕하세요, 청구서를 보내주세요. 감사합니다.", "cp949"),
        ("您好，请把发票发给我，谢谢。我们公司需要报销。", "gb18030"),
        ("您好，請把發票寄給我，謝謝。我們公司需要報帳。", "cp950"),
    ],
)
def test_script_tells_the_character_set(text: str, codec: str) -> None:
    assert guessed_codec(text.encode(codec)) == codec


@pytest.mark.parametrize(
    "text",
    ["Größe, Ärger über Öl", "ÄÖÜ!!! ÜÖÄ???", "Où est-ce? Déjà vu à l'été, ça va là-bas — «oui»", "Zürich"],
)
def test_western_text_is_left_to_the_caller(text: str) -> None:
    assert guessed_codec(text.encode("cp1252")) is None


def test_letter_cut_at_the_end_of_the_sample_does_not_hinder() -> None:
    assert guessed_codec((JAPANESE * 2_000).encode("cp932") + b"\x82") == "cp932"
