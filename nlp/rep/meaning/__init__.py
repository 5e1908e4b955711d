"""What a clause means where its words decide it, with the classifier or against it."""
