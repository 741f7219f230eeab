"""Text as citizens type it: normal form, script, Traditional and Simplified. Both runtimes."""
