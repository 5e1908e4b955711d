"""What the large providers ask for: token endpoints and scopes, a pace, and when to come back."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

_GOOGLE = "https://oauth2.googleapis.com/token"
_MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
_MICROSOFT_SCOPE = (
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"
)
_TOKEN_URLS = {"google": _GOOGLE, "microsoft": _MICROSOFT}
_PER_MINUTE = {"smtp.office365.com": 30, "smtp-mail.outlook.com": 30, "smtp.gmail.com": 60}
"""Messages a minute: Microsoft's own limit; Google limits only the day, so a gentle pace."""

_THROTTLED = re.compile(
    r"throttl|too many simultaneous|too many connections|overquota|bandwidth limit|rate limit", re.IGNORECASE
)
_BACKOFF = re.compile(r"suggested backoff time:?\s*(\d{1,8})\s*milliseconds", re.IGNORECASE)
_THROTTLE_PAUSE = 600.0


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Where access tokens are bought, and the scope to ask for (empty where none is needed)."""

    url: str
    scope: str = ""


def token_endpoint(setting: str, *, host: str) -> TokenEndpoint:
    """The endpoint a setting names (`google`, `microsoft`, a URL), else of the mail server's provider."""
    is_microsoft = host.endswith((".office365.com", ".outlook.com"))
    chosen = setting or ("microsoft" if is_microsoft else "google" if host.endswith(".gmail.com") else "")
    url = _TOKEN_URLS.get(chosen.lower(), chosen)
    return TokenEndpoint(url, _MICROSOFT_SCOPE if url == _MICROSOFT else "")


def refresh_token_for(setting: str, *, user: str) -> str:
    """The refresh token of a mailbox: `address=token`, separated by spaces; a bare one is for all."""
    shared = ""
    for one in setting.split():
        address, is_named, token = one.partition("=")
        if is_named and "@" in address:
            if address.lower() == user.lower():
                return token
        else:
            shared = one
    return shared


def backoff_in(said: str) -> float | None:
    """The seconds a server that limits us asks to be left alone; None where it does not speak of limits."""
    named = _BACKOFF.search(said)
    if named:
        return int(named[1]) / 1000
    return _THROTTLE_PAUSE if _THROTTLED.search(said) else None


class Pace:
    """Lets so many messages a minute through, evenly; others wait their turn. Zero is no limit."""

    def __init__(
        self,
        per_minute: int,
        *,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.per_minute = per_minute
        self._gap = 60.0 / per_minute if per_minute else 0.0
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Return when the next message may go."""
        if not self._gap:
            return
        now = self._now()
        at = max(now, self._next)
        self._next = at + self._gap
        if at > now:
            await self._sleep(at - now)


def pace_of(host: str, *, per_minute: int) -> Pace:
    """The pace of a relay: as set, else as its provider limits it."""
    return Pace(per_minute or _PER_MINUTE.get(host.lower(), 0))
