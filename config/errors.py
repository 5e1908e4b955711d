"""The root of every error Rapport raises on purpose."""


class RapportError(Exception):
    """A failure whose message is a sentence for its reader; `code` is stable for programs."""

    code = "rapport_error"
