"""The floor that both runtimes stand on: text, contracts, errors.

Runs in Python 3.10 and 3.11; imports the standard library, jieba and opencc only.
Everyone may import it; it imports nothing of ours from outside itself.
"""
