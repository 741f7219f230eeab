"""侨都通: a conversational assistant for the government services of Jiangmen.

`shared` runs in both runtimes, `dialogue` in Python 3.10 only, everything else in Python 3.11 only.
"""
