"""From a clause's words to the slots of its intent."""
