"""The cast and their families, told over weeks up to today. Only ever loads into an empty database."""
