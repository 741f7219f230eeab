"""What Rasa asks the service to do: slots in, one client call, events out. Service runtime; served at /actions."""
