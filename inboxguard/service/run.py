"""From signals to a service that starts, reads its configuration again, and stops.

The one fact a newcomer would get wrong: no handler is installed. The signals are blocked before any thread starts, and
the main thread takes them one by one when it has time; so none of them can arrive in the middle of anything.
"""

import signal
from collections.abc import Iterable
from typing import Final

from inboxguard.config.load import load
from inboxguard.errors import Bug, ConfigProblem, ExitCode
from inboxguard.log import configure, logger
from inboxguard.service.watch import Service

_HEARD: Final = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
_LOOK_ROUND_SECONDS: Final = 5.0


def run(names: Iterable[str], config: str | None) -> int:
    """Watch until told to stop; the exit code.

    Raises:
        ConfigProblem, UsageProblem, JournalLocked: when it cannot even start.
        Bug: when the watcher died.
    """
    settings = load(config)
    configure(level=settings.general.log_level)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    try:
        service = Service(settings, names)
        service.start()
        in_order = _until_told(service, config)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return ExitCode.OK if in_order else ExitCode.PARTIAL


def _until_told(service: Service, config: str | None) -> bool:
    while True:
        heard = _next_signal()
        if heard is None and not service.running:
            service.stop()
            raise Bug("the watcher ended by itself", mend="please report it with the log")
        if heard == signal.SIGHUP:
            _reload(service, config)
        elif heard is not None:
            logger().info("service_stopping", signal=signal.Signals(heard).name)
            return service.stop()


def _next_signal() -> int | None:
    """The next signal, or None after some seconds without one; where the system has no such wait, after any time."""
    if not hasattr(signal, "sigtimedwait"):  # macOS, 2026-11
        return signal.sigwait(_HEARD)
    heard = signal.sigtimedwait(_HEARD, _LOOK_ROUND_SECONDS)
    return heard.si_signo if heard else None


def _reload(service: Service, config: str | None) -> None:
    try:
        settings = load(config)
        service.reload(settings)
        configure(level=settings.general.log_level)
    except ConfigProblem as problem:
        logger().error("configuration_refused", says=str(problem), mend=problem.mend)
