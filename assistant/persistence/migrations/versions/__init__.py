"""One module a change of the schema, numbered; a version that was released is never edited."""
