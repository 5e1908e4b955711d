"""A mailbox that is full is known in many languages: its address is sound, and is written to again."""

import re

import pytest

from channels.email.machine.phrases import MAILBOX_FULL

SAID = {
    "Chinese": "收件人的邮箱已满",
    "Czech": "schránka příjemce je plná",
    "Danish": "modtagerens postkasse er fuld",
    "Dutch": "het postvak van de ontvanger is vol",
    "English": "the recipient's mailbox is full",
    "Finnish": "vastaanottajan postilaatikko on täynnä",
    "French": "la boîte du destinataire est pleine",
    "German": "das postfach des empfängers ist voll",
    "Greek": "το γραμματοκιβώτιο του παραλήπτη είναι γεμάτο",
    "Hungarian": "a címzett postafiókja megtelt",
    "Italian": "la casella del destinatario è piena",
    "Japanese": "受信者のメールボックスがいっぱいです",
    "Korean": "받는 사람의 메일함이 가득 찼습니다",
    "Norwegian": "mottakerens postboks er full",
    "Polish": "skrzynka odbiorcy jest pełna",
    "Portuguese": "a caixa de correio do destinatário está cheia",
    "Romanian": "căsuța poștală a destinatarului este plină",
    "Russian": "почтовый ящик получателя переполнен",
    "Slovak": "schránka príjemcu je plná",
    "Spanish": "el buzón del destinatario está lleno",
    "Swedish": "mottagarens brevlåda är full",
    "Turkish": "alıcının posta kutusu dolu",
    "Ukrainian": "поштова скринька отримувача переповнена",
}


@pytest.mark.parametrize("language", SAID)
def test_a_full_mailbox_is_known(language: str) -> None:
    assert re.search(MAILBOX_FULL, SAID[language])


def test_an_address_that_is_not_there_is_not_full() -> None:
    assert not re.search(MAILBOX_FULL, "the mailbox does not exist; full details below")
