"""One file per input family, each reading it into a Document."""
