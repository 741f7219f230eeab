"""Fuzzing of the three APIs by schemathesis: what no client would send, and what breaks."""
