"""The words people join two orders with."""

LINK = r"(?:and so|and then|and also|then also|as well as|and|then|also|plus|but|so|after that|afterwards)"
"""Between two orders, whatever stands before it."""
OPENING = r"(?:or|btw|oh and|additionally|next(?! (?:step|action|move)\b)|finally|n)"
"""The same at the beginning of a sentence."""
