"""The cellar: the database, the time, the verbs. Knows no Flask and no room."""
