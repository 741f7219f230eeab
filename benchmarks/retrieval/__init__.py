"""Quality of the search on public sets, and its size and speed from a thousand to a million passages."""
