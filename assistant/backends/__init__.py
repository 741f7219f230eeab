"""Reference petition and notary systems, and the clients of the real ones. Service runtime."""
