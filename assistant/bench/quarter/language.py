"""A reader for the simulation, which is about time and not about language: it knows what its people write."""

from collections.abc import Sequence

from nlp.understanding import Act, Understanding, Utterance

_INTENTS = (("thank you", "thanks"), ("no more", "opt_out"), ("cost", "sales.inquiry"))


class ScriptedReader:
    """Reads by keywords; anything else is a request."""

    def understand(self, utterance: Utterance) -> Understanding:
        """Read one."""
        said = utterance.text.lower()
        intent = next((intent for word, intent in _INTENTS if word in said), "support.request")
        return Understanding(acts=(Act(intent, 0.9),), priority="normal")

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read several."""
        return [self.understand(one) for one in utterances]
