"""Fixtures for bundles that must be refused."""

import pytest

from latentpad.bundle.bundle import load_bundle
from latentpad.errors import BundleError
from latentpad.printable import printable


@pytest.fixture
def refused():
    """Return a function that checks that a bundle is refused with one line of moderate length that names it."""

    def check(path, complaint):
        with pytest.raises(BundleError, match=complaint) as caught:
            load_bundle(path)
        text = str(caught.value)
        assert text.startswith(printable(str(path)))
        assert "\n" not in text
        assert len(text.replace(printable(str(path)), "")) < 300
        return True

    return check
