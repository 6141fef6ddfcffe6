"""Octavo: an open, self-hosted server for the Pulse document API."""

__version__ = "0.1.0"
