"""The wiring between HTTP and the rooms. Knows Flask and no room."""
