"""The pages of the team: coming in, one's own account, and who else is here."""
