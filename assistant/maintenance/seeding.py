"""What every database must hold before anything runs: the newest shape, and what `crm.yaml` names."""

from assistant.follow_ups.rules import registry
from assistant.follow_ups.sequences.mirroring import mirror_sequences
from config.crm import CrmConfig, load_crm
from config.settings import Settings
from storage.database import Database
from storage.migrations import migrate
from storage.models import Pipeline, Stage, Template
from storage.queries import catalogue, outreach
from storage.unit_of_work import UnitOfWork


def ensure_ready(database: Database, settings: Settings) -> None:
    """Migrate, and mirror the configuration into its tables. Safe to run again."""
    migrate(database.engine)
    if not database.is_sqlite:
        from assistant.jobs.procrastinated import prepare_schema

        prepare_schema(database)
    crm = load_crm(settings.crm_config)
    with database.begin(actor="system", cause="configuration") as uow:
        mirror(uow, crm)
        registry.adopt(uow, settings.automations_config, crm)


def mirror(uow: UnitOfWork, crm: CrmConfig) -> None:
    """Bring pipelines, stages, sequences and macros in line with the configuration."""
    for position, rules in enumerate(crm.pipelines):
        pipeline = uow.find(Pipeline, rules.key) or uow.add(Pipeline(key=rules.key, name=rules.name))
        pipeline.name, pipeline.position = rules.name, position
        uow.flush()
        for index, stage in enumerate(rules.stages):
            row = catalogue.find_stage(uow, pipeline=rules.key, key=stage.key)
            row = row or uow.add(
                Stage(pipeline=rules.key, key=stage.key, name=stage.name, position=index, probability=0)
            )
            row.name, row.position, row.probability = stage.name, index, stage.probability
            row.outcome, row.category, row.stale_days = stage.outcome, stage.category, stage.stale_days
    mirror_sequences(uow, crm)
    for name, macro in crm.macros.items():
        if outreach.find_template(uow, name) is None:
            uow.add(
                Template(
                    name=name,
                    kind="macro",
                    subject=macro.subject,
                    body=macro.body,
                    status_after=macro.status_after,
                )
            )
