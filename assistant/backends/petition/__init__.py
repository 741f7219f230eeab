"""The reference petition system (信访) and the client of any. Service runtime; imported by wiring and actions."""
