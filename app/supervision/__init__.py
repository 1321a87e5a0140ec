"""Group supervision: when a group meets and how it works, which families are brought and why, how each is prepared."""
