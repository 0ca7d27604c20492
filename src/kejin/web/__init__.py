"""What console and API share: log-in, permissions, words, lists, jobs, search, and where a figure is from."""
