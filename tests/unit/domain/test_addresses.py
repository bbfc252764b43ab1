"""Webhooks reach the open internet, and one's own network only where the installation says so."""

from __future__ import annotations

import pytest

from tiendo.domain.addresses import AddressRefused, Refusal, check_ip, read_target


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1/hook", Refusal.PRIVATE),
        ("https://localhost/hook", Refusal.PRIVATE),
        ("https://may-in.local/hook", Refusal.PRIVATE),
        ("https://10.1.2.3/hook", Refusal.PRIVATE),
        ("https://192.168.1.1/hook", Refusal.PRIVATE),
        ("https://169.254.169.254/latest/meta-data", Refusal.PRIVATE),
        ("https://100.64.0.1/hook", Refusal.PRIVATE),
        ("https://0.0.0.0/hook", Refusal.PRIVATE),
        ("https://224.0.0.1/hook", Refusal.PRIVATE),
        ("https://[::1]/hook", Refusal.PRIVATE),
        ("https://[fd00::1]/hook", Refusal.PRIVATE),
        ("https://[fe80::1]/hook", Refusal.PRIVATE),
        ("https://[::ffff:127.0.0.1]/hook", Refusal.PRIVATE),
        ("https://[64:ff9b::7f00:1]/hook", Refusal.PRIVATE),
        ("https://[2002:7f00:1::]/hook", Refusal.PRIVATE),
        ("http://example.org/hook", Refusal.SCHEME),
        ("ftp://example.org/hook", Refusal.SCHEME),
        ("file:///etc/passwd", Refusal.MALFORMED),
        ("https://user:word@example.org/", Refusal.CREDENTIALS),
        ("https://example.org:22/", Refusal.PORT),
        ("https://example.org:no/", Refusal.MALFORMED),
        ("https://exa mple.org/", Refusal.MALFORMED),
        ("https://example.org/\r\nHost: x", Refusal.MALFORMED),
        ("https://", Refusal.MALFORMED),
        ("", Refusal.MALFORMED),
    ],
)
def test_an_address_inside_is_refused(url: str, why: Refusal):
    with pytest.raises(AddressRefused) as refused:
        read_target(url)
    assert refused.value.why is why


def test_an_open_address_is_read_into_its_parts():
    target = read_target("https://hooks.example.org/tiendo?x=1")
    assert (target.host, target.port, target.path, target.is_tls) == (
        "hooks.example.org",
        443,
        "/tiendo?x=1",
        True,
    )


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://lgsp.tinh.vn:8080/hook", "lgsp.tinh.vn"),
        ("https://10.20.3.4/hook", "10.20.0.0/16"),
        ("http://127.0.0.1:9000/hook", "127.0.0.1"),
    ],
)
def test_one_s_own_network_is_reached_where_named(url: str, allowed: str):
    assert read_target(url, [allowed]).path == "/hook"


def test_a_name_that_leads_inside_is_refused_when_resolved():
    target = read_target("https://hooks.example.org/")
    check_ip("93.184.216.34", target)
    with pytest.raises(AddressRefused):
        check_ip("10.0.0.1", target)
    check_ip("10.0.0.1", target, ["10.0.0.0/8"])
