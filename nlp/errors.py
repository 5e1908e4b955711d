"""What can go wrong in the language layer, each with a sentence for whoever has to act."""

from config.errors import RapportError


class LanguageError(RapportError):
    """Root of the language layer's errors."""

    code = "language_error"


class ModelMissing(LanguageError):
    """The trained model, or a part of it, is not on disk."""

    code = "model_missing"


class ModelBroken(LanguageError):
    """Model files are there but are not what they should be."""

    code = "model_broken"


class TrainingDataError(LanguageError):
    """Training or test data that cannot be used as given."""

    code = "training_data"
