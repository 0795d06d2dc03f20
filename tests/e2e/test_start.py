# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first start to the next: account, errors at their fields, keyring, sign out."""
import re
import subprocess
import unittest

from parlour_test.paths import program
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import PASSWORD, Api, give_address, give_password, open_conversation, sign_in


class StartTest(unittest.TestCase):
    def test_create_account_start_again_without_a_login_and_sign_out(self):
        with Session() as session, Server() as server, Person(session, 'Ada') as ada:
            api = Api(server)
            api.register('ben', 'Ben')
            window = ada.open()
            self.assertFalse(window.has('button', 'Create an Account'))     # who joins is asked that there
            give_address(window, 'Join a Place', server.address)
            window.find('button', 'Create an Account', timeout=20).click()
            window.find('text', re.compile('^Your Name')).set_text('Ada Lindqvist')
            give_password(window, 'ada', 'short')
            window.find('label', 'A password has at least 10 characters.')
            give_password(window, 'ben', PASSWORD)
            window.find('label', 'This username is taken. Choose another one.', timeout=20)
            give_password(window, 'ada', PASSWORD)
            window.find('button', 'Conversations', timeout=20)
            ada.close()

            window = ada.open()
            window.find('button', 'Conversations', timeout=20)
            self.assertFalse(window.has('button', 'Join a Place'))
            api.sign_in('ada')
            window.choose('Account', 'Sign Out…')
            window.find('label', re.compile('^The messages kept on this computer are removed'))
            window.find('button', 'Sign Out').click()
            window.find('button', 'Join a Place', timeout=20)
            wait_for(lambda: len(api.call('GET', '/sessions', who='ada')['items']) == 1, 'the session to end', 20)
            ada.close()
            ada.open().find('button', 'Join a Place')
            ada.close()

    def test_errors_stand_at_their_fields(self):
        with Session() as session, Server() as server, Person(session, 'Ada') as ada:
            Api(server).register('ada', 'Ada')
            window = ada.open()
            give_address(window, 'Sign In', 'http://192.0.2.1:7447')
            window.find('label', re.compile('only a server on this computer|Only|encryption'))
            window.find('text', 'Link or Address').set_text('127.0.0.1:9')
            window.press('Return')
            window.find('label', 'Nothing answers at this address. Is the server running?', timeout=20)
            window.find('text', 'Link or Address').set_text(server.address)
            window.press('Return')
            give_password(window, 'ada', 'not the password')
            window.find('label', 'The username or the password is wrong.', timeout=20)
            give_password(window, 'ada', PASSWORD)
            window.find('button', 'Conversations', timeout=20)
            ada.close()

    def test_works_without_a_keyring_and_says_so(self):
        with Session(keyring='missing') as session, Server() as server, Person(session, 'Ada') as ada:
            api = Api(server)
            api.register('ada', 'Ada')
            api.register('ben', 'Ben')
            api.send('ben', 'ada', 'Good morning')
            sign_in(ada.open(), server, 'ada')
            ada.window.find('label', re.compile('^This desktop has no keyring'), timeout=20)
            open_conversation(ada.window, 'Ben')
            ada.window.find('text', 'Message').type('No keyring here')
            ada.window.press('Return')
            wait_for(lambda: api.bodies('ben')[-1] == 'No keyring here', 'the message to arrive', 20)
            ada.close()

            window = ada.open()
            window.find('label', 'You are signed out. What is here stays here.', timeout=20)
            window.find('button', re.compile('^Sign In')).click()
            window.find(None, 'Password').set_text(PASSWORD)
            window.press('Return')
            window.wait_gone('label', 'You are signed out. What is here stays here.', timeout=20)
            ada.close()

    def test_refused_token_leads_to_signing_in_again(self):
        with Session() as session, Server() as server, Person(session, 'Ada') as ada:
            api = Api(server)
            api.register('ada', 'Ada')
            api.register('ben', 'Ben')
            api.send('ben', 'ada', 'Still here?')
            sign_in(ada.open(), server, 'ada')
            ada.window.find('group', re.compile('^Ben'), timeout=20)
            for device in api.call('GET', '/sessions', who='ada')['items']:
                if not device.get('current'):
                    api.call('DELETE', '/sessions/' + device['id'], who='ada')
            ada.window.find('label', 'You are signed out. What is here stays here.', timeout=20)
            ada.window.find('group', re.compile('^Ben'))
            ada.close()

    def test_program_says_what_it_is(self):
        done = subprocess.run([program('parlour'), '--version'], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r'\d+\.\d+')
        done = subprocess.run([program('parlour'), '--help'], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('--profile', done.stdout)


if __name__ == '__main__':
    unittest.main()
