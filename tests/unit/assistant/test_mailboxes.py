"""Several mailboxes: each with its team, queue, category and signature."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from assistant import mailboxes
from assistant.work import SYSTEM, Company, Work
from config.crm import load_crm
from config.mailboxes import MailboxRules
from config.paths import CONFIG_DIR
from storage.database import Database
from tests.factories import make_message
from tests.fixtures.working import RememberedJobs

BILLING = MailboxRules(
    address="billing@rapport.example",
    team="finance",
    queue="#billing",
    category="billing",
    signature="{{ sender.name }}\n{{ company_name }} Billing",
)
OTHER_BRAND = MailboxRules(address="help@other-brand.example", name="Other Brand")


@pytest.fixture
def work(sqlite_database: Database) -> Work:
    """Work of a company with two mailboxes of its own and one nobody listed."""
    crm = load_crm(CONFIG_DIR / "crm.yaml").model_copy(update={"mailboxes": (BILLING, OTHER_BRAND)})
    company = Company(crm=crm, mail_from="Rapport <support@rapport.example>", support_channel="support")
    with sqlite_database.begin() as uow:
        return Work(uow=uow, actor=SYSTEM, company=company, jobs=RememberedJobs())


def test_the_address_a_mail_names_counts_before_the_mailbox_it_lay_in(work: Work) -> None:
    lay_in = make_message(account="billing@rapport.example/INBOX")
    named = make_message(
        account="support@rapport.example/INBOX", payload={"own_address": "billing@rapport.example"}
    )
    assert mailboxes.mailbox_of(work, lay_in) == BILLING
    assert mailboxes.mailbox_of(work, named) == BILLING
    assert mailboxes.mailbox_of(work, make_message(account="support@rapport.example/INBOX")) is None
    assert mailboxes.mailbox_of(work, replace(lay_in, channel="sms")) is None


def test_a_mailboxs_category_counts_where_words_name_none(work: Work) -> None:
    assert mailboxes.category_in(BILLING, "general") == "billing"
    assert mailboxes.category_in(BILLING, "order") == "order"
    assert mailboxes.category_in(None, "general") == "general"


def test_tickets_are_shown_in_the_mailboxs_own_channel(work: Work) -> None:
    assert mailboxes.queue_of(work, BILLING) == "#billing"
    assert mailboxes.queue_of(work, OTHER_BRAND) == mailboxes.queue_of(work, None) == "support"


def test_answers_are_signed_as_the_mailbox_they_leave_from(work: Work) -> None:
    said = mailboxes.signed(work, "We pay.", account="billing@rapport.example/INBOX")
    assert said == "We pay.\n\n-- \nRapport\nRapport Billing"
    assert mailboxes.signed(work, "We help.", account="support@rapport.example/INBOX") == "We help."


@pytest.mark.parametrize(
    ("account", "sender"),
    [
        ("billing@rapport.example/INBOX", "billing@rapport.example"),
        ("sales@rapport.example/INBOX", "sales@rapport.example"),
        ("help@other-brand.example/INBOX", "help@other-brand.example"),
        ("someone@unlisted.example/INBOX", "support@rapport.example"),
        ("", "support@rapport.example"),
    ],
)
def test_mail_leaves_from_the_mailbox_it_came_to_where_that_is_ours(
    work: Work, account: str, sender: str
) -> None:
    assert mailboxes.sender_of(work, account) == sender


@pytest.mark.parametrize("signature", ["{{ contact.name }}", "{% for a in b %}"])
def test_a_signature_that_might_not_be_filled_in_is_refused(signature: str) -> None:
    with pytest.raises(ValidationError, match="a signature knows"):
        MailboxRules(address="a@b.example", signature=signature)
