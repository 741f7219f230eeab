"""NLU components of ours, named by full path in config.yml. Dialogue runtime; built and called by Rasa only."""
