"""Every error the program raises on purpose, sorted by who can mend it.

The one fact a newcomer would get wrong: bad mail is not an error. A damaged message is read as far as it goes and
carries its `damage`; these classes are for what the user, the server or we must mend.

```
InboxguardError
├── UsageProblem        the command line asks for something that cannot be         exit 2
├── ConfigProblem       the user mends a setting or a file                          exit 3
├── ServerTrouble       wait, ask the user, or report
│   ├── Unreachable     no connection, or it went away                              exit 5
│   │   └── TlsRefused  the certificate or the handshake is not acceptable          exit 6
│   ├── Refused         the server said no                                          exit 7
│   │   └── SignInRefused   wrong or expired credentials                            exit 4
│   └── Misbehaved      the server broke the protocol                               exit 5
├── JournalTrouble      the state on disk cannot be read or written                 exit 3
│   └── JournalLocked   another process holds it                                    exit 8
└── Bug                 we are wrong                                                exit 70
```
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says to its caller when it ends; the output format never changes it."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    CONFIG = 3
    SIGN_IN = 4
    UNREACHABLE = 5
    TLS = 6
    PARTIAL = 7
    LOCKED = 8
    BUG = 70
    INTERRUPTED = 130
    TERMINATED = 143


class InboxguardError(Exception):
    """The root. `str()` says what happened and to what; `mend` is the next thing to do, or empty."""

    exit_code = ExitCode.BUG

    def __init__(self, says: str, *, mend: str = "") -> None:
        super().__init__(says)
        self.mend = mend


class UsageProblem(InboxguardError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE


class ConfigProblem(InboxguardError):
    """A setting, a secret or an input file the user must mend."""

    exit_code = ExitCode.CONFIG


class ServerTrouble(InboxguardError):
    """Anything that went wrong beyond our socket."""

    exit_code = ExitCode.UNREACHABLE


class Unreachable(ServerTrouble):
    """No connection could be made, or it went away; trying again later may help."""


class TlsRefused(Unreachable):
    """The certificate or the handshake is not acceptable; trying again will not help."""

    exit_code = ExitCode.TLS


class Refused(ServerTrouble):
    """The server understood and said no."""

    exit_code = ExitCode.PARTIAL


class SignInRefused(Refused):
    """The server did not accept who we are."""

    exit_code = ExitCode.SIGN_IN


class Misbehaved(ServerTrouble):
    """The server broke the protocol; the session is thrown away."""


class JournalTrouble(InboxguardError):
    """The state on disk cannot be read or written."""

    exit_code = ExitCode.CONFIG


class JournalLocked(JournalTrouble):
    """Another process works on the same state."""

    exit_code = ExitCode.LOCKED


class Bug(InboxguardError):
    """A promise inside the program was broken; please report it."""
