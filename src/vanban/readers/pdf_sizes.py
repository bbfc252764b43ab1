"""How large the streams of a PDF unpack, before any of them is unpacked by its reader."""

from __future__ import annotations

import re
import zlib

from vanban.errors import UnreadableFile

# A page's text unpacks to far less than 1 MB, embedded fonts to some 20 MB; pictures stay packed.
MAX_STREAM = 64_000_000
MAX_STREAMS = 512_000_000
_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 1 << 20
# A stream's dictionary stands before it within so many bytes.
_DICTIONARY = 2_000
# No zlib stream unpacks to more than some 1030 times its size.
_MOST = 1_040


def check_streams(raw: bytes) -> None:
    """Refuse a file whose packed streams unpack to more than the limits.

    Errors: UnreadableFile(too_large).
    """
    total = 0
    for match in _STREAM.finditer(raw):
        dictionary = raw[max(0, match.start() - _DICTIONARY) : match.start()]
        dictionary = dictionary[dictionary.rfind(b"obj") :]
        if b"FlateDecode" not in dictionary and b"/Fl" not in dictionary:
            continue
        if b"/Image" in dictionary:
            continue
        end = raw.find(b"endstream", match.end())
        packed = memoryview(raw)[match.end() : len(raw) if end < 0 else end]
        if len(packed) * _MOST < MAX_STREAM // 64:
            continue
        total += _unpacked_size(packed)
        if total > MAX_STREAMS:
            raise UnreadableFile("too_large", {"size": f"> {total}", "limit": str(MAX_STREAMS)})


def _unpacked_size(packed: memoryview) -> int:
    """The size of a stream once unpacked; what is damaged counts as far as it goes."""
    size, unpacker = 0, zlib.decompressobj()
    data: bytes | memoryview = packed
    while data and not unpacker.eof:
        try:
            size += len(unpacker.decompress(data, _CHUNK))
        except zlib.error:
            break
        data = unpacker.unconsumed_tail
        if size > MAX_STREAM:
            raise UnreadableFile("too_large", {"size": f"> {size}", "limit": str(MAX_STREAM)})
    return size
