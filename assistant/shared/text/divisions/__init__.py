"""Jiangmen's districts, towns, villages: found in a sentence, resolved from a messy address. Both runtimes, pure."""
