"""A storm on the petition desk: many processes submit at once while service and database are killed."""
