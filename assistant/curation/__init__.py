"""Knowledge files: parse, lint, compile, release. Service runtime."""
