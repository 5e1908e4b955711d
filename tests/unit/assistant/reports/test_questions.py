"""Questions of one answer are answered exactly from the books, or with “I can't say”."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import pytest

from assistant.reports import comparing, questions
from assistant.work import Work
from nlp.values import Period
from tests.unit.assistant.reports.books import Books

SPAN = Period(date(2026, 1, 1), date(2027, 1, 1))


def asked(work: Work, text: str) -> str:
    found = questions.read(work, text)
    assert found is not None, text
    return comparing.answer(work, found).text


def named(books: Books, owners: list[str]) -> str:
    return " and ".join(sorted(books.members[one] for one in owners))


def ends(numbers: dict[str, float], *, most: bool) -> list[str]:
    wanted = (max if most else min)(numbers.values())
    return sorted(key for key, value in numbers.items() if value == wanted)


@pytest.mark.parametrize(("word", "most"), [("shortest", False), ("longest", True)])
def test_handle_time(work: Work, books: Books, word: str, most: bool) -> None:
    lengths: dict[str, list[float]] = defaultdict(list)
    for one in books.tickets.values():
        if one.status in ("solved", "closed") and one.solved is not None:
            lengths[one.owner].append(round((one.solved - one.born).total_seconds(), 6))
    numbers = {owner: round(median(some) / 3600, 2) for owner, some in lengths.items()}
    answer = asked(work, f"who has the {word} handle time in 2026?")
    assert answer.startswith(named(books, ends(numbers, most=most)) + " ")


def test_fewest_won_and_best_win_rate(work: Work, books: Books) -> None:
    ended: dict[str, list[str]] = defaultdict(list)
    for one in books.deals.values():
        if one.status in ("won", "lost"):
            ended[one.owner].append(one.status)
    rates = {owner: some.count("won") / len(some) for owner, some in ended.items()}
    won = {owner: float(some.count("won")) for owner, some in ended.items()}
    assert asked(work, "which rep has the best win rate in 2026").startswith(
        named(books, ends(rates, most=True)) + " "
    )
    assert asked(work, "who won the fewest deals in 2026").startswith(
        named(books, ends(won, most=False)) + " "
    )


def test_fastest_region_to_close(work: Work, books: Books) -> None:
    ages: dict[str, list[float]] = defaultdict(list)
    for one in books.deals.values():
        if one.status == "won" and one.closed is not None:
            ages[books.companies[one.company][0]].append((one.closed - one.born).total_seconds() / 86400)
    means = {region: round(sum(some) / len(some), 1) for region, some in ages.items()}
    answer = asked(work, "which region closes deals fastest in 2026?")
    assert answer.startswith(" and ".join(ends(means, most=False)) + " ")


def test_month_with_most_tickets(work: Work, books: Books) -> None:
    months: dict[str, float] = defaultdict(float)
    for one in books.tickets.values():
        months[f"{one.born:%Y-%m}"] += 1
    answer = asked(work, "which month had the most tickets in 2026?")
    assert answer.startswith(" and ".join(ends(months, most=True)) + " ")
    assert f"{int(max(months.values()))}." in answer


def test_tickets_passed_on_count_for_whom_they_left(work: Work, books: Books) -> None:
    total = sum(one.moves for one in books.tickets.values())
    found = questions.read(work, "who passed on the most tickets in 2026?")
    assert found is not None
    reply = comparing.answer(work, found)
    assert reply.table is not None
    assert sum(int(row[1]) for row in reply.table.rows) == total


def test_amounts_are_compared_in_one_currency_only(work: Work, books: Books) -> None:
    won = [one for one in books.deals.values() if one.status == "won"]
    sums: dict[str, float] = defaultdict(float)
    for one in won:
        sums[books.companies[one.company][0]] += one.amount
    answer = asked(work, "which region sold the most in 2026?")
    if len({one.currency for one in won}) > 1:
        assert answer.startswith("I can't say")
    else:
        assert answer.startswith(" and ".join(ends(sums, most=True)) + " ")


@pytest.mark.parametrize(
    ("text", "value", "group_by", "which"),
    [
        ("who has the shortest handle time", "handle_hours", "owner", "least"),
        ("which agent resolves tickets fastest in 2026?", "handle_hours", "owner", "least"),
        ("which agent takes the longest time to solve", "handle_hours", "owner", "most"),
        ("who hands over the fewest cases this year", "transfers", "owner", "least"),
        ("which agent transferred the most tickets last month?", "transfers", "owner", "most"),
        ("what is the most common issue this quarter?", "tickets", "category", "most"),
        ("what do we get the most complaints about", "tickets", "category", "most"),
        ("which month had the most cases last year?", "tickets", "month", "most"),
        ("tickets per month this year", "tickets", "month", None),
        ("monthly trend of tickets in 2026", "tickets", "month", None),
        ("what region closes deals the quickest?", "average_days", "region", "least"),
        ("who has the shortest sales cycle", "average_days", "owner", "least"),
        ("which rep had the highest sales amount in Q1", "won money", "owner", "most"),
        ("whose sales total is the lowest this quarter?", "won money", "owner", "least"),
        ("top company by revenue this year", "won money", "company", "most"),
        ("monthly revenue this year", "won money", "month", None),
        ("who converts the most leads", "conversion_percent", "owner", "most"),
        ("which source has the worst conversion rate?", "conversion_percent", "source", "least"),
        ("which rep has the best win rate", "win_rate_percent", "owner", "most"),
        ("who answers fastest", "median_hours", "owner", "least"),
        ("who wraps up tickets quickest on average?", "handle_hours", "owner", "least"),
        ("which agent needs the longest per case?", "handle_hours", "owner", "most"),
        ("how long do we need to close a ticket, per agent?", "handle_hours", "owner", None),
        ("who gives away the fewest tickets?", "transfers", "owner", "least"),
        ("what do customers moan about most?", "tickets", "category", "most"),
        ("what's the commonest reason people contact support?", "tickets", "category", "most"),
        ("the number one complaint in the last three months?", "tickets", "category", "most"),
        ("in what month did we get flooded with cases?", "tickets", "month", "most"),
        ("how did ticket volume develop from month to month this year?", "tickets", "month", None),
        ("where do we sell best, geographically?", "won money", "region", "most"),
        ("which territory brings in the least money?", "won money", "region", "least"),
        ("rank our regions by closed revenue", "won money", "region", None),
        ("average days to close for won deals, by rep", "average_days", "owner", None),
        ("lead-to-deal ratio per rep this year", "conversion_percent", "owner", None),
        ("which channel turns most leads into deals?", "conversion_percent", "source", "most"),
        ("who is worst at converting leads?", "conversion_percent", "owner", "least"),
        ("which rep lost the most deals this quarter?", "lost", "owner", "most"),
        ("who made the most calls this week?", "calls", "owner", "most"),
        ("which rep has the most sales calls", "calls", "owner", "most"),
        ("who had the fewest meetings this month?", "meetings", "owner", "least"),
        ("who has the most open tickets?", "open", "owner", "most"),
        ("which agent solved the most tickets in 2026?", "solved", "owner", "most"),
        ("who has the fewest overdue tickets", "late", "owner", "least"),
        ("who sorts out tickets in the least time?", "handle_hours", "owner", "least"),
        ("rank the agents by handling time", "handle_hours", "owner", None),
        ("which agent handed the most tickets to a colleague?", "transfers", "owner", "most"),
        ("most frequent ticket category last quarter?", "tickets", "category", "most"),
        ("which month was the quietest for support?", "tickets", "month", "least"),
        ("is the number of tickets going up?", "tickets", "month", None),
        ("best-performing region by deals won this year", "won", "region", "most"),
        ("who needs the most days to win a deal?", "average_days", "owner", "most"),
        ("which company took the longest to close?", "average_days", "company", "most"),
        ("what percentage of leads from each source convert?", "conversion_percent", "source", None),
    ],
)
def test_one_question_is_asked_in_many_ways(
    work: Work, text: str, value: str, group_by: str, which: str | None
) -> None:
    found = questions.read(work, text)
    assert found is not None
    assert (found.measure.value, found.group_by, found.which) == (value, group_by, which)


@pytest.mark.parametrize("group_by", ["owner", "source"])
def test_conversion(work: Work, books: Books, group_by: str) -> None:
    statuses: dict[str, list[str]] = defaultdict(list)
    for source, status, owner, _ in books.leads.values():
        statuses[books.members[owner] if group_by == "owner" else source].append(status)
    rates = {
        name: round(100 * some.count("converted") / len(some), 1) for name, some in statuses.items() if name
    }
    best = ends(rates, most=True)
    answer = asked(work, f"which {group_by} has the best conversion in 2026?")
    assert all(name in answer.split(" the highest")[0] for name in best)


@pytest.mark.parametrize(
    "text",
    [
        "post tickets by month every Monday in #sales",
        "what product do we sell most?",
        "what do our most recent notes say?",
        "which tickets were solved fastest?",
        "show me the top priority tickets",
        "what is the most recent ticket of Acme?",
        "which ticket has been open longest?",
        "which deals closed fastest?",
        "which region has the best response time?",
        "who is the nicest colleague?",
        "move the best deal to won",
        "which of my deals need attention",
        "who do we know at Acme?",
        "the number of open tickets by owner",
        "which rep sold the most in Atlantis?",
        "were there more tickets in Q1 or Q2?",
    ],
)
def test_what_cannot_be_counted_is_nobodys_question(work: Work, text: str) -> None:
    assert questions.read(work, text) is None


def test_what_one_colleague_won_is_summed(work: Work, books: Books) -> None:
    owner, name = next(iter(books.members.items()))
    won = [one for one in books.deals.values() if one.status == "won" and one.owner == owner]
    answer = asked(work, f"how much did {name} bring in in 2026?")
    assert answer.startswith(f"{len(won)} deal")


def test_two_months_are_compared_with_each_other_alone(work: Work, books: Books) -> None:
    months: dict[str, float] = defaultdict(float)
    for one in books.tickets.values():
        months[f"{one.born:%Y-%m}"] += 1
    first, *_, last = sorted(months)
    words = [date.fromisoformat(f"{one}-01").strftime("%B %Y") for one in (first, last)]
    best = ends({one: months[one] for one in (first, last)}, most=True)
    answer = asked(work, f"were there more tickets in {words[0]} or {words[1]}?")
    assert answer.startswith(" and ".join(best) + " ")


def test_every_agents_handle_time_is_told(work: Work, books: Books) -> None:
    solved = {
        one.owner
        for one in books.tickets.values()
        if one.solved is not None and one.status in ("solved", "closed")
    }
    answer = asked(work, "how long do we typically need to close a ticket, per agent, in 2026?")
    assert all(books.members[owner] in answer for owner in solved)


def test_the_quietest_month_may_be_one_in_which_nothing_was(work: Work, books: Books) -> None:
    first = min(f"{one.born:%Y-%m}" for one in books.tickets.values())
    before = (date.fromisoformat(f"{first}-01") - timedelta(days=1)).replace(day=1)
    words = f"{before:%B %Y} or {date.fromisoformat(f'{first}-01'):%B %Y}"
    assert asked(work, f"were there fewer tickets in {words}?").startswith(f"{before:%Y-%m} has the lowest")


def test_most_open_tickets_are_of_all_that_are_open(work: Work, books: Books) -> None:
    still_open: dict[str, float] = defaultdict(float)
    for one in books.tickets.values():
        still_open[one.owner] += one.status not in ("solved", "closed")
    answer = asked(work, "who has the most open tickets?")
    assert answer.startswith(named(books, ends(still_open, most=True)) + " ")
