# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session inside the one that headless-session made: its own message bus, HOME and XDG folders, the same
display and accessibility bus."""
import os
import shutil
import subprocess
import tempfile

from .accessible import accessibility_bus_address
from .keyring import Keyring


class Session:
    """`keyring` is 'unlocked', 'locked' or 'missing'. `environment` is for the programs of this session, which run behind
    `prefix`: on `computer` (see network.py), or on this one."""

    def __init__(self, keyring='unlocked', language=None, computer=None):
        self.folder = tempfile.mkdtemp(prefix='session.', dir=os.environ.get('PARLOUR_SESSION_DIR'))
        self.environment = self._make_environment(language)
        self.prefix = computer.prefix if computer else []
        self.environment.update(computer.environment if computer else {})
        self._processes = []
        self._bus = self._start_bus()
        self.keyring = Keyring(self.environment, keyring)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _make_environment(self, language):
        environment = dict(os.environ)
        for variable, name in (('HOME', 'home'), ('XDG_RUNTIME_DIR', 'run'), ('XDG_CONFIG_HOME', 'config'),
                               ('XDG_DATA_HOME', 'data'), ('XDG_CACHE_HOME', 'cache'), ('XDG_STATE_HOME', 'state')):
            environment[variable] = os.path.join(self.folder, name)
            os.mkdir(environment[variable], 0o700)
        outer_settings = os.path.join(os.environ.get('XDG_CONFIG_HOME', ''), 'gtk-4.0')
        if os.path.isdir(outer_settings):
            shutil.copytree(outer_settings, os.path.join(environment['XDG_CONFIG_HOME'], 'gtk-4.0'))
        if os.environ.get('DISPLAY'):
            environment['AT_SPI_BUS_ADDRESS'] = accessibility_bus_address()
        if language:
            environment.update(LANG=language, LANGUAGE=language.split('.')[0])
        return environment

    def _start_bus(self):
        configuration = os.path.join(self.folder, 'bus.conf')
        with open(configuration, 'w', encoding='utf-8') as file:
            file.write(f'''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={self.environment['XDG_RUNTIME_DIR']}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>''')
        bus = subprocess.Popen(['dbus-daemon', '--config-file=' + configuration, '--nofork', '--print-address=1'],
                               stdout=subprocess.PIPE, stderr=open(os.path.join(self.folder, 'bus.log'), 'ab'),
                               text=True, env=self.environment)
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().strip()
        return bus

    def start(self, command, **options):
        """Starts a program of this session; it ends with the session at the latest."""
        process = subprocess.Popen([*self.prefix, *command], env=self.environment, **options)
        self._processes.append(process)
        return process

    def run(self, command, **options):
        """Runs a program of this session to its end and returns what subprocess.run() does, with its output."""
        return subprocess.run([*self.prefix, *command], env=self.environment, capture_output=True, text=True, **options)

    def close(self):
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.keyring.stop()
        self._bus.terminate()
        self._bus.wait()
        self._bus.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
