"""How handing over to a provider, or fetching from one, may fail: each kind asks for something else."""

from config.errors import RapportError


class ChannelError(RapportError):
    """Anything that went wrong between Rapport and a provider."""

    code = "channel_error"


class ChannelUnavailable(ChannelError):
    """Try again later; `retry_after` in seconds where the provider said when.

    `at_least` is how long it makes sense to wait where it did not.
    """

    code = "channel_unavailable"

    def __init__(self, message: str, *, retry_after: float | None = None, at_least: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.at_least = at_least


class ChannelAuthFailed(ChannelError):
    """A person must mend the credentials; trying again is pointless until then."""

    code = "channel_auth_failed"


class MessageRejected(ChannelError):
    """This message will never be taken; `reason` is a stable word (`opted_out`, `unknown_address`, ...)."""

    code = "message_rejected"

    def __init__(self, message: str, *, reason: str = "rejected") -> None:
        super().__init__(message)
        self.reason = reason


class DeliveryUnknown(ChannelError):
    """The answer was lost after the message may have been taken: look it up before any further try."""

    code = "delivery_unknown"
