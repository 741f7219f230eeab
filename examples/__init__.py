"""Examples that run: how a system of another make is joined. Service runtime; nothing imports from here but tests."""
