# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program's windows as a person would: finds things by what they are called (AT-SPI), clicks and types with
real pointer and keyboard events (XTEST through xdotool)."""
import os
import re
import subprocess

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib

from . import paths
from .waiting import Timeout, wait_for

# What GTK 4.8 and GTK 4.18 call the same thing; tests use the newer words.
_ROLES = {'push button': 'button', 'frame': 'window', 'panel': 'group', 'grouping': 'group', 'filler': 'generic'}


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


def _children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def _walk(node):
    yield node
    for child in _children(node):
        yield from _walk(child)


def _role(node):
    role = node.get_role_name()
    return _ROLES.get(role, role)


def _name(node):
    """GTK 4.8 calls a button with a mnemonic '_Delete Delete'; later ones 'Delete'."""
    name = node.get_name() or ''
    half = len(name) // 2
    if '_' in name and name[:half].replace('_', '', 1) == name[half + 1:]:
        name = name[half + 1:]
    return name


def _way_up(node):
    """`node` and what it lies in, up to its toplevel window."""
    while node is not None and _role(node) != 'application':
        yield node
        node = node.get_parent()


def _on_screen(node):
    """Whether a person can see it. GTK keeps pages that are turned away in the tree and calls what is in them visible,
    so this asks what lies under the pointer in the thing's middle, except in a popover, which is a surface of its own."""
    way = list(_way_up(node))
    if not way or not all(step.get_state_set().contains(Atspi.StateType.VISIBLE) for step in way):
        return False
    component = node.get_component_iface()
    if component is None:
        return True
    place = component.get_extents(Atspi.CoordType.WINDOW)
    if place.width <= 0 or place.height <= 0:
        return False
    if any(_role(step) == 'menu' or (step.get_name() or '').startswith('GtkPopover') for step in way):
        return True
    hit = Atspi.Component.get_accessible_at_point(way[-1].get_component_iface(), place.x + place.width // 2,
                                                  place.y + place.height // 2, Atspi.CoordType.WINDOW)
    # Nothing: the inside of an entry. Something around it: the pointer passes through what is insensitive.
    if hit is None or node in _way_up(hit):
        return True
    return hit in way and not node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def _matches(value, wanted):
    if wanted is None:
        return True
    return bool(wanted.search(value)) if isinstance(wanted, re.Pattern) else value == wanted


class Element:
    """One thing on the screen. It may vanish at any time; find it again rather than keeping it."""

    def __init__(self, window, node):
        self._window = window
        self.node = node

    def __repr__(self):
        return f'<{self.role} {self.name!r}>'

    @property
    def role(self):
        return _role(self.node)

    @property
    def name(self):
        return _name(self.node)

    @property
    def description(self):
        return self.node.get_description() or ''

    @property
    def text(self):
        """What it holds: of an entry or text view its content, else its name."""
        self.node.clear_cache()
        holder = self._text_node(Atspi.Accessible.get_text_iface)
        if holder is None:
            return self.name
        return Atspi.Text.get_text(holder, 0, Atspi.Text.get_character_count(holder))

    def _text_node(self, interface):
        """Entries wrap the node that holds their text."""
        return next((found for found in map(interface, _walk(self.node)) if found is not None), None)

    def has(self, state):
        """Whether it is 'sensitive', 'focused', 'checked', 'selected', 'expanded' and so on, in AT-SPI's words."""
        self.node.clear_cache()
        return self.node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))

    def wait_until(self, state, wanted=True, timeout=10.0):
        wait_for(lambda: self.has(state) == wanted, f'{self!r} to be {"" if wanted else "not "}{state}', timeout)
        return self

    def find(self, role=None, name=None, timeout=10.0):
        return self._window.find(role, name, timeout, inside=self.node)

    def find_all(self, role=None, name=None):
        return self._window.find_all(role, name, inside=self.node)

    def actions(self):
        return [self.node.get_action_name(index) for index in range(self.node.get_n_actions())]

    def act(self, action='click'):
        """Calls an accessible action, as a screen reader does."""
        actions = self.actions()
        assert action in actions, f'{self!r} has only the actions {actions}'
        assert self.node.do_action(actions.index(action)), f'{self!r} refused {action}'

    def click(self, button=1, count=1):
        """A real click into its middle."""
        self._window.click(self.node, button, count)

    def set_text(self, text):
        """Replaces its content as an assistive tool does: quick, and no key is pressed."""
        holder = self._text_node(Atspi.Accessible.get_editable_text_iface)
        assert holder is not None, f'{self!r} cannot be written into'
        assert Atspi.EditableText.set_text_contents(holder, text), f'{self!r} refused a text'

    def type(self, text):
        """Clicks into it and types; returns once it holds what was typed."""
        self.click()
        before = self.text
        type_text(text)
        wait_for(lambda: len(self.text) >= len(before) + len(text) or text in self.text,
                 lambda: f'{text!r} in {self!r}, which holds {self.text!r}')


class Window:
    """All windows of one process; what is looked for is looked for in all of them."""

    def __init__(self, process, timeout=30.0):
        self.process = process
        self._application = wait_for(self._look_for_application, lambda: f'a window of process {process.pid}', timeout)

    def _look_for_application(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended with status {self.process.returncode}')
        try:
            desktop = Atspi.get_desktop(0)
            desktop.clear_cache()
            return next((application for application in _children(desktop)
                         if application.get_process_id() == self.process.pid and application.get_child_count()), None)
        except GLib.Error:
            return None

    def find_all(self, role=None, name=None, inside=None):
        """Everything in sight (not scrolled or turned away) of this role and name (a string or a pattern), in reading order."""
        root = inside or self._application
        try:
            root.clear_cache()
            return [Element(self, node) for node in _walk(root)
                    if _matches(_role(node), _ROLES.get(role, role)) and _matches(_name(node), name)
                    and _on_screen(node)]
        except GLib.Error:      # something vanished on the way
            return []

    def find(self, role=None, name=None, timeout=10.0, inside=None):
        """The first of find_all(), as soon as there is one."""
        return wait_for(lambda: next(iter(self.find_all(role, name, inside)), None),
                        lambda: f'{role or "anything"} {name!r} among\n{self.tree()}', timeout)

    def has(self, role=None, name=None):
        return bool(self.find_all(role, name))

    def wait_gone(self, role=None, name=None, timeout=10.0):
        wait_for(lambda: not self.has(role, name), lambda: f'{role} {name!r} to go from\n{self.tree()}', timeout)

    def tree(self):
        """What is on the screen, as text, for a message about a failure."""
        lines = []

        def visit(node, depth):
            try:
                if depth and not _on_screen(node):
                    return
                lines.append(f"{'  ' * depth}{_role(node)} {_name(node)!r}")
                for child in _children(node):
                    visit(child, depth + 1)
            except GLib.Error:
                lines.append('  ' * depth + '(gone)')
        self._application.clear_cache()
        visit(self._application, 0)
        return '\n'.join(lines)

    def _x_windows(self):
        done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                              capture_output=True, text=True, timeout=30)
        return done.stdout.split()

    def _x_window(self, top=None):
        """The X window that shows the toplevel `top`, or the program's newest one."""
        windows = wait_for(self._x_windows, 'the X window')
        if top is None or len(windows) == 1:
            return windows[-1]
        width = Atspi.Component.get_extents(top.get_component_iface(), Atspi.CoordType.WINDOW).width

        def distance(window):
            titled = xdo('getwindowname', window) == (top.get_name() or '')
            return (not titled, abs(self._geometry(window)[0] - width))
        return min(windows, key=distance)

    @staticmethod
    def _geometry(window):
        values = dict(line.split('=') for line in xdo('getwindowgeometry', '--shell', window).split('\n'))
        return int(values['WIDTH']), int(values['HEIGHT'])

    def choose(self, button, item):
        """Opens the menu of the button called `button` and clicks its item called `item`."""
        holder = self.find(None, button)
        next(element for element in holder.find_all() if 'click' in element.actions()).act()
        self.find('menu item', item).act()

    def focus(self, top=None):
        """Gives the keyboard to this program's window, with or without a window manager."""
        window = self._x_window(top)
        managed = subprocess.run(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], capture_output=True, text=True)
        xdo('windowactivate' if 'window id' in managed.stdout else 'windowfocus', '--sync', window)
        return window

    def click(self, node, button=1, count=1):
        top = list(_way_up(node))[-1]
        window = self.focus(top)
        # Positions count from inside the window's shadow and border, whose width differs: its content tells.
        content = Atspi.Component.get_extents(next(_children(top)).get_component_iface(), Atspi.CoordType.WINDOW)
        place = Atspi.Component.get_extents(node.get_component_iface(), Atspi.CoordType.WINDOW)
        width, height = self._geometry(window)
        xdo('mousemove', '--sync', '--window', window,
            place.x - content.x + (width - content.width) // 2 + place.width // 2,
            place.y - content.y + (height - content.height) // 2 + place.height // 2)
        xdo('click', '--repeat', count, '--delay', 40, button)

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
        for top in list(_children(self._application)):
            try:
                Element(self, top).act('window.close')
            except (GLib.Error, AssertionError):
                pass
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise Timeout(f'the program does not end; it shows\n{self.tree()}') from None
        assert status == 0, f'the program ended with status {status}'
