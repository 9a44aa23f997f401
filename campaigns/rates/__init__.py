"""What WhatsApp asks for messages: Meta's rate card brought as a file, and what a campaign would cost by it."""
