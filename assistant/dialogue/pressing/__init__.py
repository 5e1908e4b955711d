"""What is shown to be pressed or filled in, and what happens then."""
