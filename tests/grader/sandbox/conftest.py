"""One zygote for all tests of the sandbox, with the best walls this machine has."""

import pytest

from grader.sandbox.tiers import open_zygote


@pytest.fixture(scope="session")
def zygote():
    zygote, _ = open_zygote()
    yield zygote
    left = zygote.sweep()
    zygote.close()
    assert left == 0, "a test left a runner behind"
