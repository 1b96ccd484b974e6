"""Everything the demo needs before the ordinary scan can run: a server with mail, an export, a configuration.

The one fact a newcomer would get wrong: nothing here knows how the guard judges. The demo hands an ordinary
configuration to the ordinary scan, which takes it for any other account.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inboxguard.demo import sample
from inboxguard.demo.server import HOST, DemoServer
from inboxguard.errors import ConfigProblem

ACCOUNT = "demo"


@dataclass(frozen=True, slots=True)
class Stage:
    """The set: the server, the configuration that points at it, and what its mailboxes held at first."""

    server: DemoServer
    config: Path
    out: Path
    before: dict[str, int]
    connections: int


@contextmanager
def stage(now: datetime, *, mode: str, out: Path | None = None) -> Iterator[Stage]:
    """The set, taken down when the block ends; `out` (a temporary folder when absent) stays.

    Raises:
        ConfigProblem: when the server is not installed, or `out` cannot be written.
    """
    kept = _made(out)
    folder = Path(tempfile.mkdtemp(prefix="inboxguard-demo-state-"))
    try:
        with DemoServer(sample.OWNER) as server:
            server.fill(sample.letters(now))
            config = _configured(folder, server, now, mode)
            yield Stage(server, config, kept, server.counts(), sample.people())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="inboxguard-demo-"))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise ConfigProblem(f"{out} cannot be made: {trouble.strerror}", mend="--out another/folder") from trouble
    return out.resolve()


def _configured(folder: Path, server: DemoServer, now: datetime, mode: str) -> Path:
    export, password, config = folder / "Connections.csv", folder / "password", folder / "inboxguard.toml"
    export.write_text(sample.connections_csv(now), "utf-8")
    password.touch(mode=0o600)
    password.write_text(server.password + "\n", "utf-8")
    config.write_text(
        f"""\
[general]
state = {_quoted(folder / "state.sqlite3")}
log_level = "error"

[people]
exports = [{_quoted(export)}]

[judgement]
tag_pitches = true
trusted_servers = [{_quoted(sample.MAIL_SERVER)}]

[safety]
observe_days = 0

[account.{ACCOUNT}]
host = "{HOST}"
port = {server.port}
security = "none"
user = {_quoted(server.user)}
password_file = {_quoted(password)}
me = [{_quoted(sample.OWNER)}]
mode = {_quoted(mode)}
""",
        "utf-8",
    )
    return config


def _quoted(value: Path | str) -> str:
    return json.dumps(str(value), ensure_ascii=False)
