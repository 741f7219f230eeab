"""What is stored with placeholders, as the session's own citizen may see it again."""

from typing import Any

from assistant.vault.vault import Vault


def present(vault: Vault, session_id: str, value: Any) -> Any:
    """`value` (JSON) with placeholders replaced by what the session's own citizen may see."""
    if isinstance(value, str):
        return vault.present(session_id, value) if "⟦" in value else value
    if isinstance(value, list):
        return [present(vault, session_id, item) for item in value]
    if isinstance(value, dict):
        return {key: present(vault, session_id, item) for key, item in value.items()}
    return value
