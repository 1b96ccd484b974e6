"""The command `inboxguard`; imports nothing that a help text does not need."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from inboxguard.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
