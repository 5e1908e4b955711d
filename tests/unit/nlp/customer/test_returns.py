"""When somebody is back is read in many languages."""

from datetime import date

import pytest

from nlp.customer.slots.absence import read_absence
from tests.unit.nlp.customer.support import message

SAID = {
    "Chinese": "我将于3月9日回来。",
    "Czech": "Vrátím se 9. března.",
    "Danish": "Jeg er tilbage den 9. marts.",
    "Dutch": "Ik ben op 9 maart weer aanwezig.",
    "English": "I am back on March 9.",
    "Finnish": "Palaan 9. maaliskuuta.",
    "French": "Je serai de retour le 9 mars.",
    "German": "Ich bin ab dem 9. März wieder im Büro.",
    "Hungarian": "Visszatérek március 9-én.",
    "Italian": "Sarò di ritorno il 9 marzo.",
    "Japanese": "3月9日に戻ります。",
    "Korean": "3월 9일에 복귀합니다.",
    "Norwegian": "Jeg er tilbake 9. mars.",
    "Polish": "Wracam 9 marca.",
    "Portuguese": "Volto no dia 9 de março.",
    "Russian": "Вернусь 9 марта.",
    "Spanish": "Estaré de vuelta el 9 de marzo.",
    "Swedish": "Jag är tillbaka den 9 mars.",
    "Ukrainian": "Повернуся 9 березня.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_day_of_return_is_read(language: str) -> None:
    assert read_absence(message(SAID[language]))["until"] == date(2026, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office since 21 February and will be back on 9 March.",
        "The school is on February break and I will be at my desk again on March 9.",
        "We are shut from 1 March for our yearly trip and we'll be back on Monday 9 March, brown as berries.",
    ],
)
def test_the_day_of_return_goes_before_the_day_of_leaving(text: str) -> None:
    assert read_absence(message(text))["until"] == date(2026, 3, 9)
