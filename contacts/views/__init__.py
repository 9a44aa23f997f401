"""The pages about the people we talk to."""
