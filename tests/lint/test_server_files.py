#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what is installed for a server without a desktop (unit, configuration example, manual pages) fits the programs."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

PROJECT = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..'))
BUILD = os.environ['PARLOUR_BUILD_DIR']
SERVER = os.path.join(BUILD, 'src', 'server', 'parlour-server')
CLI = os.path.join(BUILD, 'src', 'cli', 'parlour-cli')
PAGES = ('parlour.1', 'parlour-cli.1', 'parlour-server.1')


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


def run(*command, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith('PARLOUR_')}
    environment['LC_ALL'] = 'C.UTF-8'
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, **more)


def options_in(help_text):
    return set(re.findall(r'(?<![\w-])--[a-z][a-z-]+', help_text))


def page(name):
    """The page as a terminal shows it, in one line, so that no option is broken in two."""
    done = run('groff', '-man', '-Tascii', '-P-cbou', '-rLL=1000n', '-rHY=0', os.path.join(PROJECT, 'data', 'man', name))
    return re.sub(r'\s+', ' ', done.stdout)


@unittest.skipUnless(shutil.which('groff'), 'groff is not installed')
class ManualTest(unittest.TestCase):
    def test_pages_are_well_formed(self):
        for name in PAGES:
            done = run('groff', '-man', '-Tutf8', '-ww', '-z', os.path.join(PROJECT, 'data', 'man', name))
            self.assertEqual((done.returncode, done.stderr), (0, ''), name)

    def test_every_option_of_serve_is_told(self):
        told = options_in(page('parlour-server.1')) | {'--help', '--version'}
        self.assertEqual(options_in(run(SERVER, 'serve', '--help').stdout) - told, set())

    def test_every_command_of_the_server_is_told(self):
        text = page('parlour-server.1')
        commands = re.findall(r'^  parlour-server ([a-z][a-z -]*[a-z])', run(SERVER, '--help').stdout, re.MULTILINE)
        self.assertGreater(len(commands), 3)
        for command in commands:
            self.assertIn(command + ' ', text)

    def test_every_option_of_the_cli_is_told(self):
        told = options_in(page('parlour-cli.1')) | {'--help'}
        self.assertEqual(options_in(run(CLI, '--help').stdout) - told, set())


class ConfigurationTest(unittest.TestCase):
    EXAMPLE = read(PROJECT, 'data', 'parlour-server.conf')

    def check(self, text):
        with tempfile.TemporaryDirectory(prefix='parlour-conf.') as folder:
            path = os.path.join(folder, 'parlour-server.conf')
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
            return run(SERVER, 'serve', '--config', path, '--check-config', '--data-dir', os.path.join(folder, 'data'))

    def test_example_can_be_used_as_it_is(self):
        done = self.check(self.EXAMPLE)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_setting_of_the_example_can_be_used(self):
        text = re.sub(r'^#([a-z-]+=)', r'\1', self.EXAMPLE, flags=re.MULTILINE)
        done = self.check(re.sub(r'^tls-(cert|key)=.*\n', '', text, flags=re.MULTILINE))
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_example_tells_every_setting(self):
        told = set(re.findall(r'^#([a-z-]+)=', self.EXAMPLE, re.MULTILINE))
        help_text = run(SERVER, 'serve', '--help').stdout
        own = {'help', 'version', 'config', 'check-config', 'parent-pipe', 'stop-with-stdin', 'verbose'}
        self.assertEqual(told, {option[2:] for option in options_in(help_text)} - own)

    def test_unknown_name_is_refused(self):
        self.assertNotEqual(self.check('[server]\nlisten-to=127.0.0.1\n').returncode, 0)


@unittest.skipUnless(shutil.which('systemd-analyze'), 'systemd is not installed')
class UnitTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix='parlour-unit.'))
        unit = re.sub(r'^ExecStart=\S+', 'ExecStart=' + SERVER, read(BUILD, 'data', 'parlour-server.service'),
                      flags=re.MULTILINE)
        # The user is made by sysusers.d, which is not at work here.
        unit = re.sub(r'^(User|Group)=.*\n', '', unit, flags=re.MULTILINE)
        with open(os.path.join(cls.folder, 'parlour-server.service'), 'w', encoding='utf-8') as file:
            file.write(unit)
        shutil.copy(os.path.join(PROJECT, 'data', 'systemd', 'parlour-server.socket'), cls.folder)

    def test_units_are_well_formed(self):
        for name in ('parlour-server.service', 'parlour-server.socket'):
            done = run('systemd-analyze', 'verify', '--man=no', os.path.join(self.folder, name))
            ours = [line for line in done.stderr.splitlines() if 'parlour' in line]
            self.assertEqual((done.returncode, ours), (0, []))

    def test_service_is_hardened(self):
        done = run('systemd-analyze', 'security', '--offline=true', '--threshold=25',
                   os.path.join(self.folder, 'parlour-server.service'))
        self.assertEqual(done.returncode, 0, done.stdout[-600:] + done.stderr)


if __name__ == '__main__':
    unittest.main()
