"""The lead worker's day, a family's page and the team's caseload: what many rooms know, gathered."""
