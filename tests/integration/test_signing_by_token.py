"""Signing with a key that never leaves its token: SoftHSM in place of the office's own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.certificate_factories import authority, lay_trust
from tests.conftest import lacking
from tests.issuing_factories import at, other_pdf
from tiendo.domain.issuing import Finding
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.sealing import TokenKey, seal_pdf
from tiendo.issuing.signatures import read_signatures
from tiendo.issuing.trust import read_folder

PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/libsofthsm2.so",
)
MODULE = next((Path(each) for each in PLACES if Path(each).is_file()), None)
LABEL, PIN = "con-dau", "13572468"


@pytest.fixture
def module() -> Path:
    """The library of the token."""
    if MODULE is None or shutil.which("softhsm2-util") is None:
        lacking("SoftHSM", "softhsm2")
    return MODULE


@pytest.fixture
def token(module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TokenKey:
    """A token with the body's key and certificate in it."""
    import pkcs11

    (tmp_path / "tokens").mkdir()
    conf = tmp_path / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n", encoding="utf-8")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    body = authority().body
    key = tmp_path / "khoa.pem"
    key.write_bytes(
        body.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    _run("--init-token", "--free", "--label", LABEL, "--so-pin", PIN, "--pin", PIN)
    _run("--import", str(key), "--token", LABEL, "--label", LABEL, "--id", "01", "--pin", PIN)
    library = pkcs11.lib(str(module))
    library.reinitialize()
    with library.get_token(token_label=LABEL).open(user_pin=PIN, rw=True) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: LABEL,
                pkcs11.Attribute.ID: b"\x01",
                pkcs11.Attribute.SUBJECT: body.certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: body.certificate.public_bytes(serialization.Encoding.DER),
            }
        )
    return TokenKey(module, LABEL, LABEL, LABEL, PIN)


def test_a_token_signs_and_a_wrong_pin_is_told(token: TokenKey, tmp_path: Path) -> None:
    lay_trust(tmp_path / "signing")
    signed = seal_pdf(other_pdf(), token, "Ủy ban nhân dân tỉnh", at())
    (reading,) = read_signatures(signed, read_folder(tmp_path / "signing"), at())
    assert (reading.signer, reading.facts.integrity, reading.facts.chain) == (
        "Ủy ban nhân dân tỉnh",
        Finding.GOOD,
        Finding.GOOD,
    )
    wrong = TokenKey(token.module, LABEL, LABEL, LABEL, "00000000")
    with pytest.raises(IssuingError) as refused:
        seal_pdf(other_pdf(), wrong, "Ủy ban nhân dân tỉnh", at())
    assert refused.value.code == "seal_failed"


def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    missing = TokenKey(tmp_path / "khong-co.so", LABEL, LABEL, LABEL, PIN)
    with pytest.raises(IssuingError) as refused:
        seal_pdf(other_pdf(), missing, "Ủy ban nhân dân tỉnh", at())
    assert refused.value.code == "seal_failed"


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)
