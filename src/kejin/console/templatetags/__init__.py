"""Tags and filters of single kinds of pages."""
