"""Rasa: components, channel, server. Python 3.10 only; the only package that imports rasa. Nobody imports it."""
