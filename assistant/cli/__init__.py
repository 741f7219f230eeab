"""The `assistant` command: where the parts are joined and started. Service runtime."""
