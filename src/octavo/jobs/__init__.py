"""What a job is, independent of what it does."""
