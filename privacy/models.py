"""What people may ask of us, and what was done about it. The requests themselves come with the portal."""
