"""What became of a campaign: while it runs, and afterwards. Read from the ledger, never kept beside it."""
