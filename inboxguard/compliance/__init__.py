"""Which ways out a message offers, and which published norms it does not meet."""

from inboxguard.compliance.check import CheckResult, check

__all__ = ["CheckResult", "check"]
