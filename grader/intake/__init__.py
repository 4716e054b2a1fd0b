"""Whatever students hand in -> submissions, without executing any of it."""
