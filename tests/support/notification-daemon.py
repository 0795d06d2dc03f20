#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's notifications, for tests: each call is a line of JSON on stdout. A test clicks by a method of its own,
which real ones do not have: im.parlour.Test.Click (id, action)."""
import json
import sys

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
FACES = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
<signal name="ActivationToken"><arg type="u"/><arg type="s"/></signal>
<signal name="NotificationReplied"><arg type="u"/><arg type="s"/></signal>
</interface><interface name="im.parlour.Test">
<method name="Click"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
<method name="Reply"><arg type="u" direction="in"/><arg type="s" direction="in"/></method>
</interface></node>'''


def say(**line):
    print(json.dumps(line), flush=True)


class Daemon:
    def __init__(self, capabilities):
        self.capabilities = capabilities
        self.last = 0

    def emit(self, bus, name, signature, *arguments):
        bus.emit_signal(None, PATH, NAME, name, GLib.Variant(signature, arguments))

    def notify(self, bus, app, replaces, icon, title, body, actions, hints, timeout):
        self.last += 0 if replaces else 1
        number = replaces or self.last
        say(event='notify', id=number, title=title, body=body, actions=actions, replaces=replaces, hints=sorted(hints))
        return GLib.Variant('(u)', (number,))

    def closenotification(self, bus, number):
        say(event='close', id=number)
        self.emit(bus, 'NotificationClosed', '(uu)', number, 3)

    def getcapabilities(self, bus):
        return GLib.Variant('(as)', (self.capabilities,))

    def getserverinformation(self, bus):
        return GLib.Variant('(ssss)', ('test', 'parlour', '1', '1.2'))

    def click(self, bus, number, action):
        say(event='close', id=number)
        self.emit(bus, 'ActivationToken', '(us)', number, f'parlour-test_TIME{number}')
        self.emit(bus, 'ActionInvoked', '(us)', number, action)
        self.emit(bus, 'NotificationClosed', '(uu)', number, 2)

    def reply(self, bus, number, text):
        say(event='close', id=number)
        self.emit(bus, 'NotificationReplied', '(us)', number, text)
        self.emit(bus, 'NotificationClosed', '(uu)', number, 2)

    def called(self, bus, sender, path, face, method, parameters, invocation):
        invocation.return_value(getattr(self, method.lower())(bus, *parameters.unpack()))


def main(capabilities):
    daemon = Daemon(capabilities)

    def got_bus(bus, _):
        for face in Gio.DBusNodeInfo.new_for_xml(FACES).interfaces:
            bus.register_object(PATH, face, daemon.called, None, None)
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, got_bus, lambda *_: say(event='ready'), None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main(sys.argv[1:])
