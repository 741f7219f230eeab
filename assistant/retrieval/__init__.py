"""Encoder, vectors, lexical search, fusion, calibration, search. Service runtime."""
