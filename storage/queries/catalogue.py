"""Pipelines, stages and products as stored."""

from sqlmodel import select

from storage.models import Stage
from storage.unit_of_work import UnitOfWork


def find_stage(uow: UnitOfWork, *, pipeline: str, key: str) -> Stage | None:
    """A stage of a pipeline."""
    return uow.session.exec(select(Stage).where(Stage.pipeline == pipeline, Stage.key == key)).one_or_none()
