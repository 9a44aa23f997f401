"""Sending to many: people are claimed in batches, asked about, written down as messages, posted, and followed."""

from campaigns.sending.running import send

__all__ = ["send"]
