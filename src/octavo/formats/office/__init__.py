"""What the readers of office text and slides share, and the inner parts of each."""
