"""The public API and the turn: pipeline, sessions, rendering, wording. Service runtime."""
