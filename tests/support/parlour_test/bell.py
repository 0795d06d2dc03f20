# SPDX-License-Identifier: GPL-3.0-or-later
"""The bell of the X server, which a program rings to be heard."""
import ctypes
import ctypes.util

_CORE_KEYBOARD = 0x100
_BELL = 1 << 8
_BELL_NOTIFY = 8        # XkbBellNotify, the member xkb_type of an XkbAnyEvent
_TYPE_AT = 40
_FIRST_OF_EXTENSIONS = 64


class Bell:
    """Counts from its making on."""

    def __init__(self):
        self._x = ctypes.CDLL(ctypes.util.find_library('X11') or 'libX11.so.6')
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        for function in (self._x.XCloseDisplay, self._x.XPending, self._x.XSync):
            function.argtypes = [ctypes.c_void_p] + [ctypes.c_int] * (function is self._x.XSync)
        self._x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self._x.XkbSelectEvents.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_ulong, ctypes.c_ulong]
        self._x.XkbQueryExtension.argtypes = [ctypes.c_void_p] + [ctypes.c_void_p] * 5
        self._display = self._x.XOpenDisplay(None)
        assert self._display and self._x.XkbQueryExtension(self._display, None, None, None, None, None), 'no bell here'
        self._x.XkbSelectEvents(self._display, _CORE_KEYBOARD, _BELL, _BELL)
        self._x.XSync(self._display, 0)
        self._count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._x.XCloseDisplay(self._display)

    @property
    def count(self):
        """How often it was rung."""
        event = ctypes.create_string_buffer(192)
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, event)
            # Every program hears of a changed keyboard, too, unasked: each key that xdotool borrows is one.
            self._count += ctypes.c_int.from_buffer(event, _TYPE_AT).value == _BELL_NOTIFY and \
                ctypes.c_int.from_buffer(event).value >= _FIRST_OF_EXTENSIONS
        return self._count
