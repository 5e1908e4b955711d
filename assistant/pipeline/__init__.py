"""The way of a message, as one visible row of steps.

`screen`, `recognise` and `understand` run with no transaction open; `identify`, `thread`, `decide` and `act`
run inside one, which also settles the inbox entry. What is not a customer's message (a colleague's words, a
pressed button, a provider's report) takes its own route inside that transaction.
"""

STEPS = ("screen", "recognise", "understand", "identify", "thread", "decide", "act")
