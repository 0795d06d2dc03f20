# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person takes along: a file with everything, a conversation to read."""
import json
import os
import re
import subprocess
import unittest

from parlour_test.paths import program
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session

from place import PASSWORD, Api, sign_in


def save_as(window, path):
    window.find('text', re.compile('^Name')).set_text(path)
    # Not a click: the list of names that the toolkit offers while it reads the folder may take it for its own end.
    window.find('button', 'Export').wait_until('sensitive').act()
    window.wait_gone('button', 'Export')


class ExportTest(unittest.TestCase):
    def test_everything_goes_into_a_file(self):
        with Session() as session, Server() as server, Person(session, 'Ada') as ada:
            api = Api(server)
            api.register('ada', 'Ada')
            api.register('ben', 'Ben')
            for number in range(250):
                api.send('ben', 'ada', f'<b>Hello & good morning {number}</b>')
            window = ada.open()
            sign_in(window, server, 'ada')
            window.find('group', re.compile('^Ben'), timeout=20)
            path = os.path.join(session.folder, 'all.jsonl')
            window.choose('Account', 'Export Everything…')
            save_as(window, path)
            window.find('label', '250 messages were written.', timeout=20)
            window.press('Escape')
            window.wait_gone('label', '250 messages were written.')
            with open(path, encoding='utf-8') as file:
                lines = [json.loads(line) for line in file]
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
            bodies = [line['message']['body'] for line in lines if line['kind'] == 'message']
            self.assertEqual(bodies, [f'<b>Hello & good morning {number}</b>' for number in range(250)])
            self.assertEqual([line['user']['username'] for line in lines if line['kind'] == 'account'], ['ada'])
            self.assertIn('ben', [line['user']['username'] for line in lines if line['kind'] == 'person'])

            # One that can't be done is told, and leaves nothing.
            server.kill()
            path = os.path.join(session.folder, 'more.jsonl')
            window.choose('Account', 'Export Everything…')
            save_as(window, path)
            window.find('label', 'Not exported', timeout=20)
            self.assertFalse(os.path.exists(path))
            window.press('Escape')
            ada.close()

    def test_the_command_prints_the_same(self):
        with Session() as session, Server() as server:
            api = Api(server)
            api.register('ada', 'Ada')
            api.register('ben', 'Ben')
            api.send('ben', 'ada', 'Good morning')
            token = os.path.join(session.folder, 'token')
            command = [program('parlour-cli'), '--token-file', token, '--server', server.address]
            subprocess.run([*command, 'login', 'ada', '--password-stdin'], input=PASSWORD + '\n', text=True, check=True,
                           env=session.environment, timeout=60, capture_output=True)
            done = subprocess.run([*command, 'export'], text=True, check=True, env=session.environment, timeout=60,
                                  capture_output=True)
            kinds = [json.loads(line)['kind'] for line in done.stdout.splitlines()]
            self.assertEqual(kinds, ['account', 'device', 'device', 'conversation', 'message'])


if __name__ == '__main__':
    unittest.main()
