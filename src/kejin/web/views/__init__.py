"""Views that belong to no kind of user."""
