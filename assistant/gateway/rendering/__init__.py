"""Replies of the dialogue become messages in the citizen's script; `renderer.py` joins the kinds."""
