# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program answers to GetItems of org.a11y.atspi.Cache, read from its bytes: GLib.Variant.unpack() makes a Python
object of each of some ten thousand values, which takes longer than all else that a test of windows does.

The format is GVariant's (https://people.gnome.org/~desrt/gvariant-serialisation.pdf): offsets at a container's end, as wide as
its size asks for, tell where its members of varying size end."""
import collections
import struct

TYPE = 'a((so)(so)(so)iiassusau)'
_OFFSETS = 6        # a tuple has this many members of varying size before its last one
_NUMBERS = struct.Struct('<ii')
_NUMBER = struct.Struct('<I')

Item = collections.namedtuple('Item', 'path parent index count name role states')


def _width(size):
    return 1 if size < 1 << 8 else 2 if size < 1 << 16 else 4


def _numbers(data, start, end, width):
    return data[start:end] if width == 1 else memoryview(data)[start:end].cast('H' if width == 2 else 'I')


def _ends(data, start, end, count):
    """Where the members of varying size of a tuple end, and where its content does."""
    width = _width(end - start)
    begin = end - count * width
    return _numbers(data, begin, end, width)[::-1], begin


def _path(data, start, end):
    """The o of (so)."""
    (first,), begin = _ends(data, start, end, 1)
    return data[start + first:begin - 1].decode()


def _aligned(position):
    return (position + 3) & ~3


def _item(data, start, end):
    (own, program, parent, interfaces, name, description), begin = _ends(data, start, end, _OFFSETS)
    index, count = _NUMBERS.unpack_from(data, start + _aligned(parent))
    role, = _NUMBER.unpack_from(data, start + _aligned(name))
    states = start + _aligned(description)
    return Item(_path(data, start, start + own), _path(data, start + program, start + parent), index, count,
                data[start + interfaces:start + name - 1].decode(), role, memoryview(data)[states:begin].cast('I'))


def read(variant):
    """The items, in their order; none of what is not of this type."""
    data = variant.get_data_as_bytes().get_data()
    if not data or variant.get_type_string() != TYPE:
        return []
    width = _width(len(data))
    begin, = _numbers(data, len(data) - width, len(data), width)
    ends = _numbers(data, begin, len(data), width)
    starts = (0, *(_aligned(end) for end in ends))
    return [_item(data, start, end) for start, end in zip(starts, ends)]
