"""Fixtures every test may ask for; servers start only when one does."""

pytest_plugins = ["tests.services", "tests.octavo_server"]
