"""What happens when a rule is triggered: it is asked, and its actions are taken."""
