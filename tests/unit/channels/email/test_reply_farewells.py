"""Which lines say goodbye, and which only look like it."""

import pytest

from channels.email.reply.farewells import is_farewell


@pytest.mark.parametrize(
    "line",
    [
        "Kind regards,",
        "Many thanks and best regards",
        "Kind Regards - Tom",
        "Best regards, Tom",
        "Mit freundlichen Grüßen, Max Muster",
        "Mit freundlichen Grüßen / Kind regards",
        "Sonnige Grüße aus Graz",
        "LG Tom",
        "Cordialement, Luc",
        "Veuillez agréer, Madame, Monsieur, mes salutations distinguées.",
        "Muchas gracias y un saludo",
        "S pozdravem, Jan Novák",
        "С уважением, Иван Петров",
        "İyi çalışmalar,",
        "مع تحياتي،",
    ],
)
def test_farewell_is_known_with_name_place_and_thanks(line: str) -> None:
    assert is_farewell(line)


@pytest.mark.parametrize(
    "line",
    [
        "Regards to the team.",
        "Please regard the matter as closed.",
        "Give my best wishes to the whole team, they saved our week!",
        "Thanks, Tom",
        "Saludos de cumpleaños para toda la familia de Ana y los demás",
        "Best before: 12 May",
        "x" * 200,
    ],
)
def test_sentence_with_such_words_is_no_farewell(line: str) -> None:
    assert not is_farewell(line)
