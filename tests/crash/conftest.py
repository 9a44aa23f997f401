"""The server that Meta posts to, for tests in which workers die."""

from tests.webhooks.conftest import meta, served

__all__ = ["meta", "served"]
