# SPDX-License-Identifier: GPL-3.0-or-later
"""A real gnome-keyring in one of the states that a person's keyring can be in."""
import os
import signal
import subprocess
import sys

from gi.repository import Gio, GLib

from .waiting import wait_for

SECRETS = 'org.freedesktop.secrets'
PROMPTER = 'org.gnome.keyring.SystemPrompter'
STATES = ('unlocked', 'locked', 'missing')

# Owns the prompter's name and then stops being run: a password prompt that nobody answers.
_SILENT_PROMPTER = f'''
import os, signal
from gi.repository import Gio, GLib
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
              GLib.Variant('(su)', ('{PROMPTER}', 4)), None, Gio.DBusCallFlags.NONE, -1, None)
os.kill(os.getpid(), signal.SIGSTOP)
'''


def has_owner(environment, name):
    """Whether somebody answers to `name` on the session bus of `environment`."""
    bus = Gio.DBusConnection.new_for_address_sync(
        environment['DBUS_SESSION_BUS_ADDRESS'],
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    reply = bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
                          GLib.Variant('(s)', (name,)), None, Gio.DBusCallFlags.NONE, 20000, None)
    bus.close_sync(None)
    return reply.unpack()[0]


class Keyring:
    """'unlocked' opens its login collection, 'locked' has one whose prompt nobody answers, 'missing' is no keyring."""

    def __init__(self, environment, state='unlocked', password='a keyring password'):
        assert state in STATES, state
        self._environment = environment
        self._password = password
        self._daemon = None
        self._prompter = None
        if state != 'missing':
            self._start(unlock=True)
        if state == 'locked':
            self.lock()

    def _start(self, unlock):
        command = ['gnome-keyring-daemon', '--foreground', '--components=secrets'] + (['--unlock'] if unlock else [])
        self._daemon = subprocess.Popen(command, env=self._environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if unlock:
            self._daemon.stdin.write(self._password.encode())
        self._daemon.stdin.close()
        wait_for(lambda: has_owner(self._environment, SECRETS), 'the keyring')

    def lock(self):
        """Starts the keyring anew without its password: what it holds is there and cannot be read."""
        self._stop_daemon()
        self._prompter = subprocess.Popen([sys.executable, '-c', _SILENT_PROMPTER], env=self._environment)
        wait_for(lambda: has_owner(self._environment, PROMPTER), 'the prompter')
        self._start(unlock=False)

    def unlock(self):
        """Starts the keyring anew with its password."""
        self.stop()
        self._start(unlock=True)

    def stop(self):
        self._stop_daemon()
        if self._prompter:
            self._prompter.send_signal(signal.SIGKILL)
            self._prompter.wait()
            self._prompter = None

    def _stop_daemon(self):
        if self._daemon:
            self._daemon.terminate()
            self._daemon.wait()
            self._daemon = None
            wait_for(lambda: not has_owner(self._environment, SECRETS), 'the end of the keyring')


def main(state, *command):
    keyring = Keyring(os.environ, state)
    try:
        return subprocess.run(command).returncode
    finally:
        keyring.stop()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
