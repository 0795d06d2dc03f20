# SPDX-License-Identifier: GPL-3.0-or-later
"""A person: a name, a profile of their own, and Parlour's window on it."""
import os
import subprocess
import tempfile

from . import paths
from .paths import program
from .window import Window


def command(pid):
    """The name of the program of this process, '' once it has ended."""
    try:
        with open(f'/proc/{pid}/comm', encoding='ascii') as file:
            return file.read()
    except OSError:
        return ''


class Person:
    """Several people may share one session: the profile keeps their files, keyring entries and windows apart."""

    def __init__(self, session, name, executable=None):
        self.session = session
        self.name = name
        self.profile = name.lower()
        self.executable = executable or program('parlour')
        self.window = None
        self._log = tempfile.NamedTemporaryFile(prefix=f'parlour-{self.profile}.', suffix='.log')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.window:
            self.kill()
        self._log.close()

    def open(self, *options):
        """Starts the program and returns its window once it is there."""
        process = self.start(*options)
        try:
            self.window = Window(process, log=self.log)
        except BaseException:
            process.kill()
            process.wait()
            print(f'# what {self.name} got:\n' + self.log())
            raise
        return self.window

    def start(self, *options):
        """Starts the program, whether it shows a window or not; whoever calls ends it."""
        assert self.window is None, f'{self.name} has a window already'
        environment = dict(self.session.environment, GSETTINGS_SCHEMA_DIR=os.path.join(paths.BUILD, 'data'))
        command = [*self.session.prefix, self.executable, '--profile', self.profile, *options]
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=open(self._log.name, 'ab'),
                                stderr=subprocess.STDOUT)

    def log(self):
        with open(self._log.name, encoding='utf-8', errors='replace') as log:
            return log.read()

    def servers(self):
        """The process ids of the servers that the program hosts with."""
        pid = self.window.process.pid
        with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
            return [int(child) for child in file.read().split() if command(child).startswith('parlour-server')]

    def close(self):
        """Closes the window; the program must end well."""
        window, self.window = self.window, None
        try:
            window.close()
        finally:
            if window.process.poll() is None:
                window.process.kill()
                window.process.wait()

    def kill(self):
        """Ends the program as a power cut would."""
        self.window.process.kill()
        self.window.process.wait()
        self.window = None
