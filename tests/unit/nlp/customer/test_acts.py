"""One need, sometimes two; a reason or a courtesy is none."""

import pytest

from nlp.classifier import Prediction
from nlp.customer.acts import decide
from nlp.customer.clauses import cuts, join_cut
from nlp.customer.examples import CONTEXT, load_examples, vary
from nlp.customer.parts import Part
from nlp.customer.priority import judge_priority
from nlp.customer.sentences import Sentence
from nlp.customer.sentiment import judge_sentiment
from nlp.intents import load_ontology
from tests.unit.nlp.customer.support import message


def part(start: int, text: str, **shares: float) -> Part:
    named = {name.replace("_", "."): share for name, share in shares.items()}
    return Part(Sentence(start, start + len(text), text), named)


def intents(parts: list[Part], whole: Part) -> list[str]:
    return [reading.intent for reading in decide(parts, whole)]


def test_a_courtesy_beside_a_need_is_no_act() -> None:
    parts = [part(0, "Lovely lamp", feedback=0.9), part(12, "What do two cost?", sales_inquiry=0.8)]
    assert intents(parts, part(0, "all", feedback=0.6, sales_inquiry=0.4)) == ["sales.inquiry"]


def test_two_needs_come_in_the_order_said() -> None:
    parts = [
        part(0, "I cannot sign in", account_request=0.9),
        part(17, "Send the bill again", billing_question=0.9),
    ]
    whole = part(0, "all", billing_question=0.6, account_request=0.4)
    assert intents(parts, whole) == ["account.request", "billing.question"]


def test_a_suggestion_beside_a_need_is_an_act_and_praise_is_none() -> None:
    need = part(60, "How much are 20 of the lamps?", sales_inquiry=0.95)
    whole = part(0, "all", sales_inquiry=0.7, feedback=0.3)
    hint = part(0, "The hours on your website are out of date", feedback=0.95)
    assert intents([hint, need], whole) == ["feedback", "sales.inquiry"]
    praise = part(0, "The lessons are a joy", feedback=0.95)
    assert intents([praise, need], whole) == ["sales.inquiry"]
    apart = part(100, "By the way, the lessons are a joy", feedback=0.95)
    assert intents([need, apart], whole) == ["sales.inquiry", "feedback"]


def test_a_threat_to_leave_is_no_act() -> None:
    broken = part(0, "The pump leaks", support_request=0.9)
    whole = part(0, "all", support_request=0.6, cancel_request=0.4)
    for threat in ("Unless it runs tomorrow we end our plan", "Mend it or we leave", "Thinking of leaving"):
        assert intents([broken, part(20, threat, cancel_request=0.9)], whole) == ["support.request"]
    assert intents([broken, part(20, "End our plan", cancel_request=0.9)], whole) == [
        "support.request",
        "cancel.request",
    ]


def test_words_that_open_another_matter_make_a_second_act_likelier() -> None:
    first = part(0, "The mixer hums", support_request=0.9)
    whole = part(0, "all", support_request=0.8, sales_inquiry=0.2)
    plain = part(20, "Ten jars, what do they cost", sales_inquiry=0.55)
    apart = part(20, "Separately, ten jars, what do they cost", sales_inquiry=0.55)
    assert intents([first, plain], whole) == ["support.request"]
    assert intents([first, apart], whole) == ["support.request", "sales.inquiry"]


def test_in_a_long_tale_a_sentence_beyond_doubt_is_no_tale() -> None:
    parts = [
        part(0, "Please end his contract", cancel_request=0.97),
        *(part(30 + place, "It rained", **{CONTEXT: 0.9}) for place in range(3)),
        part(60, "I would have his data erased", account_request=0.96),
    ]
    whole = part(0, "all", cancel_request=0.6, account_request=0.4)
    assert intents(parts, whole) == ["cancel.request", "account.request"]


def test_a_sentence_of_context_is_no_act() -> None:
    parts = [part(0, "The tap drips", support_request=0.9), part(14, "It is cold", **{CONTEXT: 0.9})]
    assert intents(parts, part(0, "all", support_request=0.9)) == ["support.request"]


def test_a_follow_up_about_the_same_thing_is_no_second_act() -> None:
    parts = [part(0, "My card is gone", account_request=0.8), part(16, "Please hold it", order_question=0.9)]
    assert intents(parts, part(0, "all", account_request=0.9)) == ["account.request"]


def test_cancel_it_calls_off_the_visit_it_follows_and_may_end_what_was_complained_of() -> None:
    visit = part(0, "We cannot have the visit on Thursday", meeting_request=0.9)
    blame = part(0, "Your man was rude to her", complaint=0.9)
    ending = part(40, "Please cancel it", cancel_request=0.9)
    assert intents([visit, ending], part(0, "all", meeting_request=0.9)) == ["meeting.request"]
    assert intents([blame, ending], part(0, "all", complaint=0.6, cancel_request=0.4)) == [
        "complaint",
        "cancel.request",
    ]


def test_a_message_without_any_share_is_other() -> None:
    assert intents([], part(0, "", **{CONTEXT: 1.0})) == ["other"]


def test_a_bare_comma_cuts_before_a_wish_and_else_only_where_both_show() -> None:
    (wish,) = cuts(Sentence(0, 0, "the tap drips, call me please"))
    (plain,) = cuts(Sentence(0, 0, "the tap drips, can you come"))
    assert (wish.right.text, wish.is_said, plain.is_said) == ("call me please", True, False)
    left, right = part(0, "the tap drips", support_request=0.9), part(15, "can you come", meeting_request=0.9)
    shown = part(0, "all", support_request=0.7, meeting_request=0.3)
    hidden = part(0, "all", support_request=0.97, meeting_request=0.03)
    assert join_cut(shown, [(left, right, False)]) == [left, right]
    assert join_cut(hidden, [(left, right, False)]) == [hidden]
    assert join_cut(hidden, [(left, right, True)]) == [left, right]


def predicted(label: str, probability: float) -> Prediction:
    return Prediction(label, probability, 0.0, 0.0, ((label, probability), ("normal", 1 - probability)))


@pytest.mark.parametrize(
    ("intent", "text", "model", "priority"),
    [
        ("support.request", "Our whole office has no internet", predicted("urgent", 0.5), "urgent"),
        ("support.request", "The lamp is broken again", predicted("high", 0.4), "high"),
        ("support.request", "How do I change the font?", predicted("low", 0.8), "low"),
        ("support.request", "The lamp flickers", predicted("low", 0.6), "normal"),
        ("billing.question", "You charged me twice", predicted("high", 0.5), "high"),
        ("cancel.request", "Please end my contract", predicted("normal", 0.9), "high"),
        ("cancel.request", "Please pause my plan", predicted("high", 0.9), "normal"),
        ("opt_out", "stop texting me", predicted("low", 0.9), "normal"),
        ("thanks", "my whole office is on fire, thanks", predicted("urgent", 0.9), "low"),
        ("other", "The authority needs it by 15 June", predicted("low", 0.9), "normal"),
    ],
)
def test_priority_follows_the_conventions(intent: str, text: str, model: Prediction, priority: str) -> None:
    readings = decide([], Part(Sentence(0, len(text), text), {intent: 1.0}))
    assert judge_priority(message(text), readings, [model]) == priority


def test_complaints_are_negative_and_machines_neutral() -> None:
    for intent, mood in (("complaint", "negative"), ("thanks", "positive"), ("spam", "neutral")):
        readings = decide([], part(0, "x", **{intent: 1.0}))
        assert judge_sentiment(message("x"), readings, [predicted("positive", 0.9)]) == mood


def test_every_example_is_of_a_known_intent_and_every_intent_has_examples() -> None:
    known = set(load_ontology().customer)
    assert {example.intent for example in load_examples()} - {CONTEXT} == known


def test_the_same_seed_varies_examples_the_same_way() -> None:
    some = load_examples()[:200]
    assert vary(some, seed=3) == vary(some, seed=3)
    assert vary(some, seed=3) != vary(some, seed=4)
