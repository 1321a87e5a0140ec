"""The doors for people: `own` for one's own account, `people` for those who look after others'."""
