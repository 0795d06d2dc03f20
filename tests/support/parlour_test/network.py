# SPDX-License-Identifier: GPL-3.0-or-later
"""Two computers on one network: namespaces with an address, a system bus and an Avahi of their own, and a cable between
them. Nothing of it is in sight of the machine's own network, so several of these run side by side."""
import os
import shutil
import subprocess
import tempfile

from gi.repository import Gio, GLib

from .waiting import wait_for

AVAHI = 'org.freedesktop.Avahi'
_RUNNING = 2        # AvahiServerState
_NEEDED = ('unshare', 'nsenter', 'ip', 'dbus-daemon', 'avahi-daemon')

_BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_requested_reply="true"/><allow receive_type="method_call"/><allow receive_type="method_return"/>
<allow receive_type="error"/><allow receive_type="signal"/></policy></busconfig>
'''

_AVAHI = '''[server]
host-name={name}
use-ipv4=yes
use-ipv6=no
enable-dbus=yes
[publish]
publish-workstation=no
'''


def missing():
    """Why there can't be two computers here, or None."""
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    absent = [name for name in _NEEDED if not shutil.which(name, path=path)]
    if absent:
        return 'not installed: ' + ', '.join(absent)
    if os.geteuid() != 0:
        return 'network namespaces need root'
    tried = subprocess.run(['unshare', '--net', '--mount', 'true'], capture_output=True, text=True)
    return tried.stderr.strip() or 'no namespaces here' if tried.returncode else None


class Computer:
    """`prefix` goes before a command that is to run on it, `environment` into the environment of that command."""

    def __init__(self, name, address):
        self.name = name
        self.address = address
        self.folder = tempfile.mkdtemp(prefix=f'parlour-{name}.')
        self.prefix = []
        self.environment = {}
        self._bus = self._avahi = None

    def start_bus(self):
        """The system bus: the first process of this computer, whose namespaces the others enter."""
        socket = os.path.join(self.folder, 'system_bus_socket')
        self._write('bus.conf', _BUS.format(socket=socket))
        # Avahi keeps its socket and its number in /run, which both would share.
        self._bus = subprocess.Popen(
            ['unshare', '--net', '--mount', '--propagation', 'private', 'sh', '-c',
             'mount --bind "$0" /run && mkdir /run/avahi-daemon && '
             'exec dbus-daemon --config-file=/run/bus.conf --nofork --nopidfile --print-address=1', self.folder],
            stdout=subprocess.PIPE, stderr=self._log('bus'), text=True)
        assert self._bus.stdout.readline().strip(), f'no system bus on {self.name}:\n{self.log("bus")}'
        self.environment = {'DBUS_SYSTEM_BUS_ADDRESS': 'unix:path=' + socket}
        self.prefix = ['nsenter', f'--target={self._bus.pid}', '--net', '--']

    def connect(self, other):
        """Lays the cable."""
        self.run('ip', 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'lan', 'netns', str(other.pid))

    def start_network(self):
        for command in (f'addr add {self.address}/24 dev lan', 'link set lo up', 'link set lan up'):
            self.run('ip', *command.split())

    def start_avahi(self):
        self._write('avahi.conf', _AVAHI.format(name=self.name))
        self._avahi = subprocess.Popen(
            ['nsenter', f'--target={self.pid}', '--net', '--mount', '--', 'avahi-daemon', '--no-drop-root',
             '--no-chroot', '--no-rlimits', '--file=/run/avahi.conf'],
            stdin=subprocess.DEVNULL, stdout=self._log('avahi'), stderr=subprocess.STDOUT,
            env=dict(os.environ, PATH=os.environ['PATH'] + ':/usr/sbin', **self.environment))

    def wait_for_avahi(self):
        bus = Gio.DBusConnection.new_for_address_sync(
            self.environment['DBUS_SYSTEM_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

        def runs():
            try:
                state, = bus.call_sync(AVAHI, '/', AVAHI + '.Server', 'GetState', None, None,
                                       Gio.DBusCallFlags.NO_AUTO_START, 5000, None).unpack()
            except GLib.Error:
                return False
            return state == _RUNNING
        wait_for(runs, lambda: f'Avahi on {self.name}:\n{self.log("avahi")}', 20)
        bus.close_sync(None)

    @property
    def pid(self):
        return self._bus.pid

    def run(self, *command):
        """Runs a command on this computer, which must end well."""
        done = subprocess.run([*self.prefix, *command], capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, f'{" ".join(command)} on {self.name}: {done.stderr}'
        return done.stdout

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
            file.write(text)

    def _log(self, name):
        return open(os.path.join(self.folder, name + '.log'), 'ab')

    def log(self, name):
        with open(os.path.join(self.folder, name + '.log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def stop(self):
        for process in (self._avahi, self._bus):
            if process:
                process.terminate()
                process.wait()
        if self._bus:
            self._bus.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Network:
    """`computers` are the two of them; they end with it."""

    def __init__(self):
        self.computers = Computer('alpha', '10.77.0.1'), Computer('beta', '10.77.0.2')

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def _start(self):
        for computer in self.computers:
            computer.start_bus()
        self.computers[0].connect(self.computers[1])
        for computer in self.computers:
            computer.start_network()
        for computer in self.computers:
            computer.start_avahi()
        for computer in self.computers:
            computer.wait_for_avahi()

    def __exit__(self, *_):
        self.close()

    def close(self):
        for computer in self.computers:
            computer.stop()
