"""Tests of the readers of office text and slides."""
