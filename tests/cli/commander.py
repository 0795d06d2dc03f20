# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody at a terminal: parlour-cli with folders of their own."""
import json
import os
import shutil
import signal
import subprocess
import tempfile

from parlour_test.paths import program
from parlour_test.waiting import wait_for

PASSWORD = 'correct horse battery'


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.output = done.stdout
        self.errors = done.stderr

    @property
    def objects(self):
        return [json.loads(line) for line in self.output.splitlines()]


class Watch:
    """A running `watch --json`."""

    def __init__(self, command, environment, folder):
        self._output = open(os.path.join(folder, 'watch.out'), 'wb')
        self._errors = open(os.path.join(folder, 'watch.err'), 'wb')
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._errors,
                                        env=environment)

    @property
    def events(self):
        with open(self._output.name, encoding='utf-8') as output:
            return [json.loads(line) for line in output if line.endswith('\n')]

    @property
    def errors(self):
        with open(self._errors.name, encoding='utf-8') as errors:
            return errors.read()

    @property
    def bodies(self):
        return [event['message']['body'] for event in self.events if event['kind'] == 'message.created']

    def wait_for(self, condition, what, timeout=15):
        return wait_for(lambda: condition(self), lambda: f'{what}; printed: {self.events}; said: {self.errors}', timeout)

    def wait_for_body(self, body):
        self.wait_for(lambda watch: body in watch.bodies, f'“{body}”')

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        status = self.process.wait(15)
        self.close()
        return status

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._output.close()
        self._errors.close()


class Commander:
    def __init__(self, name, server, environment=None):
        self.name = name
        self.server = server
        self.folder = tempfile.mkdtemp(prefix=f'{name}.')
        self.token_file = os.path.join(self.folder, 'token')
        self.environment = dict(environment or os.environ)
        for variable, folder in (('XDG_CONFIG_HOME', 'config'), ('XDG_DATA_HOME', 'data')):
            self.environment[variable] = os.path.join(self.folder, folder)
        self._watches = []

    def command(self, *arguments):
        return [program('parlour-cli'), '--token-file', self.token_file, *arguments]

    def run(self, *arguments, text=None, timeout=60):
        return Result(subprocess.run(self.command(*arguments), input=text or '', capture_output=True, text=True,
                                     env=self.environment, timeout=timeout))

    def do(self, *arguments, text=None):
        """Runs it and insists on success; returns the printed objects."""
        result = self.run('--json', *arguments, text=text)
        assert result.status == 0, f'{arguments}: {result.status}: {result.output}{result.errors}'
        return result.objects

    def register(self):
        return self.do('register', self.name, '--password-stdin', '--server', self.server.address, text=PASSWORD + '\n')[0]

    def bodies(self, *arguments):
        return [message['body'] for message in self.do(*arguments)]

    def watch(self):
        watch = Watch(self.command('--json', 'watch'), self.environment, self.folder)
        self._watches.append(watch)
        return watch

    def watch_from_now(self, other):
        """A watch that is known to print what comes: it has printed something that `other` wrote."""
        watch = self.watch()
        number = 0

        def printed():
            nonlocal number
            number += 1
            other.do('send', self.name, f'Are you there? {number}')
            return watch.bodies
        wait_for(printed, lambda: f'the first event of watch; it said: {watch.errors}', 20, 0.3)
        return watch

    def close(self):
        for watch in self._watches:
            watch.close()
        shutil.rmtree(self.folder, ignore_errors=True)
