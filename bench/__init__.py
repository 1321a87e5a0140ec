"""What the pages cost: in CPU against a floor, in SQL statements, in bytes, and as the records grow."""
