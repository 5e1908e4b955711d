"""Every setting of Rapport: read once from the environment and `.env`, frozen, and passed in.

Wrong values are all reported at once, one sentence each (`SettingsError.problems`).
"""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.errors import RapportError
from config.paths import CONFIG_DIR, MODEL_DIR
from config.time_zones import time_zone_names

DATABASE_SCHEMES = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")
IMAP_SCHEMES = ("imap", "imaps", "imap+starttls")
SMTP_SCHEMES = ("smtp", "smtps", "smtp+starttls")


class SettingsError(RapportError):
    """The environment holds values Rapport cannot work with; `problems` has a sentence for each."""

    code = "settings_invalid"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("These settings need mending:\n" + "\n".join(f"  - {line}" for line in problems))
        self.problems = problems


class Settings(BaseSettings):
    """The settings; `docs/settings.md` explains each. A channel whose settings are empty is off."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore")

    database_url: str = Field("sqlite:///var/rapport.db", description="SQLite file or PostgreSQL server.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the web server listens on.")
    public_url: str = Field("", description="Where the world reaches this server; default http://HOST:PORT.")
    secret_key: str = Field(
        "", description="Signs cookies and reply tokens; kept in var/secret_key if unset."
    )
    time_zone: str = Field("UTC", description="IANA zone of the organisation.")
    default_country: str = Field("US", description="ISO country of national phone numbers.")
    crm_config: Path = Field(CONFIG_DIR / "crm.yaml", description="Pipelines, roles, policies and more.")
    automations_config: Path = Field(CONFIG_DIR / "automations.yaml", description="Automation rules.")
    files_dir: Path = Field(Path("var/files"), description="Folder of attachments.")
    model_dir: Path = Field(MODEL_DIR, description="Folder of the language model `rapport train` built.")
    webhook_private_hosts: str = Field(
        "", description="Hosts and networks of our own that rules may write to, separated by spaces."
    )
    clock_offset_seconds: float = Field(0.0, description="Shifts the clock; for tests and demos.")
    log_format: str = Field("console", pattern="^(console|json)$", description="`console` or `json`.")

    slack_bot_token: str = Field("", description="Bot token, xoxb-…")
    slack_signing_secret: str = Field("", description="Signing secret of the Slack app.")
    slack_app_token: str = Field("", description="App-level token, xapp-…: Socket Mode instead of HTTP.")
    slack_api_url: str = Field("https://slack.com/api/", description="Base address of Slack's Web API.")
    slack_support_channel: str = Field("", description="Channel in which new tickets are posted.")
    slack_sales_channel: str = Field("", description="Channel in which new leads are posted.")
    slack_client_id: str = Field("", description="OAuth client id, for several workspaces.")
    slack_client_secret: str = Field("", description="OAuth client secret, for several workspaces.")

    twilio_account_sid: str = Field("", description="Account SID, AC…")
    twilio_auth_token: str = Field("", description="Auth token: signs webhooks and API calls.")
    twilio_from: str = Field(
        "", description="Own numbers in E.164, separated by spaces; WhatsApp ones start with whatsapp:"
    )
    twilio_api_url: str = Field("", description="Base address of Twilio's API, where it is not Twilio's own.")

    imap_url: str = Field(
        "", description="Mailboxes to read, imaps://user:pass@host:993/INBOX, separated by spaces."
    )
    imap_poll_seconds: float = Field(
        60.0, gt=0, description="How often to look where the server has no IDLE."
    )
    smtp_url: str = Field("", description="Server to send mail through, smtp://user:pass@host:587")
    mail_from: str = Field("", description="Sender of outgoing mail, Support <support@example.com>")
    smtp_per_minute: int = Field(0, ge=0, description="Mails a minute at most; 0: as the provider limits it.")
    mail_oauth_client_id: str = Field("", description="OAuth client id for XOAUTH2 mailboxes.")
    mail_oauth_client_secret: str = Field("", description="OAuth client secret for XOAUTH2 mailboxes.")
    mail_oauth_refresh_token: str = Field(
        "", description="Refresh token for XOAUTH2 mailboxes; several as address=token, separated by spaces."
    )
    mail_oauth_token_url: str = Field(
        "", description="Token endpoint for XOAUTH2 mailboxes: google, microsoft or a URL."
    )
    trusted_auth_servers: str = Field("", description="authserv-ids whose Authentication-Results count.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in time_zone_names():
            raise ValueError(f"is no IANA time zone: {value!r}; write it like Europe/Berlin")
        return value

    @field_validator("default_country")
    @classmethod
    def _two_letters(cls, value: str) -> str:
        if len(value) != 2 or not value.isalpha():
            raise ValueError(f"is no two-letter country code: {value!r}")
        return value.upper()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        return _with_scheme(value, DATABASE_SCHEMES)

    @field_validator("imap_url")
    @classmethod
    def _known_mailboxes(cls, value: str) -> str:
        return " ".join(_with_scheme(url, IMAP_SCHEMES) for url in value.split())

    @field_validator("smtp_url")
    @classmethod
    def _known_relay(cls, value: str) -> str:
        return _with_scheme(value, SMTP_SCHEMES) if value else value

    @field_validator("public_url", "slack_api_url", "twilio_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        return _with_scheme(value, ("http", "https")) if value else value

    @model_validator(mode="after")
    def _whole_channels(self) -> "Settings":
        problems = [
            sentence
            for is_wrong, sentence in (
                (
                    self.slack_bot_token and not (self.slack_signing_secret or self.slack_app_token),
                    "SLACK_BOT_TOKEN is set, but neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN",
                ),
                (
                    self.twilio_account_sid and not (self.twilio_auth_token and self.twilio_from),
                    "TWILIO_ACCOUNT_SID is set, but not both TWILIO_AUTH_TOKEN and TWILIO_FROM",
                ),
                (self.smtp_url and not self.mail_from, "SMTP_URL is set, but not MAIL_FROM"),
            )
            if is_wrong
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def base_url(self) -> str:
        """Where links to the console begin, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def load_settings(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsError naming every wrong value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError([_sentence(dict(item)) for item in error.errors()]) from None


def _with_scheme(value: str, allowed: tuple[str, ...]) -> str:
    scheme = urlsplit(value).scheme
    if scheme not in allowed:
        raise ValueError(f"must start with one of {', '.join(f'{name}://' for name in allowed)}")
    return value


def _sentence(error: dict[str, object]) -> str:
    location = error["loc"]
    name = "_".join(str(part) for part in location).upper() if isinstance(location, tuple) else ""
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{name} {message[0].lower()}{message[1:]}." if name else f"{message}."
