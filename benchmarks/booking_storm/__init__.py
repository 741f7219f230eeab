"""A storm on the booking desk: many clients for few seats, while clients die and the service is killed."""
