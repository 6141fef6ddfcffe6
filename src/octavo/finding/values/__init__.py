"""Typed values read out of plain text: dates, numbers, durations, names, places, addresses."""
