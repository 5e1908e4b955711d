"""Carriers' keywords count alone, in any spelling; never inside a message about something else."""

import pytest

from nlp.customer.keywords import is_gibberish, read_keyword, read_nod


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


@pytest.mark.parametrize("text", ["mnbvcxz", "lkjhgf ;;l 777", "sdfghjkl hgfds bvcxz"])
def test_keys_hit_at_random_are_known(text: str) -> None:
    assert is_gibberish(text)


@pytest.mark.parametrize(
    "text", ["thx", "pls brb", "https://x.example", "BXRTK 4411", "kthxbye", "Strč prst", "77", ""]
)
def test_short_words_and_marks_are_no_gibberish(text: str) -> None:
    assert not is_gibberish(text)
