"""HTTP, and nothing else: parse, submit, render."""
