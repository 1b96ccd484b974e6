"""Structured events with everything private masked.

The one fact a newcomer would get wrong: masking is a processor that is always on, not a habit of the callers. Whole
addresses, passwords and tokens never leave this module, whatever key they arrive under.
Event names are short constants listed in docs/events.md.
"""

import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from types import ModuleType

    from structlog.typing import FilteringBoundLogger, Processor

_ADDRESS = re.compile(r"([^\s@<>\"'(),:;]{1,64})@([^\s@<>\"'(),:;]{1,253})")
_SECRET_KEY = re.compile(r"passw|passphrase|^pass$|secret|token|authorization|credential|cookie", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?i)\b(bearer[ ]+|(?:password|passwd|pw|token|auth|access_token|refresh_token|client_secret)"
    r"['\"]?[ ]?[=:][ ]?['\"]?(?:bearer[ ]+)?)[^\s,;'\"]+"
)
_START = 4
_known_secrets: dict[
    str, frozenset[str]
] = {}  # by their first letters, so that a thousand accounts cost no more than one
_learning = threading.Lock()


def keep_secret(value: str) -> None:
    """From now on this exact text is masked wherever it would be logged."""
    if len(value) >= _START:
        start = value[:_START]
        with _learning:
            _known_secrets[start] = _known_secrets.get(start, frozenset()) | {value}


def forget_secret(value: str) -> None:
    """The text is no longer a secret, such as a token that was replaced; a service renews them for years."""
    start = value[:_START]
    with _learning:
        left = _known_secrets.get(start, frozenset()) - {value}
        if left:
            _known_secrets[start] = left
        else:
            _known_secrets.pop(start, None)


def mask_secrets(text: str) -> str:
    """The text with secrets removed and addresses left, for the person whose terminal it is."""
    return _SECRET_TEXT.sub(r"\1***", _without_known(text))


def mask(text: str) -> str:
    """The text with addresses shortened to their first letter and secrets removed."""
    text = mask_secrets(text)
    return _ADDRESS.sub(lambda found: f"{found[1][0]}***@{found[2]}", text)


def _without_known(text: str) -> str:
    starts = {text[at : at + _START] for at in range(len(text) - _START + 1)}
    known = [secret for start in starts for secret in _known_secrets.get(start, ())]
    for secret in sorted(known, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _masked(value: object) -> object:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, bytes):
        return mask(value.decode("utf-8", "replace"))
    if isinstance(value, Mapping):
        return {str(key): ("***" if _SECRET_KEY.search(str(key)) else _masked(inner)) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return mask(str(value))


def mask_event(_logger: object, _method: str, event: MutableMapping[str, object]) -> Mapping[str, object]:
    """The structlog processor that masks every value of an event."""
    return cast("Mapping[str, object]", _masked(event))


class _Steadfast:
    """Writes to a stream for as long as it takes it: a full disk or a closed pipe behind a log must end no service."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write it, or lose it."""
        with suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Hand on what was written, or lose it."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def configure(*, level: str = "info", stream: TextIO | None = None) -> None:
    """Send events of `level` and above as JSON lines to `stream` (standard error when None)."""
    import logging

    _leave_rich_out()
    import structlog

    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_event,
        structlog.processors.JSONRenderer(ensure_ascii=True),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _Steadfast(stream or sys.stderr))),
        cache_logger_on_first_use=False,
    )


def _leave_rich_out() -> None:
    """Import structlog without rich, which it takes along for coloured tracebacks where it is installed.

    Nothing coloured is ever logged here, and an idle service is 4 MB smaller without it.
    """
    if "structlog" not in sys.modules and "rich" not in sys.modules:
        sys.modules["rich"] = cast("ModuleType", None)  # an import of it fails, as if it were not installed
        try:
            import structlog  # noqa: F401 - for what its import leaves behind
        finally:
            del sys.modules["rich"]


def logger(**bound: object) -> "FilteringBoundLogger":
    """A logger with these facts bound to each of its events; warnings and above go out before `configure` is called."""
    import structlog

    if not structlog.is_configured():
        configure(level="warning")

    return cast("FilteringBoundLogger", structlog.get_logger(**bound))
