#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests' own tools: what they claim has to be true, or every test above them proves nothing."""
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from gi.repository import GLib

from parlour_test import cache_items
from parlour_test.person import Person
from parlour_test.proxy import Proxy
from parlour_test.session import Session
from parlour_test.waiting import Timeout, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))


class EchoServer:
    """Answers each connection with a thousand bytes, then with what it gets."""

    def __init__(self):
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        self.received = b''
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection):
        with connection:
            try:
                connection.sendall(b'x' * 1000)
                while data := connection.recv(4096):
                    self.received += data
                    connection.sendall(data)
            except OSError:
                pass

    def close(self):
        self._listener.close()


def read_all(connection):
    parts = []
    try:
        while data := connection.recv(4096):
            parts.append(data)
    except ConnectionResetError:
        pass
    return b''.join(parts)


class ReportTest(unittest.TestCase):
    def report(self, body):
        """What is reported of a file with that test class, and the exit status."""
        path = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), 'sample.py')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('import unittest\n\n\nclass Sample(unittest.TestCase):\n' + body)
        done = subprocess.run([sys.executable, '-m', 'parlour_test.tap', path], capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, PYTHONPATH=os.path.dirname(HERE), DISPLAY=''))
        points = [line for line in done.stdout.splitlines() if line.startswith(('ok', 'not ok'))]
        return points, done.returncode

    def test_what_passes(self):
        self.assertEqual(self.report('    def test_a(self):\n        pass\n'), (['ok 1 sample.Sample.test_a'], 0))

    def test_what_fails_after_the_last_test_fails(self):
        points, status = self.report('    def test_a(self):\n        pass\n\n    @classmethod\n'
                                     '    def tearDownClass(cls):\n        raise RuntimeError\n')
        self.assertEqual(points, ['ok 1 sample.Sample.test_a', 'not ok 2 tearDownClass (sample.Sample)'])
        self.assertEqual(status, 1)


class ProxyTest(unittest.TestCase):
    def setUp(self):
        self.server = EchoServer()
        self.addCleanup(self.server.close)
        self.proxy = Proxy(self.server.port)
        self.addCleanup(self.proxy.close)

    def connect(self):
        connection = socket.create_connection(('127.0.0.1', self.proxy.port), timeout=10)
        self.addCleanup(connection.close)
        return connection

    def test_passes_both_ways(self):
        connection = self.connect()
        connection.sendall(b'hello')
        connection.shutdown(socket.SHUT_WR)
        self.assertEqual(read_all(connection), b'x' * 1000 + b'hello')

    def test_cuts_down_at_the_byte(self):
        for count in (1, 7, 999, 1000):
            self.proxy.cut_after(count)
            self.assertEqual(len(read_all(self.connect())), count)

    def test_cuts_up_at_the_byte(self):
        self.proxy.cut_after(3, 'up')
        connection = self.connect()
        connection.sendall(b'hello')
        read_all(connection)
        wait_for(lambda: self.server.received, 'the first bytes')
        self.assertEqual(self.server.received, b'hel')

    def test_lets_nothing_pass_while_it_holds(self):
        self.proxy.hold()
        connection = self.connect()
        connection.settimeout(0.2)
        with self.assertRaises(TimeoutError):
            connection.recv(1)
        self.proxy.release()
        connection.settimeout(10)
        self.assertEqual(connection.recv(1), b'x')

    def test_cuts_on_command_and_accepts_again(self):
        connection = self.connect()
        connection.recv(1000, socket.MSG_WAITALL)
        self.proxy.cut()
        self.assertEqual(read_all(connection), b'')
        self.assertEqual(self.connect().recv(1), b'x')

    def test_refuses(self):
        self.proxy.refuse()
        self.assertEqual(read_all(self.connect()), b'')

    def test_delays(self):
        self.proxy.delay = 0.2
        start = time.monotonic()
        self.connect().recv(1)
        self.assertGreaterEqual(time.monotonic() - start, 0.2)


class KeyringTest(unittest.TestCase):
    def look_up(self, session, timeout=20):
        return session.run(['secret-tool', 'lookup', 'purpose', 'test'], timeout=timeout)

    def test_locks_and_unlocks(self):
        with Session(keyring='unlocked') as session:
            session.run(['secret-tool', 'store', '--label', 'Test', 'purpose', 'test'], input='a secret', timeout=20)
            self.assertEqual(self.look_up(session).stdout, 'a secret')
            session.keyring.lock()
            with self.assertRaises(subprocess.TimeoutExpired):
                self.look_up(session, 1)
            session.keyring.unlock()
            self.assertEqual(self.look_up(session).stdout, 'a secret')

    def test_can_be_missing(self):
        with Session(keyring='missing') as session:
            self.assertIn('org.freedesktop.secrets', self.look_up(session).stderr)


class CacheItemsTest(unittest.TestCase):
    @staticmethod
    def item(number):
        text = 'näme ' * (number % 7)
        own, parent = ((f':1.{number}', f'/org/a11y/{"x" * (number % 300 + 1)}/{number + end}') for end in (0, 1))
        return (own, (':1.9', '/root'), parent, number % 5 - 1, number % 3, ['org.a11y.atspi.Text'] * (number % 4), text,
                number % 90, text * 3, [number, 1 << 31])

    def test_reads_what_unpacking_would(self):
        for count in (0, 1, 2, 40, 700):
            variant = GLib.Variant(cache_items.TYPE, [self.item(number) for number in range(count)])
            found = [(*item[:-1], list(item.states)) for item in cache_items.read(variant)]
            self.assertEqual(found, [(path, parent, index, children, name, role, states) for
                                     (_, path), _, (_, parent), index, children, _, name, role, _, states
                                     in variant.unpack()])


class WindowTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = cls.enterClassContext(Session(keyring='missing'))
        cls.person = cls.enterClassContext(Person(cls.session, 'Ada', os.path.join(HERE, 'window-sample.py')))
        cls.window = cls.person.open()

    def test_1_finds_only_what_shows(self):
        self.window.find('label', 'First page')
        self.assertFalse(self.window.has('label', 'Second page'))
        with self.assertRaisesRegex(Timeout, 'button \'Send\''):
            self.window.find('button', 'Receive', timeout=0.1)

    def test_2_types_and_clicks(self):
        entry = self.window.find('text', 'Message')
        entry.type('Grüße 世界')
        self.assertEqual(entry.text, 'Grüße 世界')
        self.window.find('button', 'Send').click()
        self.window.find('label', 'Sent: Grüße 世界')
        self.window.find('label', 'Second page')
        self.window.wait_gone('label', 'First page')

    def test_3_sets_text_and_presses_keys(self):
        entry = self.window.find('text', 'Message')
        entry.set_text('by tool')
        entry.click()
        self.window.press('Return')
        self.window.find('label', 'Sent: by tool')

    def test_4_clicks_the_right_row(self):
        self.window.find('label', 'Cleo').click()
        self.window.find('label', 'Row: Cleo')
        self.window.find('label', 'Ada').click()
        self.window.find('label', 'Row: Ada')

    def test_5_acts_and_takes_a_picture(self):
        self.window.find('button', 'Send').act()
        self.assertGreater(os.path.getsize(self.window.picture('support-window')), 1000)

    def test_6_chooses_from_a_menu(self):
        self.assertFalse(self.window.has('menu item'))
        self.window.choose('Main menu', 'Say goodbye')
        self.window.find('label', 'Menu: goodbye')
        self.window.wait_gone('menu item')

    def test_7_clicks_what_is_called_so_when_it_is_clicked(self):
        first = self.window.find('button', 'First')
        self.window.find('button', 'Swap').act()
        wait_for(lambda: first.node.name_now() == 'Second', 'the rows to change')
        first.click()
        self.window.find('label', 'Pressed: First')
        self.window.find('button', re.compile('^Tick')).click()
        self.window.find('label', 'Pressed: Tick')

    def test_8_closes(self):
        self.person.close()

    def test_9_tells_what_a_program_said_that_ended(self):
        self.person.open()
        self.person.window.process.kill()
        self.person.window.process.wait()
        with self.assertRaisesRegex(AssertionError, 'status -9; it said\n(.*\n)*The sample begins'):
            self.person.window.find('button', 'Send')
        self.person.window = None


if __name__ == '__main__':
    unittest.main()
