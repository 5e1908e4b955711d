"""Twilio's signature, held against Twilio's own validator."""

import pytest
from twilio.request_validator import RequestValidator

from channels.sms.signature import SignatureCheck, sign

FIELDS = [("To", "+15005550006"), ("Body", "Grüße & mehr"), ("From", "+4915112345678"), ("MediaUrl0", "")]


@pytest.mark.parametrize(
    "url",
    [
        "https://crm.example.com/twilio/messages",
        "https://crm.example.com:8443/twilio/messages?a=1&b=%20",
        "http://127.0.0.1:8000/twilio/voice",
    ],
)
def test_our_signature_is_twilios(url: str) -> None:
    assert sign(url, FIELDS, auth_token="secret") == RequestValidator("secret").compute_signature(
        url, dict(FIELDS)
    )


@pytest.mark.parametrize(
    ("public_url", "signed_url"),
    [
        ("https://crm.example.com", "https://crm.example.com/twilio/messages"),
        ("https://crm.example.com/", "https://crm.example.com:443/twilio/messages"),
        ("https://crm.example.com:443", "https://crm.example.com/twilio/messages"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/twilio/messages"),
        ("http://[::1]:8000", "http://[::1]/twilio/messages"),
    ],
)
def test_the_port_may_be_named_or_not(public_url: str, signed_url: str) -> None:
    check = SignatureCheck(auth_token="secret", public_url=public_url)
    signature = sign(signed_url, FIELDS, auth_token="secret")
    assert check.is_valid(target="/twilio/messages", fields=FIELDS, signature=signature)
    assert not check.is_valid(target="/twilio/status", fields=FIELDS, signature=signature)


def test_a_field_given_twice_is_signed_with_both_values() -> None:
    one = sign("https://a.example/x", [("A", "1"), ("A", "2")], auth_token="secret")
    assert one == sign("https://a.example/x", [("A", "2"), ("A", "1"), ("A", "1")], auth_token="secret")
    assert one != sign("https://a.example/x", [("A", "1")], auth_token="secret")


@pytest.mark.parametrize("signature", ["", "x", "ü", "bm8="])
def test_another_signature_is_false(signature: str) -> None:
    check = SignatureCheck(auth_token="secret", public_url="https://crm.example.com")
    assert not check.is_valid(target="/twilio/messages", fields=FIELDS, signature=signature)
