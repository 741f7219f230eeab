"""The chat page in Chromium: how fast it is, and what two thousand random actions on a bad network do to it."""
