"""The inner parts of the readers of web pages, books and mail."""
