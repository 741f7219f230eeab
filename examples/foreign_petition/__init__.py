"""A petition system of another make behind our contract: one file of mapping, one adapter. Service runtime."""
