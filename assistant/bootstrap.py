"""The composition root: settings in, a runtime out. Nothing of Rapport is global; all of it is made here."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import structlog

from assistant.follow_ups.sending.last_look import LastLook
from assistant.inbox import Inbox
from assistant.jobs.leased import LeasedJobs
from assistant.jobs.port import JobEngine
from assistant.language import LaterUnderstander, NoLanguage
from assistant.outgoing.delivery import Deliverer
from assistant.pipeline.recognise import Directory
from assistant.pipeline.walk import Pipeline
from assistant.stores.channel_state import DatabaseCursors, DatabaseInstallations
from assistant.stores.chat_lines import DatabaseLines
from assistant.stores.files import FileStore
from assistant.stores.publishing import Publisher
from assistant.work import SYSTEM, Actor, Company, Work
from channels.registry import Channels, Parts, make_channels
from channels.webchat.forms import FormFieldSpec, FormSpec
from config.clock import Clock, system_clock
from config.crm import CrmConfig, load_crm
from config.settings import Settings
from nlp.understanding import Understander
from storage.database import Database
from storage.engine import make_engine
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Runtime:
    """Everything that runs, made once per process and passed to whoever needs it."""

    settings: Settings
    clock: Clock
    database: Database
    company: Company
    channels: Channels
    jobs: JobEngine
    inbox: Inbox
    files: FileStore
    publisher: Publisher
    understander: Understander
    pipeline: Pipeline
    deliverer: Deliverer

    def work(self, uow: UnitOfWork, actor: Actor = SYSTEM) -> Work:
        """One transaction's work in somebody's name."""
        return Work(uow=uow, actor=actor, company=self.company, jobs=self.jobs)


def open_database(settings: Settings, *, clock: Clock | None = None) -> Database:
    """The database of the settings."""
    return Database(
        make_engine(settings.database_url), clock=clock or system_clock(settings.clock_offset_seconds)
    )


def build_runtime(
    settings: Settings, *, understander: Understander | None = None, clock: Clock | None = None
) -> Runtime:
    """Make everything. Raises what settings, configuration, database or model are wrong about."""
    clock = clock or system_clock(settings.clock_offset_seconds)
    database = open_database(settings, clock=clock)
    secret = secret_key(settings)
    company = company_of(settings, secret=secret)
    files = FileStore(settings.files_dir)
    publisher = Publisher(files=files, base_url=settings.base_url, secret=secret)
    channels = make_channels(
        channel_parts(
            settings, company.crm, clock=clock, database=database, secret=secret, publisher=publisher
        )
    )
    jobs = make_jobs(database)
    understander = understander or LaterUnderstander(settings.model_dir)
    pipeline = Pipeline(
        database=database,
        company=company,
        jobs=jobs,
        channels=channels,
        directory=Directory(database, channels),
        understander=understander,
        files=files,
    )
    return Runtime(
        settings=settings,
        clock=clock,
        database=database,
        company=company,
        channels=channels,
        jobs=jobs,
        inbox=Inbox(database, jobs),
        files=files,
        publisher=publisher,
        understander=understander,
        pipeline=pipeline,
        deliverer=Deliverer(
            database=database, channels=channels, files=files, last_look=LastLook(company, jobs)
        ),
    )


def channel_parts(
    settings: Settings,
    crm: CrmConfig,
    *,
    clock: Clock,
    database: Database,
    secret: str,
    publisher: Publisher | None = None,
) -> Parts:
    """What channels are made from; without `publisher` they send no files by address."""
    return Parts(
        settings=settings,
        clock=clock,
        secret_key=secret,
        cursors=DatabaseCursors(database),
        lines=DatabaseLines(database),
        installations=DatabaseInstallations(database, secret=secret),
        forms=forms_of(crm),
        publish_file=publisher.publish if publisher is not None else None,
        mailbox_names={one.address.lower(): one.name for one in crm.mailboxes},
    )


def build_tools(settings: Settings) -> Runtime:
    """A runtime for commands that touch records only: without the language model."""
    return build_runtime(settings, understander=NoLanguage())


def forms_of(crm: CrmConfig) -> dict[str, FormSpec]:
    """The web forms of `crm.yaml`, as the web channel takes them."""
    return {
        slug: FormSpec(
            form.title,
            form.makes,
            tuple(FormFieldSpec(one.name, one.label, one.kind, one.required) for one in form.fields),
        )
        for slug, form in crm.forms.items()
    }


def make_jobs(database: Database) -> JobEngine:
    """The engine that fits the database: a leased table on SQLite, Procrastinate on PostgreSQL."""
    if database.is_sqlite:
        return LeasedJobs(database)
    from assistant.jobs.procrastinated import ProcrastinateJobs

    return ProcrastinateJobs(database, conninfo=database.conninfo)


def company_of(settings: Settings, *, secret: str) -> Company:
    """The organisation's facts from settings and `crm.yaml`."""
    mailbox = settings.mail_from
    return Company(
        crm=load_crm(settings.crm_config),
        time_zone=settings.time_zone,
        country=settings.default_country,
        base_url=settings.base_url,
        secret=secret,
        mail_from=mailbox,
        accounts={"sms": _number(settings, whatsapp=False), "whatsapp": _number(settings, whatsapp=True)},
        support_channel=settings.slack_support_channel,
        sales_channel=settings.slack_sales_channel,
    )


def _number(settings: Settings, *, whatsapp: bool) -> str:
    numbers = settings.twilio_from.split()
    return next((one for one in numbers if one.startswith("whatsapp:") == whatsapp), "")


def secret_key(settings: Settings) -> str:
    """SECRET_KEY, or one made once and kept beside the data, readable by its owner only."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.files_dir.parent / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_secret(path)
    return path.read_text(encoding="ascii").strip()


def _write_secret(path: Path) -> None:
    try:
        with path.open("x", encoding="ascii") as new:
            path.chmod(0o600)
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        log.info("secret_key.made_elsewhere")
