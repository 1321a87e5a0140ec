"""The family's own page: each person's own way in, and what that one person may see.

Nothing is shared because somebody is of the family. What a person sees is their own, or was turned on for them, one
thing at a time; where there is a safety flag nothing is on until a worker turns it on. What is off leaves no gap.
"""
