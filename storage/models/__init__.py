"""The records, by family. Import models from here."""

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import SQLModel

from storage.models.automation import RuleFile, RulePause, RuleRun, SavedRule
from storage.models.campaigns import Campaign, CampaignRecipient, Segment
from storage.models.conversations import Attachment, Card, Conversation, Interaction, MessageId, Post, Thread
from storage.models.idempotency import IdempotentAnswer
from storage.models.ledger import (
    Batch,
    Change,
    Delivery,
    InboxEntry,
    Job,
    MailboxCursor,
    SlackInstallation,
)
from storage.models.outreach import (
    Enrolment,
    Nudge,
    Schedule,
    SendVerdict,
    Sequence,
    SequenceVersion,
    StepRun,
    Template,
)
from storage.models.people import Company, Consent, Contact, Identity, Suppression, Tag
from storage.models.sales import Deal, DealContact, Lead, Order, Pipeline, PipelineRollup, Product, Stage
from storage.models.service import Appointment, ServiceLevelEvent, Task, Ticket, TicketNumber
from storage.models.team import ApiToken, Goal, Handover, Member, MemberIdentity, Role

__all__ = [
    "ApiToken",
    "Appointment",
    "Attachment",
    "Batch",
    "Campaign",
    "CampaignRecipient",
    "Card",
    "Change",
    "Company",
    "Consent",
    "Contact",
    "Conversation",
    "Deal",
    "DealContact",
    "Delivery",
    "Enrolment",
    "Goal",
    "Handover",
    "IdempotentAnswer",
    "Identity",
    "InboxEntry",
    "Interaction",
    "Job",
    "Lead",
    "MailboxCursor",
    "Member",
    "MemberIdentity",
    "MessageId",
    "Nudge",
    "Order",
    "Pipeline",
    "PipelineRollup",
    "Post",
    "Product",
    "Role",
    "RuleFile",
    "RulePause",
    "RuleRun",
    "SavedRule",
    "Schedule",
    "Segment",
    "SendVerdict",
    "Sequence",
    "SequenceVersion",
    "ServiceLevelEvent",
    "SlackInstallation",
    "Stage",
    "StepRun",
    "Suppression",
    "Tag",
    "Task",
    "Template",
    "Thread",
    "Ticket",
    "TicketNumber",
]


def _defer_references() -> None:
    """Check references at commit: without relationships the session knows no order between tables."""
    for table in SQLModel.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint):
                constraint.deferrable = True
                constraint.initially = "DEFERRED"


_defer_references()
