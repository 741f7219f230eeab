"""Guessing at numbers and codes, ten thousand times: what does the answer, or its time, give away?"""
