"""Weekly visits: planned, moved, recorded. Recording one writes its note, ratings, promises and the next."""
