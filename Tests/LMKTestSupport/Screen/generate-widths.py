#!/usr/bin/env python3
"""Writes Sources/LMKScreen/Text/CellWidth+Table.swift from Python's Unicode data.

    python3 Tests/LMKTestSupport/Screen/generate-widths.py > Sources/LMKScreen/Text/CellWidth+Table.swift
"""
import unicodedata

REFUSED, ZERO, ONE, TWO = range(4)


def width(code):
    char = chr(code)
    category = unicodedata.category(char)
    # Controls, formats (the bidirectional ones among them), separators of lines, private use and
    # what has no character yet: a terminal may do anything with them.
    if category in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"):
        return REFUSED
    if category in ("Mn", "Me"):
        return ZERO
    # Vowels and finals of a Hangul syllable join the consonant before them.
    if 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:
        return ZERO
    # Blank, and as wide as the terminal pleases.
    if code in (0x115F, 0x2800, 0x3164, 0xFFA0):
        return REFUSED
    return TWO if unicodedata.east_asian_width(char) in "WF" else ONE


runs = []
for code in range(0x110000):
    kind = width(code)
    if not runs or runs[-1][1] != kind:
        runs.append((code, kind))

print(f"// Generated from Unicode {unicodedata.unidata_version} by generate-widths.py in")
print("// Tests/LMKTestSupport/Screen. Do not edit.")
print()
print("extension CellWidth {")
print("  /// Where a run of code points of one width begins: `code << 2 | width`, in which 3 is two")
print("  /// columns, 2 one, 1 none, and 0 is refused. Ascending.")
print("  static let runs: [UInt32] = [")
line = "   "
for code, kind in runs:
    word = f" 0x{code << 2 | kind:x},"
    if len(line) + len(word) > 98:
        print(line)
        line = "   "
    line += word
print(line)
print("  ]")
print("}")
