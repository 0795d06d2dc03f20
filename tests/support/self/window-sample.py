#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window for the self-test of the window driver."""
import itertools
import sys

import gi
gi.require_version('Gtk', '4.0')
from gi.repository import Gio, GLib, Gtk


def make_restless_rows(say):
    """Two that can change their places, as rows that are sorted anew."""
    rows = Gtk.Box()
    buttons = [Gtk.Button(label=name) for name in ('First', 'Second')]
    for button in buttons:
        button.connect('clicked', lambda button: say('Pressed: ' + button.get_label()))
        rows.append(button)

    def swap(_):
        for button, name in zip(buttons, [button.get_label() for button in reversed(buttons)]):
            button.set_label(name)
    swapper = Gtk.Button(label='Swap')
    swapper.connect('clicked', swap)
    rows.append(swapper)
    return rows


def make_ticking_row(say):
    """One whose words change all the time, as the newest message in a row does."""
    button = Gtk.Button(label='Tick')
    button.connect('clicked', lambda _: say('Pressed: Tick'))
    count = itertools.count()
    GLib.timeout_add(10, lambda: button.set_label(f'Tick {next(count)}') or True)
    return button


def activate(application):
    window = Gtk.ApplicationWindow(application=application, title='Sample', default_width=400, default_height=300)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    entry = Gtk.Entry()
    entry.update_property([Gtk.AccessibleProperty.LABEL], ['Message'])
    button = Gtk.Button(label='_Send', use_underline=True)
    echo = Gtk.Label(label='Nothing yet')
    stack = Gtk.Stack()
    stack.add_named(Gtk.Label(label='First page'), 'first')
    stack.add_named(Gtk.Label(label='Second page'), 'second')
    rows = Gtk.ListBox()
    for name in ('Ada', 'Ben', 'Cleo'):
        rows.append(Gtk.Label(label=name))

    menu = Gio.Menu()
    menu.append('Say hello', 'win.hello')
    menu.append('Say goodbye', 'win.goodbye')
    menu_button = Gtk.MenuButton(menu_model=menu)
    menu_button.update_property([Gtk.AccessibleProperty.LABEL], ['Main menu'])
    for name in ('hello', 'goodbye'):
        action = Gio.SimpleAction(name=name)
        action.connect('activate', lambda action, _: echo.set_label('Menu: ' + action.get_name()))
        window.add_action(action)

    def send(_button):
        echo.set_label('Sent: ' + entry.get_text())
        stack.set_visible_child_name('second')
    button.connect('clicked', send)
    entry.connect('activate', send)
    rows.connect('row-activated', lambda _, row: echo.set_label('Row: ' + row.get_child().get_label()))
    for child in (entry, button, echo, stack, rows, menu_button, make_restless_rows(echo.set_label),
                  make_ticking_row(echo.set_label)):
        box.append(child)
    window.set_child(box)
    window.present()


print('The sample begins', flush=True)
app = Gtk.Application(application_id='im.parlour.Sample')
app.connect('activate', activate)
sys.exit(app.run(None))
