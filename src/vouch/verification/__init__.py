"""Every statement against the text that it cites."""

from vouch.verification.verdicts import ClaimReader, Excerpt, Verdict
from vouch.verification.verifying import verify, verify_all

__all__ = ["ClaimReader", "Excerpt", "Verdict", "verify", "verify_all"]
