"""One assistant over the shipped corpus for all integrations."""

import pytest

from vouch.assistant import Assistant
from vouch.settings import Settings


@pytest.fixture(scope="session")
def assistant(shipped: Settings) -> Assistant:
    return Assistant.from_settings(shipped)
