# SPDX-License-Identifier: GPL-3.0-or-later
"""Several devices of one account, killed in turn, end with one history: the same numbers, the same texts."""
import glob
import itertools
import json
import os
import re
import sqlite3
import unittest

from parlour_test.paths import program
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import PASSWORD, Api, open_conversation, sign_in


class Watch:
    """`parlour-cli watch`: a device of its own, with its own copy."""

    def __init__(self, session, server, name):
        self.session = session
        self.command = [program('parlour-cli'), '--profile', name, '--json']
        done = session.run(self.command + ['--server', server.address, '--password-stdin', 'login', 'ada'],
                           input=PASSWORD + '\n', timeout=60)
        assert done.returncode == 0, done.stderr
        self.path = os.path.join(session.folder, name + '.events')
        self.process = None
        self.interrupted = set()    # what it may have been printing when it was killed

    def start(self):
        self.process = self.session.start(self.command + ['watch'], stdout=open(self.path, 'ab'))

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.interrupted.update(self.bodies()[-1:])

    def bodies(self):
        """The texts of the messages whose making it has printed, in the order of printing."""
        with open(self.path, encoding='utf-8') as file:
            events = [json.loads(line) for line in file if line.endswith('\n')]
        return [event['message']['body'] for event in events if event.get('kind') == 'message.created']

    def history(self):
        """(number, text) of what its own copy holds, oldest first."""
        done = self.session.run(self.command + ['history', 'ben', '--limit', '200'], timeout=60)
        assert done.returncode == 0, done.stderr
        return sorted((message['seq'], message['body']) for message in map(json.loads, done.stdout.splitlines()))


class DevicesTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')

    def server_history(self):
        conversation = self.api.call('GET', '/conversations', who='ada')['items'][0]['id']
        items = self.api.call('GET', f'/conversations/{conversation}/messages?limit=200', who='ada')['items']
        return sorted((item['seq'], item['body']) for item in items)

    def copy_of_window(self):
        """(number, text) in the desktop's own copy, which is closed."""
        path, = glob.glob(os.path.join(self.session.environment['XDG_DATA_HOME'], 'parlour-ada', 'accounts', '*', '*.db'))
        with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as copy:
            return copy.execute('SELECT id & 0xffffffff, body FROM messages WHERE NOT hidden ORDER BY id').fetchall()

    def test_kills_of_every_side_leave_one_history(self):
        self.api.send('ben', 'ada', 'message 1')
        first, second = Watch(self.session, self.server, 'one'), Watch(self.session, self.server, 'two')
        ada = self.enterContext(Person(self.session, 'Ada'))
        sign_in(ada.open(), self.server, 'ada')
        open_conversation(ada.window, 'Ben Okafor')
        first.start()
        second.start()

        def say(number):
            self.api.send('ben', 'ada', f'message {number}')

        def write(number):
            ada.window.find('text', 'Message').type(f'message {number}')
            ada.window.press('Return')

        for number in range(2, 6):
            say(number)
        write(6)
        wait_for(lambda: 'message 6' in second.bodies(), 'what the window wrote on another device', 30)
        first.kill()
        say(7)
        self.server.kill()
        write(8)
        ada.window.find('list item', re.compile('message 8. Waiting to be sent$'))
        second.kill()
        ada.kill()
        self.server.start()
        say(9)
        first.start()
        second.start()
        open_conversation(ada.open(), 'Ben Okafor')
        wait_for(lambda: {'message 8', 'message 9'} <= set(first.bodies()), 'the waiting message everywhere', 60)
        self.server.kill()
        self.server.start()
        say(10)
        expected = self.server_history()
        self.assertEqual([number for number, _ in expected], list(range(1, 11)))
        self.assertEqual(sorted(body for _, body in expected), sorted(f'message {n}' for n in range(1, 11)))
        for watch in (first, second):
            wait_for(lambda: 'message 10' in watch.bodies(), 'the last message on a watch', 60)
        ada.window.find('list item', re.compile('message 10$'), timeout=60)
        shown = [re.search(r'message \d+', row.name).group() for row in
                 ada.window.find_all('list item', re.compile(r': message \d+'))]
        self.assertEqual(shown, [body for _, body in expected][-len(shown):])
        ada.close()
        self.assertEqual(self.copy_of_window(), expected)
        for watch in (first, second):
            # Nothing prints a message and notes that in one step: a kill in between has this one printed again, at once.
            printed = watch.bodies()
            again = [after for before, after in itertools.pairwise(printed) if before == after]
            self.assertLessEqual(len(printed) - len(set(printed)), len(again), f'printed twice: {printed}')
            self.assertLessEqual(set(again), watch.interrupted, f'printed twice: {printed}')
            watch.kill()
            self.assertEqual(watch.history(), expected)


if __name__ == '__main__':
    unittest.main()
