"""Meta's side of the conversation, as far as its documents describe it. Knows nothing of Django or of NxtChat."""
