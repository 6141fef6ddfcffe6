"""Workbooks: grids of cells as their owner sees them, the tables on them, and their charts."""
