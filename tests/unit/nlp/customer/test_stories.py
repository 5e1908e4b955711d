"""A long message tells a story, and then what it wants: only that is an act."""

from nlp.customer.acts import decide
from nlp.customer.clauses import cuts
from nlp.customer.parts import Part
from nlp.customer.sentences import Sentence


def parts_of(*said: tuple[str, str, float]) -> list[Part]:
    found, start = [], 0
    for text, label, share in said:
        found.append(Part(Sentence(start, start + len(text), text), {label: share, "context": 1 - share}))
        start += len(text) + 2
    return found


def intents(parts: list[Part]) -> list[str]:
    whole = Part(Sentence(0, 200, "all"), {parts[-1].label: 0.5, parts[0].label: 0.4})
    return [reading.intent for reading in decide(parts, whole)]


def test_what_is_only_told_is_no_second_act() -> None:
    story = parts_of(
        ("My neighbour broke her leg in May and nobody came to look after her for days", "complaint", 0.9),
        ("The builders found damp in the wall between her kitchen and ours", "support.request", 0.95),
        ("It rains all day and the whole street smells of paint, plaster and wet dog", "context", 0.9),
        ("So there is no floor for anything to stand on until the end of the month", "context", 0.9),
        ("Could you bring the sofa a week later?", "order.question", 0.9),
    )
    assert intents(story) == ["order.question"]


def test_a_short_message_tells_what_it_says() -> None:
    short = parts_of(
        ("Yes to Friday", "reply.accept", 0.9),
        ("The boiler drips", "support.request", 0.9),
        ("Ann", "context", 0.9),
        ("Could you look at it?", "support.request", 0.9),
    )
    assert intents(short) == ["reply.accept", "support.request"]


def test_a_second_matter_announced_as_such_is_an_act() -> None:
    story = parts_of(
        ("Could you send me the bill again?", "billing.question", 0.9),
        ("We were away in May and saw the north of Portugal, which I can recommend", "context", 0.9),
        ("The weather was fine all the way, and the trains were never once late", "context", 0.9),
        ("Now the garden wants work, and the cat has not forgiven us for leaving her alone", "context", 0.9),
        ("Also the boiler drips", "support.request", 0.95),
    )
    assert intents(story) == ["billing.question", "support.request"]


def test_a_thing_wished_for_by_its_name_may_be_an_act() -> None:
    sentence = Sentence(0, 0, "Can I have a price for ten lamps, and a demo of the big one?")
    assert [cut.right.text for cut in cuts(sentence) if cut.is_said] == ["a demo of the big one?"]


def test_an_answer_may_be_followed_by_a_question() -> None:
    sentence = Sentence(0, 0, "ok for the price, when can we meet")
    first = next(cut for cut in cuts(sentence) if cut.is_said)
    assert first.right.text == "when can we meet"


def test_what_went_well_is_told_not_asked_for() -> None:
    text = "The parcel came a day early. You made us so happy. The cat loves its bed. Greetings to all"
    parts = parts_of(
        ("The parcel came a day early", "order.question", 0.9),
        ("You made us so happy", "thanks", 0.7),
        ("The cat loves its bed", "support.request", 0.6),
        ("Greetings to all", "context", 0.9),
    )
    whole = Part(Sentence(0, len(text), text), {"order.question": 0.6, "thanks": 0.3})
    assert [reading.intent for reading in decide(parts, whole)] == ["thanks"]


def test_half_a_no_before_a_refusal_of_mail_is_one() -> None:
    answer = parts_of(("Not interested", "reply.decline", 0.41), ("lose my number", "opt_out", 0.97))
    assert intents(answer) == ["reply.decline", "opt_out"]


def test_a_refusal_hardly_heard_is_none() -> None:
    asked = Part(Sentence(0, 20, "who is it"), {"opt_out": 0.37, "other": 0.33, "wrong_person": 0.3})
    assert [reading.intent for reading in decide([asked], asked)] == ["other"]


def test_where_something_is_wanted_it_is_not_small_talk() -> None:
    wanted = {"other": 0.4, "order.question": 0.3, "support.request": 0.3}
    asked = Part(Sentence(0, 20, "can ye bring it today"), wanted)
    assert [reading.intent for reading in decide([asked], asked)] == ["order.question"]


def test_before_what_is_announced_as_another_matter_less_certainty_is_enough() -> None:
    end = ("Please end my monthly gift", "cancel.request", 0.6)
    plain = parts_of(end, ("Leave me off the letters", "opt_out", 0.99))
    announced = parts_of(end, ("While you're at it, leave me off the letters", "opt_out", 0.99))
    assert intents(plain) == ["opt_out"]
    assert intents(announced) == ["cancel.request", "opt_out"]


def test_a_person_may_be_asked_for_beside_a_refusal_of_mail() -> None:
    asked = parts_of(
        ("Somebody should ring me", "human.request", 0.6), ("Take me off the list", "opt_out", 0.99)
    )
    assert intents(asked) == ["human.request", "opt_out"]
