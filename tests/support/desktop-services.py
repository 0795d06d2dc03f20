#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""desktop-services.py allow|deny: what a desktop does for programs, for tests: the background portal, the session
manager's inhibition, and the numbers at icons. Each call is a line of JSON on stdout."""
import json
import sys

from gi.repository import Gio, GLib

PORTAL = 'org.freedesktop.portal.Desktop'
PORTAL_PATH = '/org/freedesktop/portal/desktop'
MANAGER = 'org.gnome.SessionManager'
MANAGER_PATH = '/org/gnome/SessionManager'
BACKGROUND_FACE = '''<node><interface name="org.freedesktop.portal.Background">
<method name="RequestBackground"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="o" direction="out"/></method>
<method name="SetStatus"><arg type="a{sv}" direction="in"/></method>
<property name="version" type="u" access="read"/></interface></node>'''
MANAGER_FACE = '''<node><interface name="org.gnome.SessionManager">
<method name="RegisterClient"><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="o" direction="out"/></method>
<method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="u" direction="in"/><arg type="u" direction="out"/></method>
<method name="Uninhibit"><arg type="u" direction="in"/></method></interface></node>'''


def say(**line):
    print(json.dumps(line), flush=True)


class Services:
    def __init__(self, allows):
        self.allows = allows

    def request_background(self, bus, sender, parent, options):
        path = f"{PORTAL_PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token']}"
        say(event='background', autostart=options['autostart'], commandline=options['commandline'],
            reason=options['reason'])
        results = {'background': GLib.Variant('b', self.allows),
                   'autostart': GLib.Variant('b', self.allows and options['autostart'])}
        bus.emit_signal(sender, path, 'org.freedesktop.portal.Request', 'Response',
                        GLib.Variant('(ua{sv})', (0 if self.allows else 1, results)))
        return GLib.Variant('(o)', (path,))

    def set_status(self, bus, sender, options):
        say(event='status', message=options['message'])

    def register_client(self, bus, sender, app, startup):
        return GLib.Variant('(o)', (MANAGER_PATH,))

    def inhibit(self, bus, sender, app, window, reason, flags):
        say(event='inhibit', flags=flags, reason=reason)
        return GLib.Variant('(u)', (7,))

    def uninhibit(self, bus, sender, cookie):
        say(event='uninhibit', cookie=cookie)

    def called(self, bus, sender, path, face, method, parameters, invocation):
        name = ''.join('_' + letter.lower() if letter.isupper() else letter for letter in method)[1:]
        invocation.return_value(getattr(self, name)(bus, sender, *parameters.unpack()))


def main(answer):
    services = Services(answer == 'allow')
    ready = []

    def export(bus, path, xml):
        face = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        bus.register_object(path, face, services.called, lambda *_: GLib.Variant('u', 2), None)

    def owned(_, name):
        ready.append(name)
        if len(ready) == 2:
            say(event='ready')
    def numbered(bus, sender, path, face, signal, parameters):
        uri, values = parameters.unpack()
        say(event='count', uri=uri, count=values['count'], visible=values['count-visible'])
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.signal_subscribe(None, 'com.canonical.Unity.LauncherEntry', 'Update', None, None, Gio.DBusSignalFlags.NONE,
                         numbered)
    for name, path, xml in (PORTAL, PORTAL_PATH, BACKGROUND_FACE), (MANAGER, MANAGER_PATH, MANAGER_FACE):
        Gio.bus_own_name(Gio.BusType.SESSION, name, Gio.BusNameOwnerFlags.NONE,
                         lambda bus, _, path=path, xml=xml: export(bus, path, xml), owned, None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main(sys.argv[1])
