"""What a job does: pure functions of input and options."""
