"""Insurance: what claims may come to in a year, what a cover costs, and how a co-insurance pool splits both."""
