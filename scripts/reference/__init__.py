"""Pages of docs/reference, made from the code that they describe. Service runtime; run by `python -m scripts.docs`."""
