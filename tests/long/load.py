# SPDX-License-Identifier: GPL-3.0-or-later
"""People who write without pause, and remember what the server has acknowledged.

Each writer does what a client has to do: it asks again with the same client_id until it has an answer. What it was told
is then compared with what the server holds.
"""
import collections
import http.client
import json
import subprocess
import threading
import time
import urllib.parse
import uuid

from parlour_test.paths import program

PASSWORD = 'correct horse battery'
ANSWER_SECONDS = 5


class Refused(Exception):
    def __init__(self, status, code, detail):
        super().__init__(f'{status} {code}: {detail}')
        self.status, self.code, self.detail = status, code, detail


def call(connection, method, path, token=None, body=None):
    headers = {'Content-Type': 'application/json'} if body is not None else {}
    if token:
        headers['Authorization'] = f'Bearer {token}'
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    text = response.read()
    answer = json.loads(text) if text else None
    if response.status >= 300:
        raise Refused(response.status, answer['code'], answer['detail'])
    return answer


class Person:
    """An account on a server that may go and come again."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.token = self.ask('POST', '/api/v1/register', {'username': name, 'password': PASSWORD})['token']

    def connect(self, timeout=ANSWER_SECONDS):
        address = urllib.parse.urlsplit(self.server.address)
        return http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)

    def ask(self, method, path, body=None, timeout=30):
        connection = self.connect(timeout)
        try:
            return call(connection, method, path, getattr(self, 'token', None), body)
        finally:
            connection.close()

    def login(self):
        self.token = None
        self.token = self.ask('POST', '/api/v1/login', {'username': self.name, 'password': PASSWORD})['token']

    def history(self, conversation):
        """All messages of a conversation, the oldest first."""
        found, before = [], ''
        while True:
            page = self.ask('GET', f'/api/v1/conversations/{conversation}/messages?limit=200{before}')['items']
            if not page:
                return sorted(found, key=lambda message: message['seq'])
            found += page
            before = f"&before={min(message['seq'] for message in page)}"


class Writer(threading.Thread):
    def __init__(self, person, recipient, pause):
        super().__init__(name=person.name, daemon=True)
        self.person, self.recipient, self.pause = person, recipient, pause
        self.acknowledged = {}  # client_id → (seq, body, when it was)
        self.open = None  # client_id that has no answer yet
        self.refusals = collections.Counter()
        self.breaks = 0  # connections that ended without an answer
        self.failure = None
        self.conversation = None
        self._ended = threading.Event()
        self._connection = None

    def run(self):
        try:
            number, due = 0, time.monotonic()
            while not self._ended.is_set():
                number += 1
                self._send(str(uuid.uuid4()), f'{self.person.name} {number}')
                due = max(due + self.pause, time.monotonic() - 1)
                self._ended.wait(max(0, due - time.monotonic()))
        except Exception as error:  # told by whoever ends it
            self.failure = error

    def _send(self, client_id, body):
        self.open = client_id
        while True:
            try:
                message = self._try({'client_id': client_id, 'to': self.recipient, 'body': body})
            except Refused as refusal:
                if refusal.status not in (429, 503):
                    raise
                self.refusals[refusal.code, refusal.detail] += 1
                wait = 0.1
            except (OSError, http.client.HTTPException):
                self.breaks += 1
                self._connection = None
                wait = 0.05
            else:
                self.conversation = message['conversation']
                self.acknowledged[client_id] = (message['seq'], body, time.monotonic())
                self.open = None
                return
            if self._ended.wait(wait):
                return

    def _try(self, message):
        if self._connection is None:
            self._connection = self.person.connect()
        return call(self._connection, 'POST', '/api/v1/messages', self.person.token, message)

    def end(self):
        self._ended.set()


class Load:
    """`rate` messages a second by `writers` people, each to a reader of their own."""

    def __init__(self, server, rate=200, writers=8, name='writer'):
        self.server = server
        self.reader = Person(server, f'{name}.reader')
        self.writers = [Writer(Person(server, f'{name}{i}'), f'{name}.reader', writers / rate) for i in range(writers)]

    def __enter__(self):
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        for writer in self.writers:
            writer.end()
        for writer in self.writers:
            writer.join(3 * ANSWER_SECONDS)
            assert not writer.is_alive(), f'{writer.name} does not end'

    @property
    def count(self):
        return sum(len(writer.acknowledged) for writer in self.writers)

    @property
    def refusals(self):
        return sum((writer.refusals for writer in self.writers), collections.Counter())

    def check(self, before=None, login=False):
        """Compares what was acknowledged (before that moment) with what the server holds. Returns how much that was."""
        checked = 0
        for writer in self.writers:
            if writer.failure is not None:
                raise AssertionError(f'{writer.name} failed') from writer.failure
            if login:
                writer.person.login()
            checked += self._check(writer, before)
        return checked

    def _check(self, writer, before):
        if writer.conversation is None:
            return 0
        held = writer.person.history(writer.conversation)
        bodies = collections.Counter(message['body'] for message in held)
        doubled = [body for body, n in bodies.items() if n > 1]
        assert not doubled, f'doubled: {doubled}'
        numbers = [message['seq'] for message in held]
        assert numbers == list(range(1, len(numbers) + 1)), f'{writer.name}: numbers with holes: {numbers}'
        by_id = {message['client_id']: message for message in held}
        checked = 0
        for client_id, (seq, body, at) in writer.acknowledged.items():
            if before is not None and at > before:
                continue
            message = by_id.get(client_id)
            assert message is not None, f'lost: “{body}”, acknowledged as {seq}; held: {len(held)}'
            assert (message['seq'], message['body']) == (seq, body), f'{message} is not {seq} “{body}”'
            checked += 1
        if before is None:
            unknown = set(by_id) - set(writer.acknowledged) - {writer.open}
            assert not unknown, f'never asked for: {unknown}'
        return checked


def run(*arguments, **options):
    """parlour-server with these arguments, which must succeed."""
    done = subprocess.run([program('parlour-server'), *arguments], capture_output=True, text=True, timeout=120, **options)
    assert done.returncode == 0, f'{arguments}: {done.stdout}{done.stderr}'
    return done.stdout


def verify(database):
    """Every stream has each of its numbers, and the file is sound. Works on a database in use, too."""
    return json.loads(run('verify', database, '--json'))
