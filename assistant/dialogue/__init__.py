"""Talking: understood acts become answers, questions, or proposed changes; and the thread remembers."""
