"""The family plan: goals in the family's own words, steps, and each person's numbers."""
