"""Programs of others, or the least that does the same: each runs as a process of its own."""
