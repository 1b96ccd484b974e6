"""`python3 -m inboxguard.healthcheck`: whether the service beside us is healthy; for containers.

The one fact a newcomer would get wrong: this module stands outside the layers and imports the standard library alone,
because a container runs it every half minute and 100 ms is all it may take.
"""

import os
import socket
import sys

_USUAL = "127.0.0.1:8025"
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - where it listens, not where we ask
_SECONDS = 3.0
_PLACES = ("inboxguard.toml", "~/.config/inboxguard/inboxguard.toml", "/config/inboxguard.toml")  # as config/load.py


def listening_on() -> str:
    """Where the service was told to listen: by the environment, else by its configuration file, else as usual."""
    if told := os.environ.get("INBOXGUARD_SERVICE__LISTEN"):
        return told
    import tomllib
    from pathlib import Path

    given = os.environ.get("INBOXGUARD_CONFIG")
    places = [Path(place).expanduser() for place in ((given,) if given else _PLACES)]
    path = next((place for place in places if place.is_file()), None)
    try:
        tree = tomllib.loads(path.read_text("utf-8-sig")) if path else {}
        return str(tree.get("service", {}).get("listen", _USUAL))
    except (OSError, ValueError, AttributeError):
        return _USUAL


def first_line(listen: str) -> str:
    """The status line that /healthz is answered with.

    Raises:
        OSError: when nothing answers in time.
        ValueError: when `listen` is no host and port.
    """
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    with socket.create_connection((_EVERYWHERE.get(host, host), int(port)), timeout=_SECONDS) as asked:
        asked.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        return asked.recv(200).split(b"\r\n", 1)[0].decode("ascii", "replace")


def main() -> int:
    """0 when the loop turns, also while a mail server is out of reach; 1 when it has stalled or nothing answers."""
    listen = listening_on()
    try:
        answer = first_line(listen)
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"no answer on {listen or 'nothing: [service] listen is empty'}: {problem}\n")
        return 1
    sys.stdout.write(f"{answer}\n")
    return 0 if " 200 " in f"{answer} " else 1


if __name__ == "__main__":
    sys.exit(main())
