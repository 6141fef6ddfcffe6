"""Bytes in and out: artifacts, sources and sinks, one guarded door to the network."""
