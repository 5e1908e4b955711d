"""What a question about numbers says beside its report: of what, of whom, since when, by what, how many."""
