"""File audits: a random sample of the cluster's files, the same questions of each, read by two people."""
