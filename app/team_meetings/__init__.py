"""Meetings of the team around a family: who is asked, what the family says first, who will do what, the minutes."""
