"""The one table of adapters: which settings switch a channel on, and how it is made."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from channels.contract import Channel, File
from channels.email.cursor import CursorStore
from channels.slack.installations import InstallationStore
from channels.webchat.forms import FormSpec
from channels.webchat.lines import LineStore
from config.clock import Clock
from config.settings import Settings

if TYPE_CHECKING:
    from channels.email.oauth import TokenSource


@dataclass(frozen=True, slots=True)
class Parts:
    """What adapters are made from."""

    settings: Settings
    clock: Clock
    secret_key: str
    cursors: CursorStore
    lines: LineStore
    installations: InstallationStore | None = None
    forms: Mapping[str, FormSpec] = field(default_factory=dict)
    mailbox_names: Mapping[str, str] = field(default_factory=dict)
    """Whom mail from an address of ours is from, by address in lower case; all of these may be sent from."""
    publish_file: Callable[[File], Awaitable[str]] | None = None
    """Puts a file where a provider can fetch it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A channel of the table. `names` are the channels one adapter serves."""

    names: tuple[str, ...]
    is_configured: Callable[[Settings], bool]
    needs: str
    make: Callable[[Parts], Channel]


class Channels(Mapping[str, Channel]):
    """The channels that are on, by name. One adapter may stand under several names."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = dict(channels)

    def __getitem__(self, name: str) -> Channel:
        return self._channels[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._channels)

    def __len__(self) -> int:
        return len(self._channels)

    def adapters(self) -> list[Channel]:
        """Each adapter once."""
        return list({id(one): one for one in self._channels.values()}.values())


def _email(parts: Parts) -> Channel:
    from channels.email.adapter import EmailChannel
    from channels.email.addresses import parse_imap_url, parse_smtp_url
    from channels.email.timing import MailTiming

    settings = parts.settings
    relay = settings.smtp_url
    return EmailChannel(
        mailboxes=[parse_imap_url(url, oauth=_mail_oauth(parts, url)) for url in settings.imap_url.split()],
        relay=parse_smtp_url(relay, oauth=_mail_oauth(parts, relay)) if relay else None,
        mailbox_names=parts.mailbox_names,
        per_minute=settings.smtp_per_minute,
        mail_from=settings.mail_from,
        secret_key=parts.secret_key,
        cursors=parts.cursors,
        trusted_auth_servers=tuple(settings.trusted_auth_servers.split()),
        clock=parts.clock,
        timing=MailTiming(poll=settings.imap_poll_seconds),
    )


def _mail_oauth(parts: Parts, url: str) -> "TokenSource | None":
    """How the account of a URL gets its access tokens; None where no refresh token is set for it."""
    from channels.email.oauth import OAuthClient, TokenSource
    from channels.email.providers import refresh_token_for, token_endpoint

    settings, place = parts.settings, urlsplit(url)
    refresh_token = refresh_token_for(settings.mail_oauth_refresh_token, user=unquote(place.username or ""))
    if not refresh_token:
        return None
    endpoint = token_endpoint(settings.mail_oauth_token_url, host=place.hostname or "")
    client = OAuthClient(
        client_id=settings.mail_oauth_client_id,
        client_secret=settings.mail_oauth_client_secret,
        refresh_token=refresh_token,
        token_url=endpoint.url,
        scope=endpoint.scope,
    )
    return TokenSource(client=client, clock=parts.clock)


def _slack(parts: Parts) -> Channel:
    from channels.slack.adapter import SlackChannel

    settings = parts.settings
    return SlackChannel(
        bot_token=settings.slack_bot_token,
        signing_secret=settings.slack_signing_secret,
        app_token=settings.slack_app_token,
        api_url=settings.slack_api_url,
        clock=parts.clock,
        installations=parts.installations,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        channels=[one for one in (settings.slack_support_channel, settings.slack_sales_channel) if one],
    )


def _twilio(parts: Parts) -> Channel:
    from channels.sms.adapter import TwilioChannel

    settings = parts.settings
    return TwilioChannel(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        from_numbers=settings.twilio_from.split(),
        api_url=settings.twilio_api_url,
        public_url=settings.base_url,
        clock=parts.clock,
        publish_file=parts.publish_file,
    )


def _webchat(parts: Parts) -> Channel:
    from channels.webchat.adapter import WebChatChannel

    return WebChatChannel(
        clock=parts.clock, secret_key=parts.secret_key, lines=parts.lines, forms=parts.forms
    )


ADAPTERS: tuple[Entry, ...] = (
    Entry(("email",), lambda one: bool(one.imap_url or one.smtp_url), "IMAP_URL and SMTP_URL", _email),
    Entry(
        ("slack",), lambda one: bool(one.slack_bot_token or one.slack_client_id), "SLACK_BOT_TOKEN", _slack
    ),
    Entry(
        ("sms", "whatsapp", "voice"), lambda one: bool(one.twilio_account_sid), "TWILIO_ACCOUNT_SID", _twilio
    ),
    Entry(("webchat", "form"), lambda one: True, "", _webchat),
)


def make_channels(parts: Parts) -> Channels:
    """Every channel whose settings are there."""
    made: dict[str, Channel] = {}
    for entry in ADAPTERS:
        if entry.is_configured(parts.settings):
            adapter = entry.make(parts)
            made.update(dict.fromkeys(entry.names, adapter))
    return Channels(made)
