# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program's windows as a person would: finds things by what they are called (AT-SPI), clicks and types with
real pointer and keyboard events (XTEST through xdotool)."""
import contextlib
import itertools
import os
import re
import subprocess

from gi.repository import GLib

from . import paths
from .accessible import Memory, count_windows, find_program, in_sight, read_tree, role_name
from .waiting import PATIENCE, Timeout, wait_for


def xdo(*arguments):
    done = subprocess.run(['xdotool', *map(str, arguments)], capture_output=True, text=True, timeout=30)
    if done.returncode:
        raise AssertionError(f"xdotool {' '.join(map(str, arguments))}: {done.stderr.strip() or done.returncode}")
    return done.stdout.strip()


def type_text(text):
    """Types `text` with real key presses into whatever has the focus.

    xdotool lends a character that the keyboard lacks a spare key for a moment only, and a busy program looks the key up
    later: such characters get a key for the whole session first.
    """
    for character in sorted({character for character in text if ord(character) > 126}):
        subprocess.run(['xmodmap', '-e', f'keycode any = U{ord(character):04X} U{ord(character):04X}'], check=True)
    xdo('type', '--delay', 4, '--', text)


def press(*keys):
    """Presses keys or chords one after another: press('ctrl+n', 'Return')."""
    for key in keys:
        xdo('key', '--delay', 4, key)


def _managed_x_windows():
    """Those that the window manager looks after, from the bottom up, or None if there is none."""
    done = subprocess.run(['xprop', '-root', '_NET_CLIENT_LIST_STACKING'], capture_output=True, text=True, timeout=30)
    return [str(int(number, 16)) for number in re.findall('0x[0-9a-f]+', done.stdout)] if '#' in done.stdout else None


def _x_window_with_keyboard():
    return subprocess.run(['xdotool', 'getactivewindow'], capture_output=True, text=True, timeout=30).stdout.strip()


def _matches(value, wanted):
    if wanted is None:
        return True
    return bool(wanted.search(value)) if isinstance(wanted, re.Pattern) else value == wanted


class Vanished(Exception):
    """What was found is not there any more, or has become something else."""


class Element:
    """One thing on the screen. It may vanish at any time: what is done to it is done to what is then found in its place,
    by `find_again`; find it again rather than keeping it."""

    def __init__(self, window, node, wanted=None, find_again=None):
        self._window = window
        self.node = node
        self._wanted = wanted       # the name that it was looked for by
        self._find_again = find_again

    def __repr__(self):
        return f'<{self.role} {self.name!r}>'

    @property
    def role(self):
        return self.node.role

    @property
    def name(self):
        return self.node.name

    @property
    def description(self):
        return self.node.description()

    @property
    def text(self):
        """What it holds: of an entry or text view its content, else its name."""
        text = self.node.text()
        return self.name if text is None else text

    @property
    def place(self):
        """x, y, width, height in its window."""
        return self.node.extents()

    def has(self, state):
        """Whether it is 'sensitive', 'focused', 'checked', 'selected', 'expanded' and so on, in AT-SPI's words."""
        return self.node.is_in(state)

    def wait_until(self, state, wanted=True, timeout=PATIENCE):
        wait_for(lambda: self.has(state) == wanted, f'{self!r} to be {"" if wanted else "not "}{state}', timeout)
        return self

    def find(self, role=None, name=None, timeout=PATIENCE):
        return self._window.find(role, name, timeout, inside=self.node)

    def find_all(self, role=None, name=None):
        return self._window.find_all(role, name, inside=self.node)

    def actions(self):
        return self.node.actions()

    def act(self, action='click'):
        """Calls an accessible action, as a screen reader does."""
        actions = self.actions()
        assert action in actions, f'{self!r} has only the actions {actions}'
        self._window.has_menu = self._window.has_menu or self.role == 'menu item'
        assert self.node.do_action(actions.index(action)), f'{self!r} refused {action}'

    def act_inside(self):
        """Calls what can be clicked in it, as soon as there is something: of a menu button its toggle."""
        def acted():
            try:
                for element in self.find_all():
                    if 'click' in element.actions():
                        element.act()
                        return True
            except GLib.Error:      # it was laid out anew
                pass
            return False
        wait_for(acted, f'something to click in {self!r}')

    def click(self, button=1, count=1):
        """A real click into its middle."""
        def clicked():
            try:
                self._window.click(self.node, button, count, self._wanted)
            except Vanished:
                if not self._find_again:
                    raise
                self.node = self._find_again().node
                return False
            return True
        wait_for(clicked, f'{self!r} to stay for a click')

    def set_text(self, text):
        """Replaces its content as an assistive tool does: quick, and no key is pressed."""
        assert self.node.set_text(text), f'{self!r} cannot be written into'

    def type(self, text):
        """Clicks into it and types; returns once it holds what was typed."""
        self.click()
        before = self.text
        type_text(text)
        wait_for(lambda: len(self.text) >= len(before) + len(text) or text in self.text,
                 lambda: f'{text!r} in {self!r}, which holds {self.text!r}')


class Window:
    """All windows of one process; what is looked for is looked for in all of them."""

    def __init__(self, process, timeout=30.0, log=str):
        """`log` returns what the program has said, for a message about its end."""
        self.process = process
        self._log = log
        self._memory = Memory()
        self._known_tops = set()
        self.has_menu = False    # a menu's entry was called and nothing clicked since
        self._owner = wait_for(self._look_for_window, lambda: f'a window of process {process.pid}', timeout)

    def _look_for_window(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended with status {self.process.returncode}')
        owner = find_program(self.process.pid)
        try:
            return owner if owner and read_tree(owner).children else None
        except GLib.Error:
            return None

    def _read(self, quickly=False):
        """The program's tree; an end of the program that nobody asked for is the news, not what follows from it."""
        self._memory = self._memory if quickly else Memory()
        try:
            return read_tree(self._owner, memory=self._memory)
        except GLib.Error:
            status = self.process.poll()
            if status is not None:
                raise AssertionError(f'the program ended with status {status}; it said\n{self._log()[-4000:]}') from None
            raise

    def find_all(self, role=None, name=None, inside=None, quickly=False):
        """Everything in sight (not scrolled or turned away) of this role and name (a string or a pattern), in reading order;
        `quickly`: of what is remembered of the tree, which is nearly always how it is."""
        role = role_name(role) if isinstance(role, str) else role
        try:
            root = self._read(quickly)
        except GLib.Error:      # something vanished on the way
            return []
        if inside:
            root = next((node for node in root.walk() if node.path == inside.path), None)
        found = [node for node in (root.walk() if root else ())
                 if _matches(node.role, role) and _matches(node.name, name)]
        return [Element(self, node, name) for node in in_sight(self._owner, found)]

    def find(self, role=None, name=None, timeout=PATIENCE, inside=None):
        """The first of find_all(), as soon as there is one. Every other time the tree is read anew, lest memory errs. If it
        is in a window that has just opened, that window has the keyboard on return."""
        tries = itertools.count()
        found = wait_for(lambda: next(iter(self.find_all(role, name, inside, next(tries) % 2 == 0)), None),
                         lambda: f'{role or "anything"} {name!r} among\n{self.tree()}', timeout)
        top = list(found.node.way_up())[-1]
        if top.path not in self._known_tops:
            self._known_tops.add(top.path)
            self._await_keyboard()
        return Element(self, found.node, name, lambda: self.find(role, name, timeout, inside))

    def has(self, role=None, name=None):
        return bool(self.find_all(role, name))

    def wait_gone(self, role=None, name=None, timeout=PATIENCE):
        wait_for(lambda: not self.find_all(role, name, quickly=True) and not self.has(role, name),
                 lambda: f'{role} {name!r} to go from\n{self.tree()}', timeout)

    def tree(self):
        """What is on the screen, as text, for a message about a failure."""
        nodes = [node for top in self._read().children for node in top.walk()]
        seen = set(in_sight(self._owner, nodes))
        return '\n'.join(f"{'  ' * (len(way) - 1)}{way[0].role} {way[0].name!r}"
                         for way in (list(node.way_up()) for node in nodes) if seen.issuperset(way))

    def _x_windows(self):
        done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                              capture_output=True, text=True, timeout=30)
        return done.stdout.split()

    def _settled_x_windows(self):
        """The X windows, once they are those that assistive tools are told of: what opens or closes is told at once, and
        comes to or goes from the screen a little later, with the keyboard."""
        managed = _managed_x_windows()

        def settled():
            windows = self._x_windows()
            shown = windows if managed is None else [window for window in windows if window in _managed_x_windows()]
            return windows if shown and (managed is None or len(shown) == count_windows(self._owner)) else None
        return wait_for(settled, lambda: f'the X windows of\n{self.tree()}')

    def _await_keyboard(self):
        """Where there is a window manager: until it has given the keyboard to the newest window, if it does at all."""
        windows = self._settled_x_windows()
        if _managed_x_windows() is None:
            return
        with contextlib.suppress(Timeout):
            wait_for(lambda: _x_window_with_keyboard() == windows[-1], 'the keyboard', 2)

    def _x_window(self, top=None):
        """The X window that shows the toplevel `top`, or the program's newest one."""
        windows = self._settled_x_windows()
        if top is None or len(windows) == 1:
            return windows[-1]
        width = top.extents()[2]

        def distance(window):
            titled = xdo('getwindowname', window) == top.name
            return (not titled, abs(self._geometry(window)[0] - width))
        return min(windows, key=distance)

    @staticmethod
    def _geometry(window):
        values = dict(line.split('=') for line in xdo('getwindowgeometry', '--shell', window).split('\n'))
        return int(values['WIDTH']), int(values['HEIGHT'])

    def choose(self, button, item, inside=None):
        """Opens the menu of the button called `button` and clicks its item called `item`."""
        self.find(None, button, inside=inside).act_inside()
        self.find('menu item', item).act()

    def focus(self, top=None):
        """Gives the keyboard to this program's window, with or without a window manager."""
        window = self._x_window(top)
        xdo('windowfocus' if _managed_x_windows() is None else 'windowactivate', '--sync', window)
        return window

    def click(self, node, button=1, count=1, wanted=None):
        """Raises Vanished if there is nothing called so to click any more: lists use a row again for something else."""
        top = list(node.way_up())[-1]
        window = self.focus(top)
        if self.has_menu:
            # GDK 4.8 remembers the grab of a menu that was not closed by hand until a key is pressed without it, and would
            # take this click for one that closes the menu.
            press('Shift_L')
            self.has_menu = False
        # What slides in or is laid out anew would be missed: where it was before the pointer moved it must be after.
        def stands_still():
            try:
                return self._point_at(window, top, node) == node.extents() and \
                    (_matches(node.name_now(), wanted) or Vanished)
            except GLib.Error:
                return Vanished
        if wait_for(stands_still, 'something to click to stand still') is Vanished:
            raise Vanished(f'{node.role} {node.name!r}')
        for _ in range(count):
            # As long as a finger takes: a menu grabs the pointer at the press, and a release in that very moment gets lost.
            xdo('mousedown', button, 'sleep', 0.04, 'mouseup', button)

    @staticmethod
    def _point_at(window, top, node):
        """Moves the pointer into the middle of `node`; returns where that was."""
        # Positions count from inside the window's shadow and border, whose width differs: its content tells.
        left, above, content_width, content_height = top.children[0].extents()
        place = x, y, node_width, node_height = node.extents()
        width, height = Window._geometry(window)
        # Not --sync: that waits in vain for a pointer that is there already.
        xdo('mousemove', '--window', window,
            x - left + (width - content_width) // 2 + node_width // 2,
            y - above + (height - content_height) // 2 + node_height // 2)
        return place

    def press(self, *keys):
        self.focus()
        press(*keys)

    def resize(self, width, height):
        xdo('windowsize', '--sync', self._x_window(), width, height)

    def place(self, x, y):
        xdo('windowmove', self._x_window(), x, y)

    def picture(self, name):
        """Writes a picture of the program's newest window and returns its path."""
        path = os.path.join(paths.pictures(), name + '.png')
        subprocess.run(['import', '-window', self._x_window(), path], check=True, timeout=30)
        return path

    def close(self, timeout=20.0):
        """Closes every window as a person would; the program must end by itself, with status 0."""
        for top in self._read().children:
            try:
                Element(self, top).act('window.close')
            except (GLib.Error, AssertionError):
                pass
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Timeout(f'the program does not end; it shows\n{self.tree()}') from None
        assert status == 0, f'the program ended with status {status}'
