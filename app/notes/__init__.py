"""The written record of every contact. Notes are amended, never edited and never deleted."""
