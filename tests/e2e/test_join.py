# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining by link, however it comes in, and what a person is told where that fails or the place is not the one it was."""
import os
import re
import socket
import unittest

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import PASSWORD, Api, give_address, give_password

USED = 'This invite is not good any more: it was used up, has expired or was revoked.'
OTHER_KEY = re.compile('^The server at this address is another one than the one you know')


class Place(Server):
    """With a key of its own, as whoever hosts has it."""

    def __init__(self):
        super().__init__(registration='invite', options=['--tls', 'own', '--name', 'Elm Street 7'])

    def link(self, *options):
        """Of a new invite, by the address that the server listens on."""
        return self.run('invite', 'create', '--address', self.address.removeprefix('https://'), *options).strip()


def send_link(person, link):
    """What a click on a link outside does: the desktop starts the program with it, which hands it to its open window."""
    done = person.session.run([person.executable, '--profile', person.profile, link], timeout=60)
    assert done.returncode == 0, done.stderr


class JoinTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.place = self.enterContext(Place())
        self.eve = self.enterContext(Person(self.session, 'Eve'))

    def create_account(self, username):
        """From the page that shows the place to the main window, or to what refuses it."""
        window = self.eve.window
        window.find('label', 'Elm Street 7', timeout=20)
        window.find('button', 'Create an Account').click()
        window.find('text', re.compile('^Your Name'), timeout=20).set_text('Eve Example')
        give_password(window, username, PASSWORD)

    def assert_joined(self, username='eve'):
        self.eve.window.find('button', 'Conversations', timeout=20)
        self.assertIn(username, self.place.run('user', 'list'))

    def test_pasted_link(self):
        give_address(self.eve.open(), 'Join a Place', self.place.link())
        self.eve.window.find('label', re.compile('^Nothing has been sent yet'))
        self.create_account('eve')
        self.assert_joined()
        self.eve.close()

    def test_link_as_argument(self):
        self.eve.open(self.place.link())
        self.create_account('eve')
        self.assert_joined()
        self.eve.close()

    def test_link_that_is_clicked_while_the_window_is_open(self):
        window = self.eve.open()
        window.find('button', 'Join a Place')
        send_link(self.eve, 'parlour://join?v=1&a=nonsense')
        window.find('label', re.compile('.*link', re.IGNORECASE), timeout=20)
        send_link(self.eve, self.place.link())
        self.create_account('eve')
        self.assert_joined()
        # Who is in a place is shown the other one over it, and may turn back.
        send_link(self.eve, self.place.link())
        window.find('button', 'Create an Account', timeout=20)
        window.press('Escape')
        window.find('button', 'Host on This Computer')
        window.press('Escape')
        window.find('button', 'Conversations', timeout=20)
        self.eve.close()

    def test_link_connects_to_nothing_before_the_person_says_so(self):
        """A link is anybody's text: opening one must not even tell its maker that somebody is there."""
        with socket.create_server(('127.0.0.1', 0)) as listener:
            listener.settimeout(0)
            link = re.sub('&a=[^&]+', f'&a=127.0.0.1:{listener.getsockname()[1]}', self.place.link())
            window = self.eve.open(link)
            window.find('label', re.compile('^Nothing has been sent yet'), timeout=20)
            create = window.find('button', 'Create an Account')
            with self.assertRaises(BlockingIOError):
                listener.accept()
            create.click()
            listener.settimeout(20)
            listener.accept()[0].close()
        window.find('button', 'Create an Account').wait_until('sensitive', timeout=20)
        self.eve.close()

    def test_link_that_is_used_up_expired_or_revoked(self):
        used, expired, revoked = self.place.link(), self.place.link('--expires-in', '1'), self.place.link()
        token = re.search('&t=([^&]+)', used).group(1)
        Api(self.place).call('POST', '/register', {'username': 'ben', 'display_name': 'Ben', 'password': PASSWORD,
                                                   'invite': token})
        newest = self.place.run('invite', 'list').split()[0]
        self.place.run('invite', 'revoke', newest)
        wait_for(lambda: 'expired' in self.place.run('invite', 'list'), 'the end of the invite', 20)
        self.eve.open()
        for link in (used, expired, revoked):
            with self.subTest(link):
                send_link(self.eve, link)
                self.create_account('eve')
                self.eve.window.find('label', USED, timeout=20)
        self.assertEqual(len(self.place.run('user', 'list').splitlines()), 1)
        self.eve.close()

    def test_link_with_another_key(self):
        """The token must not reach whoever answers there."""
        link = self.place.link()
        key = re.search('&f=(.)', link).group(1)
        tampered = link.replace('&f=' + key, '&f=' + ('B' if key == 'A' else 'A'))
        window = self.eve.open(tampered)
        window.find('button', 'Create an Account', timeout=20).click()
        window.find('label', OTHER_KEY, timeout=20)
        self.assertEqual(self.place.run('user', 'list'), '')
        send_link(self.eve, link)
        self.create_account('eve')
        self.assert_joined()
        self.eve.close()

    def join(self):
        self.eve.open(self.place.link())
        self.create_account('eve')
        self.assert_joined()

    def test_known_place_with_another_key_is_told_and_gets_nothing(self):
        self.join()
        self.place.stop()
        for name in ('key.pem', 'cert.pem'):
            os.remove(os.path.join(self.place.folder, name))
        self.place.start()
        self.eve.window.find('label', OTHER_KEY, timeout=40)
        self.eve.close()
        self.eve.open().find('label', OTHER_KEY, timeout=40)
        self.eve.close()

    def test_disabled_account_is_told_in_its_open_window(self):
        self.join()
        self.place.run('user', 'disable', 'eve')
        self.eve.window.find('label', 'You are signed out. What is here stays here.', timeout=20)
        self.eve.window.find('button', 'Sign In').click()
        self.eve.window.find('dialog').find(None, 'Password').set_text(PASSWORD)
        self.eve.window.press('Return')
        self.eve.window.find('label', 'This account was disabled by whoever runs the server.', timeout=20)
        self.place.run('user', 'enable', 'eve')
        self.eve.window.press('Return')
        self.eve.window.wait_gone('label', 'You are signed out. What is here stays here.', timeout=20)
        self.eve.close()


if __name__ == '__main__':
    unittest.main()
