"""What `make evaluate` measures: one module a figure. Service Python, but for what Rasa itself must judge."""
