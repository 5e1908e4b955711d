"""Turns of phrase that mean one thing only, whatever the classifier makes of them."""

import re

from nlp.rep.meaning.certain_orders import OF_ORDERS
from nlp.rep.meaning.certain_reports import OF_REPORTS
from nlp.rep.words.polite import POLITE

_MOMENT = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|(?:this|next) week|\d{1,2} ?[ap]m)"
_CERTAIN = (
    *OF_ORDERS,
    (
        "report.activity",
        re.compile(POLITE + r"(?:share |show |give me |send me )?(?:the |an? )?activity reports?\b", re.I),
    ),
    (
        "out_of_scope",
        re.compile(
            r"^(?!.*\b(?:if|why|when|which|what)\b).*\b(?:please|pls|do) not yet \w+"
            r"|^\W*(?:please )?not yet (?:convert|close|send)\b",
            re.I,
        ),
    ),
    (
        "cancel",
        re.compile(
            POLITE + r"(?:on (?:reflection|second thoughts?),? )?(?:please )?(?:do not|don't|dont) go ahead\b"
            r"(?: with (?:it|that|this))?\W*(?:$|;)"
            r"|^\W*(?:you know what\W+)?never ?mind\W+forget (?:i asked|it)\b",
            re.I,
        ),
    ),
    (
        "ticket.note",
        re.compile(
            POLITE + r"(?:(?:(?:add|put|leave|make|write) (?:a|an) )?(?:internal )?notes? (?:on|to|for) "
            r"(?:ticket |case |tkt )?#?\d+\b|note #?\d+\s*:"
            r"|(?:ticket |case )?#?\d{2,}\s*[:-]\s*(?:(?:i|we|i've|we've) )?(?:told|asked|advised)"
            r" (?!me\b|us\b))",
            re.I,
        ),
    ),
    (
        "ticket.reply",
        re.compile(POLITE + r"(?:reply|respond|answer) (?:to |on |in )?(?:ticket |case |tkt )?#?\d+\b", re.I),
    ),
    (
        "deal.move",
        re.compile(POLITE + r"(?:(?:Jane|Acme|it) )?to (?:propos|negot|qualif|nego\b|new\W*$)", re.I),
    ),
    (
        "message.edit",
        re.compile(
            POLITE + r"make (?:it|that|this) (?:a bit |a little |much |even )?"
            r"(?:(?!high|low|big|small|lat)\w{3,}er|(?:more|less) [a-z]+)\W*$",
            re.I,
        ),
    ),
    (
        "activity.log",
        re.compile(POLITE + r"(?:(?:add|leave) )?(?:a )?notes? (?:on|to|for) (?:Jane|Acme)\b", re.I),
    ),
    (
        "message.edit",
        re.compile(
            POLITE + rf"(?:change|swap|replace) (?:the )?{_MOMENT} (?:to|with|by|for) (?:the )?{_MOMENT}\W*$",
            re.I,
        ),
    ),
    ("message.draft", re.compile(POLITE + r"write (?:to )?(?:Jane|Acme)\W*$", re.I)),
    ("message.send", re.compile(POLITE + r"(?:e-?mail|text|message|dm|sms) (?:Jane|Acme)\W*$", re.I)),
    (
        "company.create",
        re.compile(
            POLITE + r"(?:create|add|make|register|new) (?:a |an )?(?:new )?(?:company|organi[sz]ation)"
            r"(?: (?:called|named))? Acme\b(?!.*\b(?:contact|deal|lead)\b)",
            re.I,
        ),
    ),
    (
        "ticket.assign",
        re.compile(
            POLITE + r"(?:(?:re)?assign|give|hand(?: over)?|pass(?: on)?) (?:ticket |case |tkt )?#?\d+ to "
            r"(?!urgent|high|low|normal|critical|p\d|tier)\w",
            re.I,
        ),
    ),
    (
        "help",
        re.compile(
            r"^(?:.*[.,:!?] ?)?(?:so |and |but )*how (?:can|could|do|would|should) (?:i|we|you|one)"
            r"(?: even| actually| ever)? (?:turn|convert|merge|add|create|make|split|import|connect|invite"
            r"|assign|set|change|delete|export|tag|snooze|log|see|find|filter|undo)\b(?!.*\b(?:Jane|Acme|it|\d+)\b)",
            re.I,
        ),
    ),
    (
        "ticket.update",
        re.compile(
            POLITE + r"(?:set|put|change|mark) (?:the (?:status|state) of )?(?:ticket |case |tkt )?#?\d+"
            r"(?:'s (?:status|state))? (?:back )?(?:to|as|on) (?:open|pending|on[ -]hold|waiting)\W*$",
            re.I,
        ),
    ),
    (
        "ticket.close",
        re.compile(r"^\W*(?:close )?(?:ticket |case |tkt )?#?\d+ is (?:done|fixed|sorted)\W*$", re.I),
    ),
    ("correct", re.compile(POLITE + r"make that [$€£]?\d[\d.,]*k?\W*$", re.I)),
    (
        "company.update",
        re.compile(POLITE + r"(?:re)?assign (?:Acme|Jane) to (?:Jane|Acme|me|myself)\W*$", re.I),
    ),
    (
        "meeting.cancel",
        re.compile(
            POLITE
            + r"(?:cancel|scratch|call off|drop) (?:the |my |our )?(?:\w+ )?(?:meeting|call|appointment|demo)"
            r" with (?:Jane|Acme)\b(?!.*\b(?:ticket|task)\b)",
            re.I,
        ),
    ),
    (
        "meeting.move",
        re.compile(
            POLITE + r"(?:prepone|postpone|reschedule|push back|bring forward) (?:the |my |our )?(?:\w+ )?"
            r"(?:meeting|call|appointment|demo) with (?:Jane|Acme)\b",
            re.I,
        ),
    ),
    (
        "report.churn",
        re.compile(
            r"^(?!.*\b(?:deals?|opps?)\b).*\b(?:customers?|accounts?|clients?|who)\b"
            r".*\b(?:churn\w*|(?:about|likely) to leave us)\b",
            re.I,
        ),
    ),
    (
        "task.create",
        re.compile(
            POLITE + r"(?:create|add|make|set|new) (?:a |another )?(?:new )?(?:task|to-?do|reminder)\W*$",
            re.I,
        ),
    ),
    (
        "ticket.reply",
        re.compile(POLITE + r"(?:reply|respond|write back) to (?:the|this|that) (?:ticket|case)\W*$", re.I),
    ),
    (
        "schedule.mute",
        re.compile(POLITE + r"(?:snooze|pause|postpone|mute) (?:the |my )?(?:\w+ )?digests?\b", re.I),
    ),
    ("task.snooze", re.compile(POLITE + rf"move (?:that|this) to (?:the )?{_MOMENT}\W*$", re.I)),
    (
        "task.snooze",
        re.compile(
            POLITE
            + r"(?:push|move|shift|bump|put off|postpone|reschedule|snooze|delay|defer) (?:all |all of )?my "
            r"(?:\w+ )?(?:tasks|to-?dos|reminders) (?:to|till|until|by|for)\b",
            re.I,
        ),
    ),
    ("help", re.compile(POLITE + r"(?:which|what) commands\b", re.I)),
    *OF_REPORTS,
    (
        "deal.reopen",
        re.compile(POLITE + r"open (?:the )?Acme (?:deal|opp|opportunity) (?:again|back up)\b", re.I),
    ),
    (
        "out_of_scope",
        re.compile(
            r"^\W*(?:(?:but|and|so|because|since) )?(?:i|we)(?:'ve| have)? lost (?:track|count|sight|touch"
            r"|my|the thread|patience|interest|sleep)\b",
            re.I,
        ),
    ),
    (
        "deal.update",
        re.compile(r"^\W*(?:Acme|Jane)(?: deal)?\W+[$\u20ac\u00a3]?\d[\d.,]*\s?(?:k|m|mil|grand)\W*$", re.I),
    ),
    (
        "schedule.create",
        re.compile(
            POLITE + r"(?:post|share|send|drop|publish|put)\b"
            r"(?=.*\b(?:every|each|daily|weekly|monthly)\b).*#\w",
            re.I,
        ),
    ),
    ("contact.list", re.compile(POLITE + r"who(?:'?s| has| have| is| carries)\b.*\btag(?:ged)?\b", re.I)),
    *(
        (
            f"{kind}.list",
            re.compile(
                r"^.*\b(?:may|can|could) (?:i|we) (?:see|have) (?:every|all|the|my|all the) "
                rf"(?:new |open |overdue )?{kind}s?\b(?! \d)",
                re.I,
            ),
        )
        for kind in ("lead", "deal", "ticket", "task")
    ),
    (
        "deal.show",
        re.compile(
            POLITE + r"(?:the )?(?:amount|value|stage|close date|size|status) (?:of|for|on) (?:the )?"
            r"(?:deal|opp|opportunity)\b(?!.*\b(?:is|to|should|now)\b)",
            re.I,
        ),
    ),
    (
        "deal.win",
        re.compile(
            r"^(?!\W*(?:has|was|is|did|if|when|which|list|show)\b).*\b(?:deal|opp|opportunity|renewal)"
            r" (?:has been|was|is|has now been) won\b(?!.*\?\s*$)",
            re.I,
        ),
    ),
    (
        "cancel",
        re.compile(
            r"^\W*(?:on (?:reflection|second thoughts?),? )?(?:i(?:'d| would)|we(?:'d| would)) rather not"
            r"(?: proceed| go ahead| do (?:it|that|this))?\b[^,]{0,3}$",
            re.I,
        ),
    ),
    (
        "cancel",
        re.compile(POLITE + r"(?:(?:let's|lets) )?(?:leave|let) it(?: be| alone| at that)\W*$", re.I),
    ),
    (
        "ticket.show",
        re.compile(
            r"^\W*(?:the )?(?:ticket|case)\b(?: \w+){0,4}\W+(?:in whose hands|who (?:has|owns|holds|got)"
            r"(?: it| that)?|whose is)\b.*\?",
            re.I,
        ),
    ),
    (
        "ticket.show",
        re.compile(
            POLITE + r"(?:(?:show|pull up|bring up|open up|display|look at|let'?s see)(?: me)?"
            r"|who (?:has|owns|holds|is on)|who's on|what(?:'?s| is) (?:up|happening|going on) with"
            r"|(?:what(?:'?s| is) the )?status (?:of|on)) #?\d{1,6}(?: again| please| pls| now)?\W*$"
            r"|^\W*is #?\d{1,6} (?:done|closed|solved|open|fixed|sorted|still open)\b.{0,10}$",
            re.I,
        ),
    ),
    (
        "ticket.reopen",
        re.compile(
            POLITE + r"(?:open #?\d{1,6} (?:again|back up)\b"
            r"|(?:ticket |case )?#?\d{1,6}(?:'s| is| has)(?: come)? back(?: again| from the dead)?\W*$)",
            re.I,
        ),
    ),
    ("history.show", re.compile(r"^\W*what(?:'s| has)? happened (?:with|at|to) (?:Jane|Acme)\b", re.I)),
)


def certain_intent(masked: str) -> str | None:
    """The intent of a clause (with stand-ins for its names) where its words leave no choice."""
    return next((name for name, words in _CERTAIN if words.match(masked)), None)
