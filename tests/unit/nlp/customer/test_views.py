"""A message takes its vectors from its sentences; one that is a sentence is encoded itself."""

import numpy as np

from nlp.customer.message import read_message
from nlp.customer.views import composable, views_of
from nlp.encoder import SentenceEncoder
from tests.unit.nlp.customer.support import utterance

LONG = (
    "The pump has made a loud noise since yesterday. We turned it off at once and rang your colleague. "
    "He told us to wait for a call that never came. Could somebody please come and look at it this week?"
)


def test_a_message_that_is_a_sentence_is_not_composed() -> None:
    long, short = read_message(utterance(LONG)), read_message(utterance("can you call me"))
    assert list(composable([long, short])) == [long.body]


def test_parts_of_a_doubtful_whole_are_encoded_with_it(encoder: SentenceEncoder) -> None:
    message = read_message(utterance(LONG))
    views = views_of([message.body], composed=composable([message]), encoder=encoder)
    assert set(views) == {message.body, *(sentence.text for sentence in message.sentences)}


def test_composed_vectors_are_near_those_of_the_whole(encoder: SentenceEncoder) -> None:
    message = read_message(utterance(LONG))
    sentences = [sentence.text for sentence in message.sentences]
    views = views_of([message.body, *sentences], composed=composable([message]), encoder=encoder)
    composed = views[message.body].reshape(4, -1)
    whole = encoder.describe([message.body])[0].reshape(4, -1)
    assert np.allclose(np.linalg.norm(composed, axis=1), 1.0, atol=1e-3)
    assert (composed * whole).sum(axis=1).min() > 0.7


def test_what_surely_says_nothing_is_left_out_of_a_long_message() -> None:
    message = read_message(utterance("It was May. The sun shone. We all sat outside. The pump broke."))
    composed = composable([message], silent={"It was May", "The sun shone"})
    assert composed[message.body] == ["We all sat outside", "The pump broke"]
    clear = composable([message], doubtful={"The pump broke"}, clear={message.body})
    assert clear[message.body] == ["The pump broke"]
    assert composable([message], silent={sentence.text for sentence in message.sentences})[message.body]
