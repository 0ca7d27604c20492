"""The key that signs seals (Ed25519, RFC 8032), and the keys whose signatures count.

The private key is a PEM file that only its owner may read. The public file holds one PEM block for each key there has
been, oldest first: a key that was renewed signs nothing more, and what it signed still counts. Whoever verifies
elsewhere needs the public file and nothing else.
"""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kejin.records.errors import SealError

_BLOCK = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----\n?", re.DOTALL)
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature, hexadecimal, and the fingerprint of the key that made it."""

    key: str
    value: str


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key's 32 bytes, hexadecimal."""
    return sha256(key.public_bytes(form.Encoding.Raw, form.PublicFormat.Raw)).hexdigest()


def make_key(private: Path, public: Path, *, renew: bool = False) -> str:
    """Make a signing key; with `renew` in the place of the one that is there, which is gone afterwards.

    Returns:
        The new key's fingerprint.

    Raises:
        SealError: There is a key already, or none to renew.
    """
    if private.exists() != renew:
        raise SealError(
            "There is a signing key already" if private.exists() else "There is no signing key to renew",
            expected="--renew for a new one in its place" if private.exists() else "a new one, without --renew",
            where=str(private), kept="The keys were left as they were.",
        )  # fmt: skip
    key = Ed25519PrivateKey.generate()
    private.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    block = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    # First that its signatures count: the other way round a key that was interrupted here would sign for nobody.
    before = public.read_bytes() if public.exists() else b""
    _write(public, before + block, mode=0o644)
    _write(private, pem, mode=0o600)
    return fingerprint(key.public_key())


def sign(private: Path, content: bytes) -> Signature:
    """The signature of the key in a file.

    Raises:
        SealError: There is no key, others may read it, or it is none.
    """
    key = _private(private)
    return Signature(fingerprint(key.public_key()), key.sign(content).hex())


def trusted(public: Path) -> dict[str, Ed25519PublicKey]:
    """The keys of a public file, by fingerprint.

    Raises:
        SealError: There is no such file, or no key in it.
    """
    try:
        held = public.read_bytes()
        keys = [form.load_pem_public_key(block) for block in _BLOCK.findall(held)]
    except (OSError, ValueError) as error:
        raise _unreadable(public, error) from error
    found = {fingerprint(key): key for key in keys if isinstance(key, Ed25519PublicKey)}
    if not found:
        raise _unreadable(public, "no Ed25519 key")
    return found


def counts(signature: Signature, content: bytes, keys: dict[str, Ed25519PublicKey]) -> bool:
    """Whether a signature is by one of the keys, and of this content."""
    key = keys.get(signature.key)
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(signature.value), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        if path.stat().st_mode & _OTHERS:
            raise SealError(
                "Others may read the signing key", expected="a file for its owner alone (chmod 600)", where=str(path),
                kept="Nothing was sealed.",
            )  # fmt: skip
        key = form.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(path, "another kind of key")
    return key


def _unreadable(path: Path, found: object) -> SealError:
    return SealError(
        "The key cannot be read", expected="an Ed25519 key in PEM; `kejin audit key` makes one", found=str(found),
        where=str(path), kept="Nothing was sealed or changed.",
    )  # fmt: skip


def _write(path: Path, content: bytes, *, mode: int) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
