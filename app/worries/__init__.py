"""The safety path: a worry, who was told and when each opened it, and what was decided."""
