"""Preparing a campaign step by step. Each step is kept as it is left, and can be taken up again."""
