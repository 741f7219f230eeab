"""Lint rules of knowledge files, one a module: CODE, NAME, `check(context)`, and a docstring that is its page."""
