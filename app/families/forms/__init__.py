"""The doors for people: what is typed about a family, turned into entries."""
