# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program tells assistive tools about its windows, read straight from the accessibility bus: a whole level of the
tree at once, where libatspi asks one question after another and a big window takes it seconds."""
import functools

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib

from . import cache_items

_ACCESSIBLE = 'org.a11y.atspi.Accessible'
_COMPONENT = 'org.a11y.atspi.Component'
_TEXT = 'org.a11y.atspi.Text'
_EDITABLE = 'org.a11y.atspi.EditableText'
_ACTION = 'org.a11y.atspi.Action'
_PROPERTIES = 'org.freedesktop.DBus.Properties'
_ROOT = '/org/a11y/atspi/accessible/root'
_CACHE = '/org/a11y/atspi/cache'
_IN_WINDOW = 1
_PATIENCE_MS = 20000

# What GTK 4.8 and GTK 4.18 call the same thing; tests use the newer words.
_ROLES = {'push button': 'button', 'frame': 'window', 'panel': 'group', 'grouping': 'group', 'filler': 'generic'}


def role_name(role):
    return _ROLES.get(role, role)


@functools.cache
def _role(number):
    """GTK has names of its own for roles: libatspi's are the ones that everybody knows."""
    return role_name(Atspi.role_get_name(Atspi.Role(number)))


def plain_name(name):
    """GTK 4.8 calls a button with a mnemonic '_Delete Delete'; later ones 'Delete'."""
    half = len(name) // 2
    if '_' in name and name[:half].replace('_', '', 1) == name[half + 1:]:
        name = name[half + 1:]
    return name


def accessibility_bus_address():
    """The address of the accessibility bus of the session that this process runs in."""
    reply = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, Gio.DBusCallFlags.NONE, _PATIENCE_MS,
        None)
    return reply.unpack()[0]


_bus = None


def _accessibility_bus():
    global _bus
    if _bus is None:
        _bus = Gio.DBusConnection.new_for_address_sync(
            accessibility_bus_address(),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    return _bus


class Questions:
    """Calls that are all on their way at once. `answers` holds what came back, by key; what has vanished is not in it."""

    def __init__(self, owner):
        self._owner = owner
        self._open = 0
        self.answers = {}

    def ask(self, key, path, interface, method, signature=None, *arguments):
        parameters = GLib.Variant(signature, arguments) if signature else None
        self._open += 1
        _accessibility_bus().call(self._owner, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE,
                                  _PATIENCE_MS, None, self._answered, key)

    def _answered(self, bus, result, key):
        self._open -= 1
        try:
            self.answers[key] = bus.call_finish(result).unpack()[0]
        except GLib.Error:
            pass

    def wait(self):
        while self._open:
            GLib.MainContext.default().iteration(True)
        return self.answers


def _call_bus(name, path, interface, method, signature=None, *arguments):
    parameters = GLib.Variant(signature, arguments) if signature else None
    return _accessibility_bus().call_sync(name, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE,
                                          _PATIENCE_MS, None)


def _call(*arguments):
    return _call_bus(*arguments).unpack()


def _ask_bus(method, signature=None, *arguments):
    return _call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method, signature,
                 *arguments)[0]


def programs():
    """The names on the accessibility bus of all programs that have told the registry of themselves."""
    return [name for name, _ in _call('org.a11y.atspi.Registry', _ROOT, _ACCESSIBLE, 'GetChildren')[0]]


def name_of_program(owner):
    """What a program calls itself, or None if it has just left."""
    try:
        return _call(owner, _ROOT, _PROPERTIES, 'Get', '(ss)', _ACCESSIBLE, 'Name')[0]
    except GLib.Error:
        return None


def find_program(pid):
    """The name on the accessibility bus of the process `pid`, or None if it has not told the registry of itself (yet):
    GTK 4.8 can't answer what is in a program before that."""
    for name in programs():
        try:
            if _ask_bus('GetConnectionUnixProcessID', '(s)', name) == pid:
                return name
        except GLib.Error:      # it has just left
            continue
    return None


def count_windows(owner):
    """How many windows a program says that it shows; popovers are none."""
    return len(_call(owner, _ROOT, _ACCESSIBLE, 'GetChildren')[0])


class Node:
    """One thing in a program's tree: role, name, parent and children as they were when the tree was read; what its
    methods return is as it is now."""

    def __init__(self, owner, path, parent, role, name, states=None):
        self.owner = owner
        self.path = path
        self.parent = parent
        self.role = role
        self.name = name
        self.states = states    # None: not told with the tree
        self.children = []

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def way_up(self):
        """This and what it lies in, up to its toplevel window."""
        node = self
        while node is not None and node.role != 'application':
            yield node
            node = node.parent

    def ask(self, interface, method, signature=None, *arguments):
        return _call(self.owner, self.path, interface, method, signature, *arguments)[0]

    def _property(self, interface, name):
        return self.ask(_PROPERTIES, 'Get', '(ss)', interface, name)

    def _can(self, interface):
        return interface in self.ask(_ACCESSIBLE, 'GetInterfaces')

    def description(self):
        return self._property(_ACCESSIBLE, 'Description')

    def name_now(self):
        return plain_name(self._property(_ACCESSIBLE, 'Name'))

    def is_in(self, state):
        """Whether it is in this state, by AT-SPI's word for it."""
        return _holds(self.ask(_ACCESSIBLE, 'GetState'), state)

    def extents(self):
        """x, y, width, height within its window."""
        return self.ask(_COMPONENT, 'GetExtents', '(u)', _IN_WINDOW)

    def _holder(self, interface):
        """Entries wrap the node that holds their text."""
        for node in read_tree(self.owner, self.path).walk():
            try:
                if node._can(interface):
                    return node
            except GLib.Error:      # it has vanished
                continue
        return None

    def text(self):
        """The text in it, or None."""
        holder = self._holder(_TEXT)
        return holder and holder.ask(_TEXT, 'GetText', '(ii)', 0, holder._property(_TEXT, 'CharacterCount'))

    def set_text(self, text):
        """Whether there was something editable in it that took the text."""
        holder = self._holder(_EDITABLE)
        return bool(holder and holder.ask(_EDITABLE, 'SetTextContents', '(s)', text))

    def actions(self):
        if not self._can(_ACTION):
            return []
        return [self.ask(_ACTION, 'GetName', '(i)', index) for index in range(self._property(_ACTION, 'NActions'))]

    def do_action(self, index):
        return self.ask(_ACTION, 'DoAction', '(i)', index)


class _Kept:
    """Everything that the program keeps of its tree, of one answer. Whose children something is has to be asked for: what
    is hidden claims a place as well, and what has just come may not be kept yet."""

    def __init__(self, items):
        self.items = {item.path: item for item in items if item.path != _ROOT}      # GTK 4.8 counts no windows
        self._claims = {}
        for item in self.items.values():
            self._claims.setdefault(item.parent, []).append((item.path, item.index))

    def claims(self, path):
        """What changes with the children of the thing there, hardly ever excepted."""
        return self.items[path].count, frozenset(self._claims.get(path, ()))


def _read_kept(owner):
    try:
        answer = _call_bus(owner, _CACHE, 'org.a11y.atspi.Cache', 'GetItems').get_child_value(0)
    except GLib.Error:      # not told yet, or nothing of the kind
        return _Kept(())
    return _Kept(cache_items.read(answer))


class Memory:
    """The children of the things of a program at the last reading."""

    def __init__(self):
        self._children = {}

    def recall(self, kept, path):
        """Those of the thing at this path, or None if it has others by now or is new."""
        if path not in kept.items:
            return None
        claims, children = self._children.get(path, (None, None))
        return [] if not kept.items[path].count else children if claims == kept.claims(path) else None

    def learn(self, kept, path, children):
        if path in kept.items:
            self._children[path] = kept.claims(path), children


def _read_level(owner, level, kept, memory):
    """`level` is [(path, parent node or None)]; returns its nodes and the next level. What is known is not asked for."""
    questions = Questions(owner)
    known = {path: memory.recall(kept, path) for path, _ in level}
    for path, _ in level:
        if path not in kept.items:
            questions.ask((path, 'name'), path, _PROPERTIES, 'Get', '(ss)', _ACCESSIBLE, 'Name')
            questions.ask((path, 'role'), path, _ACCESSIBLE, 'GetRole')
        if known[path] is None:
            questions.ask((path, 'children'), path, _ACCESSIBLE, 'GetChildren')
    answers = questions.wait()
    nodes, below = [], []
    for path, parent in level:
        item, children = kept.items.get(path), known[path]
        if children is None and (path, 'children') in answers:
            children = [child for name, child in answers[path, 'children'] if name == owner]
            memory.learn(kept, path, children)
        number, name = (item.role, item.name) if item else (answers.get((path, 'role')), answers.get((path, 'name')))
        if number is None or name is None or children is None:      # it has vanished
            continue
        node = Node(owner, path, parent, _role(number), plain_name(name), item and item.states)
        if parent:
            parent.children.append(node)
        nodes.append(node)
        below += [(child, node) for child in children]
    return nodes, below


def read_tree(owner, path=_ROOT, memory=None):
    """The node at this path with all that is in it. Raises GLib.Error if it is gone. With a `memory` of what was read
    before it takes a third of the time, and may miss what has come in the very moment in which something beside it went:
    see Window.find()."""
    kept = _read_kept(owner) if path == _ROOT else _Kept(())
    memory = Memory() if memory is None else memory
    nodes, level = _read_level(owner, [(path, None)], kept, memory)
    if not nodes:
        _call(owner, path, _ACCESSIBLE, 'GetRole')      # says why
        raise GLib.Error(f'{path} has just come or gone')
    root = nodes[0]
    while level:
        level = _read_level(owner, level, kept, memory)[1]
    return root


@functools.cache
def _state_number(state):
    return int(getattr(Atspi.StateType, state.upper()))


def _holds(states, state):
    number = _state_number(state)
    return bool(states[number // 32] >> number % 32 & 1)


def in_sight(owner, nodes):
    """Those of the nodes of one tree that a person can see. GTK keeps pages that are turned away in the tree and calls
    what is in them visible, so this asks what lies under the pointer in each thing's middle, except in a popover, which
    is a surface of its own."""
    ways = {node.path: list(node.way_up()) for node in nodes}
    questions = Questions(owner)
    for step in {step for way in ways.values() for step in way}:
        if step.states is None:
            questions.ask((step.path, 'states'), step.path, _ACCESSIBLE, 'GetState')
    for node in nodes:
        questions.ask((node.path, 'place'), node.path, _COMPONENT, 'GetExtents', '(u)', _IN_WINDOW)
    answers = questions.wait()

    def states(node):
        return answers.get((node.path, 'states'), (0, 0)) if node.states is None else node.states

    def shows(node):
        return all(_holds(states(step), 'visible') for step in ways[node.path])

    def has_size(node):
        place = answers.get((node.path, 'place'))
        return place is None or (place[2] > 0 and place[3] > 0)
    nodes = [node for node in nodes if ways[node.path] and shows(node) and has_size(node)]
    for node in nodes:
        place = answers.get((node.path, 'place'))
        floats = any(step.role == 'menu' or step.name.startswith('GtkPopover') for step in ways[node.path])
        if place is not None and not floats:
            x, y, width, height = place
            questions.ask((node.path, 'hit'), ways[node.path][-1].path, _COMPONENT, 'GetAccessibleAtPoint', '(iiu)',
                          x + width // 2, y + height // 2, _IN_WINDOW)
    questions.wait()
    tops = {ways[node.path][-1] for node in nodes}
    known = {node.path: node for top in tops for node in top.walk()}

    def is_hit(node):
        hit = answers.get((node.path, 'hit'))
        under = known.get(hit[1]) if hit else None
        # Nothing: the inside of an entry. Something around it: the pointer passes through what is insensitive.
        if under is None or node in under.way_up():
            return True
        return under in ways[node.path] and not _holds(states(node), 'sensitive')
    return [node for node in nodes if is_hit(node)]
