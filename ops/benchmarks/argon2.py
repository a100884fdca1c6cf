# SPDX-License-Identifier: Apache-2.0
"""The password hash alone, by the library that the server uses."""

import ctypes
import time

# crypto/password.hpp says so too; a test there fails when it no longer does.
_PASSES, _MEMORY_KIB, _LANES, _OCTETS = 2, 19456, 1, 32


def _raw_hash():
    """Its function, with types: a length that is passed as an int has whatever stands above it on the
    stack."""
    function = ctypes.CDLL("libargon2.so.1").argon2id_hash_raw
    function.argtypes = [ctypes.c_uint32] * 3 + [ctypes.c_char_p, ctypes.c_size_t] * 3
    return function


def hash_micros(seconds):
    """CPU µs of one hash."""
    hashed = _raw_hash()
    output = ctypes.create_string_buffer(_OCTETS)
    password, salt = b"correct horse battery staple", b"0123456789abcdef"
    count, before, until = 0, time.process_time(), time.monotonic() + seconds
    while time.monotonic() < until:
        if hashed(_PASSES, _MEMORY_KIB, _LANES, password, len(password), salt, len(salt), output,
                  len(output)) != 0:
            raise RuntimeError("Argon2id failed")
        count += 1
    return (time.process_time() - before) * 1e6 / count
