"""The providers' emulators together, and the settings that point Rapport at them."""

from dataclasses import dataclass

from channels.sandbox.mail import SandboxMail
from channels.sandbox.slack import SandboxSlack, SandboxUser
from channels.sandbox.twilio import SandboxTwilio
from config.clock import Clock
from config.settings import Settings

MAILBOX = "support@rapport.example"
MAILBOX_PASSWORD = "sandbox"
NUMBER = "+15005550006"
ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "sandbox-auth-token"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Slack, Twilio, IMAP and SMTP on loopback."""

    mail: SandboxMail
    slack: SandboxSlack
    twilio: SandboxTwilio

    async def start(self) -> None:
        """Start every server."""
        await self.mail.start()
        await self.slack.start()
        await self.twilio.start()

    async def stop(self) -> None:
        """Stop every server."""
        await self.twilio.stop()
        await self.slack.stop()
        await self.mail.stop()

    def settings_for(self, settings: Settings) -> Settings:
        """The settings with every channel pointed at the sandbox, and this server told to it."""
        self.slack.connect(f"{settings.base_url}/slack/events")
        self.twilio.app_url = settings.base_url
        return settings.model_copy(
            update={
                "imap_url": self.mail.imap_url(MAILBOX),
                "smtp_url": self.mail.smtp_url,
                "mail_from": f"Rapport Support <{MAILBOX}>",
                "imap_poll_seconds": 2.0,
                "slack_bot_token": self.slack.bot_token,
                "slack_signing_secret": self.slack.signing_secret,
                "slack_app_token": "",
                "slack_api_url": self.slack.api_url,
                "slack_support_channel": "support",
                "slack_sales_channel": "sales",
                "twilio_account_sid": ACCOUNT_SID,
                "twilio_auth_token": AUTH_TOKEN,
                "twilio_from": NUMBER,
                "twilio_api_url": self.twilio.url,
            }
        )


def make_sandbox(clock: Clock, *, users: tuple[SandboxUser, ...]) -> Sandbox:
    """The emulators, not yet started; ports are chosen by the system."""
    return Sandbox(
        mail=SandboxMail(mailboxes={MAILBOX: MAILBOX_PASSWORD}, clock=clock),
        slack=SandboxSlack(users=users, clock=clock),
        twilio=SandboxTwilio(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN, numbers=(NUMBER,), clock=clock),
    )
