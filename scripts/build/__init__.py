"""From a fresh clone to two running processes: stages, each done once for the same inputs.

Runs before anything is installed, so it uses the standard library only and any Python from 3.9 on.
"""
