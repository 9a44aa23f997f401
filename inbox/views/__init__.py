"""The inbox in the browser: pages, live fragments of them, and what agents do there."""
