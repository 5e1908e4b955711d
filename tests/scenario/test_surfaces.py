"""A click through what Slack shows beside talk: home, cards, forms, previews, the pane, deal rooms."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from channels.sandbox.slack.records import SandboxMessage, SandboxView
from storage.models import Deal
from tests.scenario.company import MEMBERS
from tests.scenario.records import fact_of, find_record
from tests.scenario.theatre import Theatre

pytestmark = pytest.mark.asyncio(loop_scope="session")
DANA, PRIYA, SAM, MAYA = (MEMBERS[name][0] for name in ("Dana", "Priya", "Sam", "Maya"))
STRANGER = "eve@elsewhere.test"


@pytest_asyncio.fixture(loop_scope="session")
async def stage(theatre: Theatre) -> AsyncIterator[Theatre]:
    await theatre.reset()
    yield theatre


async def test_home_shows_my_day_and_is_worked_in_place(stage: Theatre) -> None:
    home = await _home(stage, DANA)
    assert "send the quote to Acme" in home.shown
    assert "Deals to act on" in home.shown
    assert "The team's pipeline" not in home.shown
    await stage.sandbox.slack.press_home(DANA, "task.snooze", choice="tomorrow")
    await stage.settle()
    assert _fact(stage, "task", "send the quote to Acme", "due_at") == "2026-03-05 09:00"
    await stage.sandbox.slack.press_home(DANA, "task.done")
    await stage.settle()
    assert _fact(stage, "task", "send the quote to Acme", "status") == "done"
    assert "Nothing is due today" in _shown(stage, DANA)
    await stage.sandbox.slack.press_home(
        DANA, "deal.move", choice="negotiation", value=_id(stage, "Acme rollout")
    )
    await stage.settle()
    assert _fact(stage, "deal", "Acme rollout", "stage") == "negotiation"


async def test_managers_see_the_teams_pipeline_and_strangers_nothing(stage: Theatre) -> None:
    assert "4 open deals, $137,000" in (await _home(stage, MAYA)).shown
    await stage.sandbox.slack.open_home(STRANGER)
    await stage.settle()
    assert stage.sandbox.slack.home(STRANGER) is None


async def test_ticket_card_is_worked_by_its_buttons_and_kept_current(stage: Theatre) -> None:
    card = await _ticket(stage)
    await _press(stage, card, "ticket.take", SAM)
    assert "Sam Okoye" in card.shown
    assert "Our front door" in card.shown
    await _press(stage, card, "ticket.assign", SAM, choice=_member(stage, "Dana"))
    assert _fact(stage, "ticket", "2", "owner") == "Dana"
    await _press(stage, card, "ticket.priority", DANA, choice="urgent")
    await stage.sandbox.slack.say(SAM, "", "set ticket #2 to low")
    await stage.settle()
    assert "low" in card.shown
    await _press(stage, card, "ticket.status", SAM, choice="pending")
    assert _fact(stage, "ticket", "2", "status") == "pending"
    await _press(stage, card, "ticket.macro", SAM, choice="more_information")
    assert "tell us a little more" in stage.mails[-1].text
    await _press(stage, card, "ticket.close", SAM)
    assert _fact(stage, "ticket", "2", "status") == "closed"


async def test_snoozed_ticket_rests_and_comes_back_by_itself(stage: Theatre) -> None:
    card = await _ticket(stage)
    await _press(stage, card, "ticket.take", SAM)
    await _press(stage, card, "ticket.snooze", SAM, choice="tomorrow")
    assert _fact(stage, "ticket", "2", "status") == "on_hold"
    assert _fact(stage, "ticket", "2", "snoozed_until") == "2026-03-05 09:00"
    assert "snoozed until Thu 5 March 2026, 09:00" in card.shown


async def test_reply_form_sends_warns_of_others_and_says_what_is_wrong(stage: Theatre) -> None:
    card = await _ticket(stage)
    slack = stage.sandbox.slack
    first = await _open_reply(stage, card, SAM)
    second = await _open_reply(stage, card, DANA)
    assert "Sam Okoye is writing an answer, too" in str(second.view)
    await slack.submit(first, {"text": ""})
    assert first.errors == {"text": "Write an answer, or choose a macro."}
    await slack.submit(first, {"text": "A technician comes today."})
    await stage.settle()
    assert "A technician comes today." in stage.mails[-1].text
    await slack.submit(second, {"text": "We look into it."})
    assert "Sam Okoye answered" in second.errors["text"]
    before = len(stage.mails)
    await slack.submit(second, {"text": "We look into it."})
    await stage.settle()
    assert len(stage.mails) == before + 1


async def test_deal_card_moves_and_wins(stage: Theatre) -> None:
    await stage.sandbox.slack.say(DANA, "", "show me the Acme deal")
    await stage.settle()
    card = stage.sandbox.slack.answers("", user=DANA)[-1]
    await _press(stage, card, "deal.move", DANA, choice="negotiation")
    assert "Negotiation" in card.shown
    await _press(stage, card, "deal.win", DANA)
    assert _fact(stage, "deal", "Acme rollout", "status") == "won"
    assert "deal.win" not in [name for name, _ in card.actions]


async def test_others_deals_have_no_buttons(stage: Theatre) -> None:
    await stage.sandbox.slack.say(DANA, "", "show me the Initech deal")
    await stage.settle()
    assert stage.sandbox.slack.answers("", user=DANA)[-1].actions == ()


@pytest.mark.parametrize(
    ("command", "wrong", "right", "record"),
    [
        (
            "new deal",
            {"company": "Hooli", "amount": "a lot"},
            {"company": "Hooli", "amount": "12,500.50", "stage": "qualified"},
            ("deal", "Hooli", "amount", "12500"),
        ),
        (
            "new lead",
            {"name": "Ann Ray", "email": "nowhere"},
            {"name": "Ann Ray", "email": "ann@ray.test"},
            ("lead", "Ann Ray", "email", "ann@ray.test"),
        ),
        (
            "new ticket",
            {},
            {"subject": "It squeaks", "priority": "high"},
            ("ticket", "2", "priority", "high"),
        ),
    ],
)
async def test_forms_say_what_is_wrong_and_make_records(
    stage: Theatre,
    command: str,
    wrong: dict[str, str],
    right: dict[str, str],
    record: tuple[str, str, str, str],
) -> None:
    slack = stage.sandbox.slack
    await slack.command(DANA, command)
    [form] = slack.modals(DANA)
    if wrong:
        await slack.submit(form, wrong)
        assert form.is_open
        assert form.errors
    await slack.submit(form, right)
    await stage.settle()
    assert not form.is_open
    assert _fact(stage, *record[:3]) == record[3]


async def test_shortcuts_take_a_messages_words(stage: Theatre) -> None:
    slack = stage.sandbox.slack
    said = await slack.say(PRIYA, "#general", "Bill says the login is broken")
    await slack.shortcut(SAM, "make_ticket", message=said)
    [form] = slack.modals(SAM)
    await slack.submit(form, {})
    await slack.shortcut(DANA, "log_on_deal", message=said)
    [log] = slack.modals(DANA)
    await slack.submit(log, {"deal": _id(stage, "Acme rollout")})
    await slack.shortcut(DANA, "make_lead", message=said)
    [lead] = slack.modals(DANA)
    await slack.submit(lead, {"name": "Bill"})
    await stage.settle()
    assert _fact(stage, "ticket", "2", "subject") == "Bill says the login is broken"
    assert _fact(stage, "lead", "Bill", "interest") == "Bill says the login is broken"


async def test_forms_open_for_nobody_without_the_right(stage: Theatre) -> None:
    slack = stage.sandbox.slack
    await slack.command(SAM, "new deal")
    await slack.command(STRANGER, "new ticket")
    await stage.settle()
    assert slack.modals(SAM) == []
    assert slack.modals(STRANGER) == []


async def test_links_get_a_preview_without_amounts(stage: Theatre) -> None:
    base = stage.runtime.company.base_url
    url = f"{base}/deals/{_id(stage, 'Acme rollout')}"
    message = await stage.sandbox.slack.share_link(DANA, "#general", url)
    await stage.settle()
    assert "Acme rollout is in Proposal" in str(message.unfurls[url])
    assert "48,000" not in str(message.unfurls)
    other = await stage.sandbox.slack.share_link(DANA, "#general", f"{base}/reports/pipeline")
    await stage.settle()
    assert other.unfurls == {}


async def test_pane_greets_with_prompts_and_shows_that_it_works(stage: Theatre) -> None:
    slack = stage.sandbox.slack
    thread = await slack.open_assistant(DANA)
    await stage.settle()
    assert any("pipeline summary" in str(prompts) for prompts in slack.workspace.prompts.values())
    await slack.say(DANA, "", "show me the Acme deal", thread=thread)
    await stage.settle()
    assert any(call.method == "assistant.threads.setStatus" for call in slack.calls)
    assert "Acme rollout" in slack.answers("", user=DANA)[-1].shown


async def test_deal_room_answers_in_its_context_and_is_told_of_stages_once(stage: Theatre) -> None:
    slack = stage.sandbox.slack
    await slack.mention(DANA, "#general", "this channel is about the Acme rollout deal")
    await stage.settle()
    assert "stands for Acme rollout" in slack.answers("#general")[-1].shown
    await slack.say(DANA, "#general", "move it to negotiation")
    await stage.settle()
    assert _fact(stage, "deal", "Acme rollout", "stage") == "negotiation"
    told = [one.shown for one in slack.answers("#general") if "is in Negotiation now" in one.shown]
    assert len(told) == 1
    seen = len(slack.answers("#general"))
    await slack.say(DANA, "#general", "who brings cake tomorrow?")
    await stage.settle()
    assert len(slack.answers("#general")) == seen


async def _home(stage: Theatre, user: str) -> SandboxView:
    await stage.sandbox.slack.open_home(user)
    await stage.settle()
    home = stage.sandbox.slack.home(user)
    assert home is not None
    return home


def _shown(stage: Theatre, user: str) -> str:
    home = stage.sandbox.slack.home(user)
    return home.shown if home is not None else ""


async def _ticket(stage: Theatre) -> SandboxMessage:
    """The card of a ticket a customer just opened by mail."""
    await stage.mail(
        "Jane Doe <jane@acme.test>", "The door is stuck", "Our front door does not open any more."
    )
    return stage.sandbox.slack.answers("#support")[-1]


async def _press(stage: Theatre, card: SandboxMessage, action: str, user: str, *, choice: str = "") -> None:
    await stage.sandbox.slack.press(card, action, user, choice=choice or None)
    await stage.settle()


async def _open_reply(stage: Theatre, card: SandboxMessage, user: str) -> SandboxView:
    await stage.sandbox.slack.press(card, "ticket.reply", user)
    await stage.settle()
    return stage.sandbox.slack.modals(user)[-1]


def _fact(stage: Theatre, entity: str, name: str, key: str) -> str:
    with stage.runtime.database.read() as uow:
        return fact_of(uow, find_record(uow, entity, name), key)


def _id(stage: Theatre, deal: str) -> str:
    with stage.runtime.database.read() as uow:
        found: Deal = find_record(uow, "deal", deal)
        return found.id


def _member(stage: Theatre, short: str) -> str:
    from tests.scenario.company import member_named

    with stage.runtime.database.read() as uow:
        return member_named(stage.runtime.work(uow), short).id
