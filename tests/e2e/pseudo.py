# SPDX-License-Identifier: GPL-3.0-or-later
"""A pseudo-locale: every text that is translated at all becomes marked, longer, and written from right to left."""
import os
import shutil
import struct

from parlour_test import paths

LANGUAGE = 'he'     # what GTK itself writes from right to left in
MARK = '\u05d0'
_HEADER = 'Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n'


def _originals(path):
    """The texts of a compiled catalogue, as they stand in the source; a plural's forms are parted by a zero byte."""
    with open(path, 'rb') as file:
        data = file.read()
    count, table = struct.unpack_from('<2I', data, 8)
    for index in range(count):
        length, offset = struct.unpack_from('<2I', data, table + 8 * index)
        yield data[offset:offset + length].decode()


def _translate(original):
    if not original:
        return _HEADER
    forms = original.rpartition('\4')[2].split('\0')
    return '\0'.join(f'{MARK} {form} {MARK * (len(form) // 3)}' for form in forms)


def _write(path, pairs):
    ids, texts, place = [], [], 28 + 16 * len(pairs)
    parts = []
    for entries, column in ((ids, 0), (texts, 1)):
        for pair in pairs:
            data = pair[column].encode()
            entries.append((len(data), place))
            parts.append(data + b'\0')
            place += len(data) + 1
    with open(path, 'wb') as file:
        file.write(struct.pack('<7I', 0x950412de, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0))
        for entry in ids + texts:
            file.write(struct.pack('<2I', *entry))
        file.write(b''.join(parts))


def make_program(folder):
    """A copy of the program beside a catalogue of the pseudo-locale, laid out as in a build folder; returns its path."""
    catalogue = os.path.join(folder, 'po', LANGUAGE, 'LC_MESSAGES')
    program = os.path.join(folder, 'src', 'app', 'parlour')
    os.makedirs(catalogue)
    os.makedirs(os.path.dirname(program))
    shutil.copy2(paths.program('parlour'), program)
    originals = sorted(_originals(os.path.join(paths.BUILD, 'po', 'de', 'LC_MESSAGES', 'parlour.mo')), key=str.encode)
    _write(os.path.join(catalogue, 'parlour.mo'), [(original, _translate(original)) for original in originals])
    return program
