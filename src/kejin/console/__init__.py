"""The pages: for enterprises, institutions, the office, and for whoever has not logged in."""
