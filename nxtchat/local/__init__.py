"""The embedded default: everything NxtChat needs on one machine, started and stopped with it.

Nothing in here imports Django: it runs before there is a database to speak to.
"""
