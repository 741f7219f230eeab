"""The steps of a turn, one file each; `assistant.gateway.app` says in which order."""
