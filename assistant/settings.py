"""Settings of the service process: one frozen class, prefix `ASSISTANT_`, read once where the parts are joined."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.shared.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("gateway", "actions", "retrieval", "petition", "notary")
_DEVELOPMENT_KEY = "development-only-key-please-replace"


class Settings(BaseSettings):
    """Every switch of the service, each with one sentence; docs/reference/settings.md is made from it."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, extra="ignore")

    environment: Literal["development", "test", "production"] = Field(
        "development", description="Where this runs; production refuses default secrets and disabled limits."
    )
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, description="Port the service listens on.")
    roles: str = Field(",".join(ROLES), description="Which parts this process serves, comma-separated.")
    var_dir: Path = Field(ROOT / "var", description="Folder for everything built or stored at run time.")
    knowledge_dir: Path = Field(ROOT / "knowledge", description="Folder of the knowledge files.")
    database_url: str = Field(
        "", description="SQLAlchemy URL; empty means SQLite (WAL) in var_dir/assistant.db."
    )
    dialogue_url: str = Field("http://127.0.0.1:5005", description="Where the dialogue process (Rasa) listens.")
    dialogue_timeout: float = Field(10.0, description="Seconds to wait for the dialogue process.")
    retrieval_url: str = Field("", description="Retrieval service; empty means the one mounted in this process.")
    petition_url: str = Field("", description="Petition system; empty means the reference one in this process.")
    notary_url: str = Field("", description="Notary system; empty means the reference one in this process.")
    backend_timeout: float = Field(8.0, description="Seconds to wait for the petition or notary system.")
    internal_key: SecretStr = Field(
        SecretStr(_DEVELOPMENT_KEY), description="Shared secret that private routes ask for (header X-Assistant-Key)."
    )
    vault_keys: SecretStr = Field(
        SecretStr(""),
        description="Vault keys, newest first: `id:base64 of 32 bytes`, comma-separated; "
        "empty outside production means a key made once in var_dir/vault.key.",
    )
    vault_days: int = Field(30, description="Days after which personal data in the vault is purged.")
    transcript_days: int = Field(
        90, ge=28, description="Days after a session's end (nobody can resume it) for which its transcript stays."
    )
    upload_days: int = Field(
        2555, ge=1, description="Days for which uploaded photos and PDFs stay; petitions name them, so rather longer "
        "than a petition lasts and ASSISTANT_PETITION_KEEP_DAYS."
    )
    petition_warn_days: int = Field(1, ge=0, description="Days before a legal date from which it is shown yellow.")
    petition_keep_days: int = Field(
        1825, ge=1, description="Days after its end for which the personal data of a petition is kept."
    )
    petition_keep_withdrawn_days: int = Field(
        180, ge=1, description="The same for a petition that was withdrawn."
    )
    petition_daily_hour: int = Field(
        3, ge=0, le=23, description="Beijing hour from which the jobs of the day run: petitions are supervised, closed "
        "and erased, transcripts and uploads go after their time."
    )
    public_table_every: Literal["month", "day"] = Field(
        "month", description="Up to which whole month or day the public table tells; a day tells more of single people."
    )
    session_hours: int = Field(24, description="Hours a session token stays good after its last use.")
    rate_limits: bool = Field(True, description="Whether the public API limits requests; must be on in production.")
    turns_per_minute: int = Field(20, description="Turns a session may take a minute.")
    sessions_per_hour: int = Field(60, description="Sessions one address may open an hour.")
    encoder_model: str = Field(
        "", description="A sentence-transformers name or path; empty means the default built into var_dir/encoder."
    )
    encoder_threads: int = Field(1, description="CPU threads the encoder uses.")
    encoder_cache: int = Field(4096, description="How many encoded texts are kept in memory.")
    answer_threshold: float = Field(0.0, description="Probability for an answer; 0 takes knowledge/calibration.yml.")
    releases_kept: int = Field(10, ge=2, description="How many knowledge releases stay on disk for a rollback.")
    recall_drop: float = Field(
        0.01, description="How far the share of gold questions answered right may fall when a release is published."
    )
    trusted_proxies: int = Field(0, description="How many reverse proxies stand in front (for the client's address).")
    frame_ancestors: str = Field("'self'", description="Sites that may embed /chat, as a CSP source list.")
    speech_url: str = Field(
        "", description="Speech service of your own (POST audio, answers {\"text\"}); empty means no recording."
    )
    shared_dir: Path = Field(ROOT.parent / "shared", description="Public reference data used at set-up, if present.")

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> "Settings":
        if self.environment == "production":
            if self.internal_key.get_secret_value() == _DEVELOPMENT_KEY:
                raise SetupError(
                    "ASSISTANT_INTERNAL_KEY is the development default",
                    mend="set it to a long random value before running in production",
                )
            if not self.vault_keys.get_secret_value():
                raise SetupError(
                    "ASSISTANT_VAULT_KEYS is empty", mend="make one with `assistant vault new-key` and set it"
                )
            if not self.rate_limits:
                raise SetupError(
                    "ASSISTANT_RATE_LIMITS is off in production", mend="remove the setting, or run in development"
                )
        unknown = set(self.role_names) - set(ROLES)
        if unknown:
            raise SetupError(
                f"ASSISTANT_ROLES names {', '.join(sorted(unknown))}", mend=f"choose from {', '.join(ROLES)}"
            )
        return self

    @cached_property
    def role_names(self) -> tuple[str, ...]:
        """The roles as a tuple, in the order given."""
        return tuple(name.strip() for name in self.roles.split(",") if name.strip())

    @cached_property
    def sqlalchemy_url(self) -> str:
        """The database URL with the default filled in."""
        return self.database_url or f"sqlite:///{self.var_dir / 'assistant.db'}"

    @property
    def encoder_dir(self) -> Path:
        """Where set-up puts the default encoder."""
        return self.var_dir / "encoder"

    @property
    def reference_dir(self) -> Path:
        """Where set-up puts what it made of public reference data: divisions.json, abroad.json."""
        return self.var_dir / "reference"

    @property
    def releases_dir(self) -> Path:
        """Where compiled knowledge releases lie; `current` names the one in use."""
        return self.var_dir / "releases"
