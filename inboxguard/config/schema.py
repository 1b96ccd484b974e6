"""Every setting, typed, with its doc sentence; the example file and docs/reference/settings.md follow from here.

The one fact a newcomer would get wrong: a new account observes. Nothing is tagged or moved until `mode` says so.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

Seconds = Annotated[int, Field(ge=1, le=86_400)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A closed table: an unknown key is an error, and a bad value is never printed back."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_given(cls, tree: object) -> object:
        if not isinstance(tree, dict):
            return tree
        optional = {key for key, field in cls.model_fields.items() if field.default is None}
        return {key: value for key, value in tree.items() if value != "" or key not in optional}


class General(Section):
    """[general]: where things are kept and how much is said."""

    state: Path = Field(
        Path("~/.local/state/inboxguard/state.sqlite3"), description="The journal: what was decided and done."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important event that is logged."
    )
    report_dir: Path | None = Field(None, description="Where the service writes its HTML reports; none when absent.")


class People(Section):
    """[people]: whom you accepted, and who is never a stranger."""

    exports: tuple[Path, ...] = Field(
        (), description="LinkedIn exports (zip or CSV) and lists of your own, read at start and when they change."
    )
    import_dir: Path | None = Field(
        None, description="A folder to watch; a file dropped there is learnt and moved to done/ or failed/."
    )
    share_notices: bool = Field(
        False, description="Whether the network's notices in one account's mailbox count for all accounts."
    )
    recent_days: int = Field(
        90, ge=1, le=3650, description="How many days after you accepted somebody they count as a recent connection."
    )
    allow: tuple[str, ...] = Field(
        (), description="Addresses (a@b.example), domains (@b.example) or list ids that are never acted on."
    )
    own_domains: tuple[str, ...] = Field(
        (), description="Further domains of your own organisation; those of your addresses are known already."
    )
    canaries: tuple[str, ...] = Field((), description="Addresses of yours that were given only to LinkedIn.")


class Judgement(Section):
    """[judgement]: how sure the program must be."""

    pitch_at: Probability = Field(0.65, description="The probability from which a message is called a pitch.")
    tag_at: Probability = Field(
        0.9, description="The probability from which a pitch may be tagged, and a hard sell filed."
    )
    follow_up_at: Probability = Field(
        0.3, description="The probability from which a message with a sign of following up counts as a further pitch."
    )
    peak_at: Probability = Field(
        0.8,
        description="At least one pitch of the person must have reached this probability before anything is filed.",
    )
    repeated_within_days: int = Field(
        60, ge=1, le=365, description="How long an earlier pitch counts towards repetition."
    )
    apart_hours: int = Field(12, ge=0, le=168, description="How far apart two mails must be to count as repetition.")
    tag_pitches: bool = Field(False, description="Tag single pitches too, not only the hard sell.")
    trusted_servers: tuple[str, ...] = Field(
        (),
        description="Names (authserv-id) of your own servers, believed in Authentication-Results; learnt when empty.",
    )


class Safety(Section):
    """[safety]: what holds the guard back."""

    moves_per_hour: int = Field(
        30,
        ge=0,
        le=10_000,
        description="At most so many messages are moved in an hour; the rest are tagged and said so.",
    )
    observe_days: int = Field(
        7, ge=0, le=365, description="For so many days after its first run an account only observes; 0 acts at once."
    )


class Service(Section):
    """[service]: the long-running process."""

    poll_seconds: Seconds = Field(
        300, description="How often a mailbox is looked at when the server does not tell by itself."
    )
    idle_renew_seconds: Annotated[int, Field(ge=10, le=1740)] = Field(
        540, description="After how long IDLE is renewed; servers may end it after 30 minutes."
    )
    silence_seconds: Annotated[int, Field(ge=5, le=1740)] = Field(
        40, description="After so long without a word from the server a connection is asked for a sign of life."
    )
    command_seconds: Seconds = Field(60, description="The longest one IMAP command may take.")
    workers: int = Field(8, ge=1, le=256, description="How many mailboxes are worked on at the same time.")
    listen: str = Field(
        "127.0.0.1:8025", description="Where /healthz, /readyz and /metrics are served; empty for nowhere."
    )
    digest: Literal["never", "daily", "weekly"] = Field(
        "never", description="How often a report file is written to report_dir."
    )
    retention_days: int = Field(
        730,
        ge=30,
        le=36_500,
        description="How long judgements are kept; deeds are kept for as long as they can be undone.",
    )


class Account(Section):
    """[account.NAME]: one login at one server."""

    host: str = Field(description="The IMAP server's name.")
    port: int | None = Field(None, ge=1, le=65_535, description="Its port; 993 for tls and 143 otherwise when absent.")
    security: Literal["tls", "starttls", "none"] = Field(
        "tls", description="tls from the first octet, starttls, or none, which is allowed to this machine only."
    )
    ca_file: Path | None = Field(
        None, description="A PEM file of certificate authorities to trust instead of the system's."
    )
    user: str = Field(description="The login name, often your address.")
    auth: Literal["password", "oauth2"] = Field(
        "password", description="password (or app password), or oauth2 after `inboxguard login`."
    )
    password: SecretStr | None = Field(
        None, description="The password; better given as password_file or in the environment."
    )
    password_file: Path | None = Field(None, description="A file that holds the password on its first line.")
    oauth_provider: Literal["google", "microsoft", "custom"] | None = Field(
        None, description="Whose sign-in page is used with oauth2."
    )
    oauth_flow: Literal["device", "browser", "application"] | None = Field(
        None,
        description="How consent is given: device (a code typed anywhere), browser on this machine, or application "
        "for an organisation's own (client credentials); browser at Google and device elsewhere when absent.",
    )
    oauth_client_id: str = Field("", description="The client id of your own OAuth application.")
    oauth_client_secret_file: Path | None = Field(
        None, description="A file with the client secret, for client credentials and Google."
    )
    oauth_token_url: str = Field("", description="The token endpoint, for the provider custom.")
    oauth_device_url: str = Field("", description="The device authorisation endpoint, for the provider custom.")
    oauth_authorize_url: str = Field("", description="The authorisation page, for the provider custom.")
    oauth_sasl: Literal["xoauth2", "oauthbearer"] = Field(
        "xoauth2", description="In which form the token is given to the mail server."
    )
    oauth_keep: Literal["file", "keyring"] = Field(
        "file", description="Where the token is kept: a file of mode 0600 beside the state, or the system's keyring."
    )
    oauth_scope: str = Field("", description="The scope to ask for; the provider's IMAP scope when empty.")
    oauth_tenant: str = Field(
        "common", description="The Microsoft tenant; your organisation's id for client credentials."
    )
    me: tuple[str, ...] = Field((), description="All your addresses in this mailbox; the login name when empty.")
    mode: Literal["observe", "tag", "file"] = Field(
        "observe", description="The most that may be done: observe, tag or file."
    )
    mailboxes: tuple[str, ...] = Field(("INBOX",), description="Which mailboxes are watched.")
    sent: str = Field("", description="Where your sent mail lies; found by its special use when empty.")
    file_into: str = Field("Hard sell", description="The mailbox the hard sell is filed into; created when needed.")
    keyword: str = Field(
        "HardSell", pattern=r"^[A-Za-z0-9$_.-]{1,60}$", description="The keyword (at Gmail: label) that tags a message."
    )
    since_days: int = Field(120, ge=1, le=36_500, description="How many days back the first scan looks.")
    exports: tuple[Path, ...] = Field(
        (), description="Exports that belong to this account only, besides [people].exports."
    )

    @field_validator("host")
    @classmethod
    def _plain_host(cls, value: str) -> str:
        if not value or any(ch in value for ch in "/ @\r\n\0"):
            raise ValueError("is a host name such as imap.example.com, without a scheme or path")
        return value

    @model_validator(mode="after")
    def _cleartext_only_here(self) -> "Account":
        if self.security == "none" and self.host not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError("security = “none” is allowed to this machine only (localhost, 127.0.0.1, ::1)")
        return self

    @property
    def at_port(self) -> int:
        """The port to connect to."""
        return self.port or (993 if self.security == "tls" else 143)


class Settings(Section):
    """The whole configuration."""

    general: General = General()
    people: People = People()
    judgement: Judgement = Judgement()
    safety: Safety = Safety()
    service: Service = Service()
    account: dict[str, Account] = Field(default_factory=dict)
