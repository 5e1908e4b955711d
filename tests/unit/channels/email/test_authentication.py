"""Whose word counts about a sender."""

import pytest

from channels.email.authentication import is_authentic

TRUSTED = {"mx.acme.test"}


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("mx.acme.test; dmarc=pass (p=reject) header.from=x.example", True),
        ("mx.acme.test 1; spf=fail; dkim=fail; dmarc=fail header.from=x.example", False),
        ("mx.acme.test; spf=pass smtp.mailfrom=a@b; dkim=none", None),
        ("mx.acme.test; spf=fail; dkim=fail", False),
        ("mx.acme.test; spf=softfail; dkim=permerror", False),
        ("mx.acme.test; spf=fail; dkim=fail; dkim=pass", None),
        ("mx.acme.test; dmarc=none", None),
        ("mx.acme.test; none", None),
        ("MX.Acme.Test (it; is; me); DMARC=Pass", True),
        ("mx.acme.test (dmarc=pass)", None),
        ("evil.example; dmarc=pass", None),
        ("", None),
        (";;;", None),
        ("(((((", None),
    ],
)
def test_the_trusted_server_decides(value: str, verdict: bool | None) -> None:
    assert is_authentic([value], trusted=TRUSTED) is verdict


def test_only_the_topmost_of_the_trusted_server_counts() -> None:
    real, forged = "mx.acme.test; dmarc=fail", "mx.acme.test; dmarc=pass"
    assert is_authentic(["other.example; dmarc=pass", real, forged], trusted=TRUSTED) is False


def test_without_trust_nothing_is_known() -> None:
    assert is_authentic(["mx.acme.test; dmarc=fail"], trusted=()) is None
