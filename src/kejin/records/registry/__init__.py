"""The acts that make parties known: founding, organisations, people, appointments, authorities, ties, business days."""
