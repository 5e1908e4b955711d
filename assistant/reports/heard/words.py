"""The words questions about numbers are made of: which narrow, which group, and which are mere words."""

import re

OUT = (
    r"(?:excluding|excl\.?|exclude[sd]?|except(?: for)?|excepting|without|w/o|not (?:counting|including)"
    r"|leav(?:e|ing) out|ignor(?:e|ing)|minus|apart from|other than|outside(?: of)?|but (?:not|no)|besides"
    r"|(?:everyone|everybody|all|anyone) but|ex"
    r"|not (?:in|from|for|with|by|of)|no|non|not|aren['’]?t|isn['’]?t|take out|drop|filter(?:ing)? out)"
)
INTO = (
    r"(?:in|for|from|at|of|on|with|within|among|amongst|about|around|via|through|over|only|just|against"
    r"|across|to|by|where|whose|regarding|concerning|inside|under|called|named|tagged|labell?ed|versus|vs\.?)"
)
ARTICLE = (
    r"(?:(?:the|our|my|all|any|every|each|of|those|these|that|which|are|is|were|came|come|coming|from|in|for"
    r"|region|source|company|account|customer|stage|team|deals?)\s+)*"
)
BEFORE = re.compile(rf"(?:\b(?P<out>{OUT})|\b(?P<into>{INTO}))[\s-]+{ARTICLE}$", re.I)
"""What stands before a value: that it is left out, or that it is meant."""
ALSO = re.compile(r"^(?:\s*(?:,|and|or|nor|&|\+|/|vs\.?|versus)\s*)+(?:in |for |from |the |our )?$", re.I)
"""What stands between two values of one kind."""
GROUPED = re.compile(
    r"(?:\b(?:split(?: up)?|broken down|group(?:ed)?|break(?: it| that)?(?: down)?|sorted|sliced?|segmented)"
    r"\s+)?"
    r"\b(?P<by>by|per|for each|for every|across(?: all)?(?: the)?)\s+"
    r"(?:each |every |the |our |sales |lead |deal |forecast |ticket |customer |close |closing |issue )*"
    r"(?P<word>[a-z]+(?:-[a-z]+)?)\b",
    re.I,
)
BREAKDOWN = re.compile(r"\b(?P<word>[a-z]+)[- ](?:breakdown|split)\b", re.I)
OVER_BEFORE = re.compile(
    r"(?:over|above|(?:more|greater|bigger|larger) than|at least|exceeding|north of|upwards? of|from"
    r"|>=?|≥)\s*$",
    re.I,
)
UNDER_BEFORE = re.compile(
    r"(?:under|below|(?:less|smaller|no more|cheaper) than|up to|at most|<=?|≤)\s*$", re.I
)
BETWEEN_BEFORE = re.compile(r"\b(?:between|from)\s*$", re.I)
PLUS_AFTER = re.compile(r"^\s*(?:\+|plus\b|(?:and|or) (?:up|above|more|over)\b)", re.I)
MINUS_AFTER = re.compile(r"^\s*(?:and|or) (?:less|below|under)\b", re.I)
LIMIT = re.compile(
    r"\b(?:top|first|best|leading)[ -](?P<number>\d{1,2}|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?P<before>\d{1,2}|three|five|ten) (?:best|top|biggest|largest|most|leading|main)\b",
    re.I,
)
LAST = re.compile(
    r"\b(?:bottom|worst|lowest)[ -](?:\d{1,2}|three|five|ten)\b|\b\d{1,2} (?:worst|smallest|lowest)\b", re.I
)
NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
CHANGE = re.compile(
    r"\b(?:year[ -]over[ -]year|yoy|quarter[ -]over[ -]quarter|qoq|month[ -]over[ -]month|mom)\b", re.I
)
COMPARED = re.compile(
    r"\b(?:vs\.?|versus|against|compar(?:e|ed|ing)(?: it)?(?: to| with| against)?|relative to"
    r"|(?:better|worse|more|less|higher|lower|up|down|faster|slower) than)(?=\W|$)",
    re.I,
)
ENDS = re.compile(
    r"\b(?:(?:big|larg|small|high|low|long|short|fast|slow|strong|weak|old|new|rich|poor|busi|quiet)est"
    r"|(?<!at )(?:least|most)|fewest|best|worst|top|bottom|max(?:imum)?|min(?:imum)?)\b"
    r"(?! (?:case|likely|recent|recently|guess|of all|common|often|frequent|marketing))",
    re.I,
)
MOST_ENDS = frozenset(("biggest", "largest", "highest", "longest", "strongest", "most", "best", "top", "max"))
NOUN = (
    r"(?:pipeline|pipe|funnel|forecast|fcst|deals?|opps?|opportunit(?:y|ies)|wins?|loss(?:es)?|win ?rates?"
    r"|close rates?|revenue|sales|bookings|business|tickets?|cases?|csat|satisfaction|churn|leads?"
    r"|leaderboard|velocity|cycle|backlog|accounts?|customers?|clients?|quota|goal|reps?|conversions?|activit(?:y|ies)"
    r"|calls|meetings)"
)
MODIFIER = re.compile(rf"(?P<word>[A-Za-z][\w&.-]*)[ -]+(?={NOUN}\b)", re.I)
"""What stands before the thing that is counted."""
APPENDED = re.compile(rf"\b(?:win rates?|{NOUN}) +(?=(?P<word>[A-Za-z][\w&.-]*))", re.I)
"""What stands right behind it."""
LEFT_OUT = re.compile(rf"\b(?P<out>{OUT})\s+(?P<rest>.+)", re.I)
LED_TO = re.compile(
    r"\b(?:in|for|from|at|of|on|with|within|among|about|via|through|only|just|where|versus|vs\.?|did|does|than)"
    r"(?: (?:the|our))?$|· (?:and|or)$",
    re.I,
)
"""What leads to a word that narrows."""
UNTOLD = re.compile(
    r"\b(?:new[- ]business|new[- ]logos?|net[- ]new|existing (?:customers?|business)|inbound|outbound"
    r"|(?:big|large|small|huge|tiny|major)(?:ger|r|er)? (?:deals?|opps?|tickets?|accounts?|customers?))\b",
    re.I,
)
"""What narrows, and stands in no field of any record."""
WORD = re.compile(r"[A-Za-z][\w'’&-]*")
NO_GROUPS = frozenset(
    """
    deals deal revenue amount number count value wins calls meetings activities activity money volume
    case cases ticket tickets call lead leads handling handle closed won win response reply first
    average most least what how then now hand phone mail email default far date end all any my our the for
    """.split()  # noqa: SIM905
)
"""What may follow “by” and groups nothing."""
NEVER_PLAIN = frozenset(
    "product segment enterprise campaign tier partner plan brand city tag vertical".split()  # noqa: SIM905
)
"""What is never a misspelt word of the list below."""

PLAIN = frozenset(
    """
    a about above account accounts achieve achieved achievement across active activities activity actual
    actually add added adds advanced after again against agent agent's agents ago ahead all also always
    am among amongst amount amounts an analyse analysis analyze and annual another answer answered
    answering answers any anybody anyone anything are around as asap ask at attainment attrition average
    averages avg away awesome back backlog bad bar basis be become becomes been before began begin
    begins begun behind being below best best-performing better between beyond big biggest bleeding
    board book booked bookings boss bot bought bounce bounced bounces breach breached breaches break
    breakdown breaks bring brings broken brought btw busier busiest business busy but buy buying buys by
    call called calling calls calm calmest came can cancel canceled cancelled case cases categories
    category cause caused causes ceo certain chance chances change changed changes changing channel
    channels chaps chart charts check churn churned churners churning clear clears client clients
    clients' close closed closer closers closes closing closure colleague colleague's colleagues come
    comes coming commercial commit commits committed common commonest commonly companies company
    company's compare compared comparison complain complains complaint complaints contact contacts
    content contract contracts contribute contributed contributes conversion conversions convert
    converted converting converts cool cost costing costs could count counted counts crew csat csv
    curious current currently customer customers customers' cycle cycles daily dashboard dashboards date
    dates day days deal deals deals' dear decide decided deck decline declined decrease decreased
    decreasing deeper deliver delivered delivers demand demo demos desk detail details develop developed
    developing diagram did die dies diff difference different distribution do does doing don done down
    draw drop dropped dropping drops duration during each earlier early else email emails empty end
    ended ending ends enough enquiries enquiry entire eom eoq ever every everybody everyone everything
    evolve evolved evolving exact exactly expect expectation expected expecting explain explained fall
    falling far fast faster fastest fcst feedback fell few fewer fewest figure figures find fine finish
    finished finishes first flooded folks for forcast forecast forecasted forecasting forecasts fraction
    fractions frequent frequently from full funnel funnels fyi gap gave general generate generated
    generates geographic geographically get gets getting give gives go goal goals going good got grade
    grades graph graphs great greater grew group grouped grow growing growth grumble guys h1 h2 had half
    hand handed handle handled handling handover handovers hands happen happened happening happens
    happiness happy hard has hasn have having he head held hello helpdesk her here hey hi high highest
    his hit hits hitting hmm hold hour hours how how's hows i idea ideally if image improve improved
    improving in inactive inbox income increase increased increasing inquiries inquiry interaction
    interactions into is issue issues it item items its just keep keeping keeps killing kind kinds know
    kpi kpis lack land large largest last lasted late lately later latest lead leader leaderboard
    leaders leading leads leak leaks least leave leaves leaving left length lengths less lesser let lets
    level like likely line list live load logged long longer longest look looking looks lose loses
    losing loss losses lost love low lowest made mail mails main make makes making manager managers many
    mark marketing marks matter matters may maybe me mean median meet meeting meetings member members
    message messages met metric metrics might minute minutes miss missed missing moan moaning moans
    money month month's monthly months more morning most move moved movement movements moves moving mtd
    much must my need needed needs negotiation never new newly news next nice no nobody none nor
    normally not note notes nothing now nps number number-of number-one numbers nxt of off offer offers
    often ok okay on once one one-on- one-page ones only onto open opened opp opportunities opportunity
    opps or order ordered orders origin origins other others our out outlook over overall overdue
    overview owner owner's owners pace part pass passed passes passing past pay paying pays peak pending
    people per percent percentage percentages perform performance performer performers performing
    performs perhaps period person persons phoned picture pie pipe pipeline pipelines pipes place plan
    please plot pls plsss plz possible possibly postponed predict predicted prediction prep present
    previous prior probably process produce produced produces progress progressed project projected
    projection proportion proposal prospect prospects pull push pushed pushes qtd qualified quarter
    quarter's quarterly quarters question questions queue queues quick quickest quickly quiet quieter
    quietest quit quota quotas quote quotes r rang rank ranked ranking rankings rapport rate rated rates
    rating ratings ratio ratios reach reached reaches reaching real realistic really reason reasons
    recap recent recently recurring region regions relative remaining renew renewing rep rep's replied
    replies reply report reporting reports reps request requests resolution resolve resolved resolves
    resolving respective respond responded response responses result results retain retention revenue
    revenues review rich right ring rise rising risk risks risky rocking rose roughly run said sale
    sales salesman salespeople salesperson same satisfaction satisfied say score scoreboard scored
    scores see seed sell seller sellers selling sells send sent service shall shape shaping share shares
    she short shorter shortest should shove show shows shrinking side sign signature signed signing
    since size sizes slid slip slippage slipped slipping slips slow slower slowest small smallest so
    sofar sold solve solved solves solving some somebody someone something sometimes soon sooner sorry
    sort sorted sorts source sources speed spend spends spent split squad staff stage stages stale
    standing standings standup start started starting stat state statistic statistics stats status stay
    stays step steps still strong strongest stuck stuff success sum summary sums supply support sure
    survey surveys swamped sync table take taken takes talk target targets team team's teams teams' teh
    tell ten terms text texts than thank thanks thas that the their them then there these they thing
    things think thinking this those thought through thx ticket tickets till time times to today today's
    together too took top total totals touch touches toward towards track transfer transferred
    transferring transfers trend trending trends turnover turnovers twice ty type types typical
    typically u unassigned under unhappy unlike unresolved unsolved until unweighted up update updates
    upside ur us usually value values velocity versus via view visit visits visualise visualised
    visualize volume volumes vs wait waiting waits want wants was way we weak weakest week week's weekly
    weeks weighted well went were what what's whatever whats when where which who who's whole whom whos
    whose why will win winner winners winning winrate wins wise with within won wondering work worked
    working workload works worse worsening worst worst-performing worth would wrap wraps y year year's
    yearly years yet you your ytd
    """.split()  # noqa: SIM905
)
"""Words that narrow nothing."""
MISSPELT = frozenset(
    """
    pipeline forecast forecasts tickets ticket deals leads revenue conversion conversions quarter month
    months weeks number numbers customers customer response activity activities meetings leaderboard
    reasons source sources sales stage stages reports report chart average performance velocity
    satisfaction satisfied happy owner target quota compared compare please since today different thanks
    yesterday percentage between because should doing looking closing closed through which what where
    when winning losing pipelines opportunities team
    """.split()  # noqa: SIM905
)
"""What a word that is in no list may be a misspelling of."""
KINDS = frozenset(
    """renewal expansion upsell upgrade pilot rollout trial licence license add-on cross-sell migration
    extension""".split()  # noqa: SIM905
)
"""What a deal's title says it is, where it says so."""
