# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people in two windows: compose, reply, delete, a server that is killed."""
import contextlib
import re
import unittest

from gi.repository import GLib

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import Api, delete_for_me, open_conversation, sign_in


def message(text):
    return re.compile(re.escape(text))


def write(window, text):
    window.find('text', 'Message').type(text)
    window.press('Return')


class TalkTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')

    def person(self, name):
        person = self.enterContext(Person(self.session, name))
        sign_in(person.open(), self.server, person.profile)
        return person

    def test_two_windows_write_to_each_other(self):
        ada, ben = self.person('Ada'), self.person('Ben')
        ada.window.press('ctrl+n')
        ada.window.find('text', 'To').set_text('nobody')
        ada.window.find('text', 'Text').set_text('Hello?')
        ada.window.press('ctrl+Return')
        ada.window.find('label', re.compile('nobody|username'))
        ada.window.find('text', 'To').set_text('ben')
        ada.window.find('text', re.compile('^Title')).set_text('Summer party')
        ada.window.find('text', 'Text').type(' Are you coming?')
        ada.window.press('ctrl+Return')
        ada.window.wait_gone('text', 'To')
        open_conversation(ben.window, 'Ada Lindqvist')
        ben.window.find('label', 'Summer party', timeout=20)
        write(ben.window, 'With pleasure')
        ada.window.find('list item', message('With pleasure'), timeout=20)
        self.assertEqual(len(self.api.bodies('ada')), 2)
        ada.close()
        ben.close()

    def test_deleted_for_me_stays_with_the_other(self):
        for text in ('one', 'two'):
            self.api.send('ben', 'ada', text)
        ada = self.person('Ada')
        open_conversation(ada.window, 'Ben Okafor')
        delete_for_me(ada.window, 'one')
        ada.window.find('button', 'Undo').click()
        ada.window.find('label', 'one')
        self.assertEqual(self.api.bodies('ada'), ['one', 'two'])

        delete_for_me(ada.window, 'one')
        ada.kill()      # while the toast is up: the next start sends what was held back
        ada.open().find('button', 'Conversations', timeout=20)
        wait_for(lambda: self.api.bodies('ada') == ['two'], 'the server to hear of it', 20)
        self.assertEqual(self.api.bodies('ben'), ['one', 'two'])
        ada.close()

    def test_message_waits_for_a_killed_server(self):
        self.api.send('ben', 'ada', 'Good morning')
        ada = self.person('Ada')
        open_conversation(ada.window, 'Ben Okafor')
        ada.window.find('label', 'Good morning', timeout=20)
        self.server.kill()
        ada.window.find('label', re.compile('^Offline'), timeout=20)
        write(ada.window, 'Are you there?')
        ada.window.find('list item', re.compile('Are you there.*Waiting to be sent'))
        self.server.start()
        # Unless it has found the server by itself, also in this very moment: nothing is clicked that moves away.
        for button in ada.window.find_all('button', 'Try Again'):
            with contextlib.suppress(AssertionError, GLib.Error):
                button.act()
        ada.window.find('list item', re.compile('Are you there.*Sent'), timeout=30)
        ada.window.wait_gone('label', re.compile('^Offline'))
        self.assertEqual(self.api.bodies('ben'), ['Good morning', 'Are you there?'])
        ada.close()

    def test_folds_to_one_pane(self):
        self.api.send('ben', 'ada', 'Good morning')
        ada = self.person('Ada')
        ada.window.resize(400, 640)
        open_conversation(ada.window, 'Ben Okafor')
        ada.window.find('label', 'Good morning', timeout=20)
        ada.window.find('button', 'Back to the List').click()
        ada.window.find('group', re.compile('^Ben Okafor'))
        ada.close()


if __name__ == '__main__':
    unittest.main()
