"""The words people join two orders with."""

LINK = (
    r"(?:and so|and then|and also|then also|as well as|and|then|also|plus|but|so|after that|afterwards"
    r"|followed by)"
)
"""Between two orders, whatever stands before it."""
OPENING = (
    r"(?:or|btw|oh and|additionally|in addition|furthermore|separately|next(?! (?:step|action|move)\b)"
    r"|finally|n)"
)
"""The same at the beginning of a sentence."""
