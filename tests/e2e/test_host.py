# SPDX-License-Identifier: GPL-3.0-or-later
"""Host on this computer: a place of one's own, whose server lives as long as the app does."""
import os
import re
import unittest

from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from hosted import fill_in
from place import PASSWORD


def has_ended(pid):
    return not os.path.exists(f'/proc/{pid}')


class HostTest(unittest.TestCase):
    def test_hosts_a_place_while_the_app_runs(self):
        with Session() as session, Person(session, 'Ada') as ada:
            window = ada.open()
            window.find('button', 'Host on This Computer').click()
            window.find('text', 'Your Username').set_text('ada')
            window.find('button', 'Start').click()
            window.find('label', 'A name has 1 to 80 visible characters.')
            window.find('text', re.compile('^Your Name')).set_text('Ada Lindqvist')
            fill_in(window, password='short')
            window.press('Return')
            window.find('label', 'A password has at least 10 characters.')
            window.find(None, 'Your Password').set_text(PASSWORD)
            window.press('Return')
            window.find('button', 'Conversations', timeout=20)
            window.find('label', 'Ada Lindqvist')
            self.assertFalse(window.has('list item', re.compile('renamed')), 'it has had no other name')
            server, = ada.servers()
            ada.close()
            wait_for(lambda: has_ended(server), 'the end of the server', 20)

            # The next start hosts it again, and a killed app leaves no server behind.
            window = ada.open()
            window.find('button', 'Conversations', timeout=20)
            server, = wait_for(ada.servers, 'the server', 20)
            window.wait_gone('label', 'Offline, your messages will be sent later', timeout=20)
            ada.kill()
            wait_for(lambda: has_ended(server), 'the end of the server', 20)

    def test_the_welcome_is_in_the_owners_language(self):
        with Session() as session, Person(session, 'Ada') as ada:
            session.environment['LANGUAGE'] = 'de'
            window = ada.open()
            window.find('button', 'Einem Ort beitreten').click()
            for text, words in (('parlour://join?v=1', '^Dieser Einladungslink ist beschädigt'),
                                ('hallo welt', '^Das ist keine Adresse eines Servers')):
                window.find('text', re.compile('Adresse')).set_text(text)
                window.press('Return')
                window.find('label', re.compile(words))
            window.press('Escape')
            window.find('button', 'Auf diesem Computer bereitstellen').click()
            window.find('text', 'Name des Ortes').set_text('Ulmenstraße 7')
            window.find('text', 'Ihr Benutzername').set_text('ada')
            window.find(None, 'Ihr Passwort').set_text(PASSWORD)
            window.press('Return')
            window.find('group', re.compile('^Ulmenstraße 7.*Willkommen! Alle an diesem Ort'), timeout=30)
            window.press('Escape')
            ada.close()


if __name__ == '__main__':
    unittest.main()
