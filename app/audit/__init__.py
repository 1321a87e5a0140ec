"""Who saw or changed what: append-only, and chained so that a missing or altered row is found."""
