"""Rules said in words: “nudge owners of deals untouched for 10 days every weekday at 9”.

The reading is by pattern, and complete or not at all: a word that was not understood is named, never guessed.
"""
