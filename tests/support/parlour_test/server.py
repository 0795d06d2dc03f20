# SPDX-License-Identifier: GPL-3.0-or-later
"""A real parlour-server on a folder of its own."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.parse

from .paths import program
from .waiting import wait_for


class Server:
    """The server keeps folder and port over kill() and start(), so that clients find it again.

    A folder that the caller names is the caller's to remove; one made here goes with close().
    """

    def __init__(self, folder=None, registration='open', executable=None, options=()):
        self._own_folder = tempfile.mkdtemp(prefix='parlour-server.') if folder is None else None
        self.folder = folder or os.path.join(self._own_folder, 'data')
        self.registration = registration
        self.executable = executable or program('parlour-server')
        self.options = list(options)
        self.port = 0
        self.address = None
        self._process = None
        self._output = tempfile.NamedTemporaryFile(prefix='parlour-server.', suffix='.out')
        self._errors = tempfile.NamedTemporaryFile(prefix='parlour-server.', suffix='.log')

    def __enter__(self):
        if self._process is None:
            self.start()
        return self

    def __exit__(self, *_):
        self.close()

    def start(self, timeout=20.0):
        """Starts the server and returns once it has said that it is ready."""
        assert self._process is None, 'the server runs already'
        self._output.truncate(0)
        self._process = subprocess.Popen(
            [self.executable, 'serve', '--data-dir', self.folder, '--listen', f'127.0.0.1:{self.port}', '--tls', 'off',
             '--registration', self.registration, '--common', 'off', *self.options],
            stdin=subprocess.DEVNULL, stdout=open(self._output.name, 'ab'), stderr=open(self._errors.name, 'ab'))
        self.address = wait_for(self._ready_address, lambda: f'"ready" from the server; its log:\n{self.log()}', timeout)
        self.port = urllib.parse.urlsplit(self.address).port
        return self

    def _ready_address(self):
        if self._process.poll() is not None:
            status, self._process = self._process.returncode, None
            raise AssertionError(f'the server ended with status {status}; its log:\n{self.log()}')
        with open(self._output.name, encoding='utf-8') as output:
            found = re.search(r'^ready (http\S+)\n', output.read(), re.MULTILINE)
        return found and found.group(1)

    @property
    def certificate(self):
        """The one that it made for itself, with `--tls own`."""
        return os.path.join(self.folder, 'cert.pem')

    @property
    def pid(self):
        return self._process.pid if self._process else None

    def log(self):
        """Everything that the server has logged so far, over all its starts."""
        with open(self._errors.name, encoding='utf-8', errors='replace') as log:
            return log.read()

    def kill(self):
        """Ends the server as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self, timeout=20.0):
        """Ends the server as its administrator would, and insists that it ends well."""
        self._process.terminate()
        process, self._process = self._process, None
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f'the server does not end; its log:\n{self.log()}') from None
        assert status == 0, f'the server ended with status {status}; its log:\n{self.log()}'

    def close(self):
        """Ends the server if it runs, and removes what was made here."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._output.close()
        self._errors.close()
        if self._own_folder:
            shutil.rmtree(self._own_folder, ignore_errors=True)

    def run(self, *command, **options):
        """Runs a subcommand on this server's folder, whether the server runs or not; returns what it printed."""
        done = subprocess.run([self.executable, *command, '--data-dir', self.folder], text=True, capture_output=True,
                              timeout=60, **options)
        assert done.returncode == 0, f'{command}: {done.stdout}{done.stderr}'
        return done.stdout

    def add_user(self, name, password, admin=False):
        """Makes an account."""
        self.run('user', 'add', name, '--password-stdin', *(['--admin'] if admin else []), input=password + '\n')
