"""Who said they would do what by when, wherever it was agreed; and whether it was kept."""
