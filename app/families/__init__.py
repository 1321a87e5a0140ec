"""Families we walk beside: who they are, how to reach them safely, what they agreed, and for how long."""
