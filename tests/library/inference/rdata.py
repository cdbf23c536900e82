"""A small reader of R's saved data (format 2, XDR): enough for lists, numbers and words."""

import lzma
import struct
from pathlib import Path
from typing import Any

ENDED, ATTRIBUTED, TAGGED = 254, 1 << 9, 1 << 10
NAMED_ONLY = 253  # the global environment
INTEGER_NA = -(2**31)


class Reader:
    """One pass over the bytes; `seen` holds the symbols that later places refer back to."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at, self.seen = raw, 0, list[str]()

    def take(self, pattern: str) -> tuple[Any, ...]:
        found = struct.unpack_from(">" + pattern, self.raw, self.at)
        self.at += struct.calcsize(">" + pattern)
        return found

    def number(self) -> int:
        return int(self.take("i")[0])

    def item(self) -> Any:
        flags = self.number()
        kind = flags & 255
        if kind in (ENDED, NAMED_ONLY, 0):
            return None
        if kind == 255:
            return self.seen[(flags >> 8) - 1]
        if kind == 1:
            self.seen.append(self.item())
            return self.seen[-1]
        if kind == 2:
            return self.pairs(flags)
        if kind == 9:
            length = self.number()
            return None if length < 0 else self.take(f"{length}s")[0].decode("latin-1")
        value = self.vector(kind)
        attributes = self.item() if flags & ATTRIBUTED else {}
        names = attributes.get("names")
        return dict(zip(names, value, strict=True)) if names and kind == 19 else Value(value, attributes)

    def vector(self, kind: int) -> list[Any]:
        size = self.number()
        if kind in (10, 13):
            return [None if x == INTEGER_NA else x for x in self.take(f"{size}i")]
        if kind == 14:
            return list(self.take(f"{size}d"))
        if kind in (16, 19):
            return [self.item() for _ in range(size)]
        raise ValueError(f"R type {kind} at byte {self.at} is not known here")

    def pairs(self, flags: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while flags & 255 == 2:
            if flags & ATTRIBUTED:
                self.item()
            tag = self.item() if flags & TAGGED else str(len(found))
            found[tag] = self.item()
            flags = self.number()
        return found


class Value(list[Any]):
    """A vector with R's attributes beside it."""

    def __init__(self, value: list[Any], attributes: dict[str, Any]) -> None:
        super().__init__(value)
        self.attributes = attributes


def saved(path: Path) -> dict[str, Any]:
    """The objects of an .rdata file by name."""
    raw = lzma.decompress(path.read_bytes())
    assert raw.startswith(b"RDX2\nX\n")
    reader = Reader(raw[7:])
    reader.take("iii")
    found = reader.item()
    assert isinstance(found, dict)
    return found
