# SPDX-License-Identifier: GPL-3.0-or-later
"""The app is killed at random while its person writes and is written to, as a guest and as the host. What the window has
shown as written is sent by the next start, once, and in the order in which it was written; what a server has taken it still
has, also where that server ended with the app; what has come in is in the local copy, once.

PARLOUR_ROUNDS says how often, PARLOUR_SEED repeats a run.
"""
import collections
import contextlib
import glob
import http.client
import os
import random
import re
import signal
import sqlite3
import subprocess
import threading
import time
import unittest
import urllib.error
import uuid

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.tap import say
from parlour_test.waiting import wait_for
from parlour_test.window import xdo

from hosted import HostedPlace, host
from place import Api, open_conversation, sign_in

ROUNDS = int(os.environ.get('PARLOUR_ROUNDS', '4'))
SEED = int(os.environ.get('PARLOUR_SEED', random.SystemRandom().randrange(1 << 30)))
PAUSE = 0.05        # between two messages that come in
KEYS = ['o', 'w', 'n', 'minus', 'Return', *'0123456789']
LINES = 400         # more than anybody types before the kill
WAITING = re.compile(r'\bown-\d+-\d+\b.*Waiting to be sent$')
WRITTEN = re.compile(r'\bown-(\d+)-(\d+)\b')


class Visitor(threading.Thread):
    """Writes to Ada without pause, and asks again until there is an answer; `sent` is what the server has taken."""

    def __init__(self, api):
        super().__init__(daemon=True)
        self.api = api
        self.sent = []
        self.failure = None
        self._end = threading.Event()

    def run(self):
        try:
            self._write()
        except Exception as error:      # told at the end
            self.failure = error

    def _write(self):
        while not self._end.wait(PAUSE):
            message = {'client_id': str(uuid.uuid4()), 'to': 'ada', 'body': f'theirs-{len(self.sent)}'}
            wait_for(lambda: self._is_taken(message), 'the server to take a message', 60, PAUSE)
            self.sent.append(message['body'])

    def _is_taken(self, message):
        try:
            self.api.call('POST', '/messages', message, 'ben')
        except urllib.error.HTTPError as error:
            assert error.code == 503, error
            return False
        except (OSError, http.client.HTTPException):
            return False
        return True

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self.join()
        if self.failure:
            raise self.failure


class Kills:
    """What both tests share; `api` asks the place as another device of Ben's."""

    def setUp(self):
        self.ada = self.enterContext(Person(self.enterContext(Session()), 'Ada'))
        self.chance = random.Random(SEED)
        self.shown = set()      # what the window has shown of Ada's own
        self.waited = set()     # of those, what was in the outbox when the app was killed
        say(f'seed {SEED}, {ROUNDS} rounds')
        self.begin()
        self.api.register('ben', 'Ben Okafor')
        self.api.send('ben', 'ada', 'Good morning')

    def test_killed_under_load(self):
        with Visitor(self.api) as visitor:
            for number in range(ROUNDS):
                if self.ada.window is None:
                    self.ada.open()
                open_conversation(self.ada.window, 'Ben Okafor')
                self.write_until_killed(number)
            self.ada.open()     # a host's server answers the visitor's last message now
        open_conversation(self.ada.window, 'Ben Okafor')
        copy = wait_for(self.read_sent_copy, 'an empty outbox', 60)
        messages = self.read_server()
        self.check_server(messages, visitor.sent)
        self.check_copy(copy, messages, visitor.sent[-1])
        self.ada.close()
        say(f'{len(self.shown | self.waited)} messages were shown as written and are there, of which {len(self.waited)} had '
            f'to wait for the next start; {len(visitor.sent)} came in')

    def write_until_killed(self, number):
        """Types line after line, and ends the app in the middle of it; sometimes at once, sometimes when some have gone."""
        window = self.ada.window
        window.find('text', 'Message').click()
        command = ['xdotool']
        for line in range(LINES):
            command += ['type', '--args', '1', '--delay', '4', f'own-{number}-{line}', 'key', '--delay', '4', 'Return']
        typing = subprocess.Popen(command)
        server = self.server_pid()
        try:
            end = time.monotonic() + self.chance.uniform(0.1, 2.5)
            wait_for(lambda: self.look(number), 'the first own message', 20)
            while time.monotonic() < end:
                self.look(number)
            if number % 2 == 0:
                self.let_some_wait(server)
            self.assertIsNone(typing.poll(), 'more was to be typed')
        finally:
            self.ada.kill()
            os.kill(server, signal.SIGCONT)
            typing.kill()
            typing.wait()
            xdo('keyup', *KEYS)     # one of them may be down still, and would be heard in the next window

    def let_some_wait(self, server):
        """Stops the server until the app is dead: what is written meanwhile is in the outbox alone."""
        os.kill(server, signal.SIGSTOP)
        waiting = wait_for(lambda: self.ada.window.find_all('list item', WAITING), 'a message that waits', 20)
        self.waited |= {WRITTEN.search(item.name).group() for item in waiting}

    def look(self, number):
        """Remembers what stands in the log."""
        own = {match.group() for item in self.ada.window.find_all('list item') for match in WRITTEN.finditer(item.name)}
        self.shown |= own
        return any(body.startswith(f'own-{number}-') for body in own)

    def read_sent_copy(self):
        """{seq: body} of the local copy once nothing waits in it."""
        path, = glob.glob(os.path.join(self.ada.session.environment['XDG_DATA_HOME'], '**', 'copy.db'), recursive=True)
        with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as db:
            if db.execute('SELECT count (*) FROM outbox').fetchone()[0]:
                return None
            return dict(db.execute('SELECT id & 0xffffffff, body FROM messages'))

    def read_server(self):
        """{seq: body} of the whole conversation."""
        conversation = self.api.call('GET', '/conversations', who='ben')['items'][0]['id']
        found, before = {}, ''
        while page := self.api.call('GET', f'/conversations/{conversation}/messages?limit=200{before}',
                                    who='ben')['items']:
            found.update((message['seq'], message['body']) for message in page)
            before = f'&before={min(found)}'
        return dict(sorted(found.items()))

    def check_server(self, messages, theirs):
        bodies = list(messages.values())
        doubled = [body for body, count in collections.Counter(bodies).items() if count > 1]
        self.assertEqual(doubled, [], 'sent twice')
        self.assertEqual(sorted((self.shown | self.waited) - set(bodies)), [], 'shown as written, and lost')
        self.assertEqual([body for body in bodies if body.startswith('theirs-')], theirs)
        lines = collections.defaultdict(list)
        for number, line in (map(int, match.groups()) for match in map(WRITTEN.fullmatch, bodies) if match):
            lines[number].append(line)
        for number, sent in lines.items():
            self.assertEqual(sent, list(range(len(sent))), f'in round {number} a message was lost, or overtaken')

    def check_copy(self, copy, messages, last):
        wait_for(lambda: last in (self.read_sent_copy() or {}).values(), 'the copy to have it all', 30)
        copy = self.read_sent_copy()
        self.assertEqual(copy, {seq: messages[seq] for seq in copy})


class KillGuestTest(Kills, unittest.TestCase):
    def begin(self):
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada')
        sign_in(self.ada.open(), self.server, 'ada')

    def server_pid(self):
        return self.server.pid


class KillHostTest(Kills, unittest.TestCase):
    """The server is the app's child, and ends when it does."""

    def begin(self):
        host(self.ada.open())
        place = HostedPlace(self.ada)
        place.ask('settings', 'set', '--registration', 'open')
        self.api = Api(place)

    def server_pid(self):
        server, = wait_for(self.ada.servers, lambda: f'the server; the app said\n{self.ada.log()}', 20)
        return server


if __name__ == '__main__':
    unittest.main()
