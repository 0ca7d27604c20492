"""Approval by other people: one, or two above a limit, never one's own. The database holds the same rule."""
