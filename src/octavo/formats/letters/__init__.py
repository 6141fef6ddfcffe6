"""The inner parts of the mail reader: one letter, whichever file it came in."""
