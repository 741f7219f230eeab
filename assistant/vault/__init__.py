"""Personal data: find, hide behind placeholders, encrypt, resolve, purge. Service runtime."""
