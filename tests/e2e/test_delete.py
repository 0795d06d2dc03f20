# SPDX-License-Identifier: GPL-3.0-or-later
"""Deleting a message: for me once the toast has gone, for everyone at once, and not at all."""
import re
import unittest

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import Api, click_until, delete_for_me, open_conversation, sign_in


class DeleteTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')
        self.api.send('ben', 'ada', 'theirs')
        self.api.send('ada', 'ben', 'mine')
        self.api.send('ada', 'ben', 'kept')

    def open(self, name, other):
        person = self.enterContext(Person(self.session, name))
        sign_in(person.open(), self.server, person.profile)
        open_conversation(person.window, other)
        person.window.find('label', 'kept', timeout=20)
        return person

    def ask_to_delete(self, window, text):
        click_until(window, lambda: window.find('label', text, timeout=20), 'menu item', re.compile('^Delete'), button=3)
        window.find('menu item', re.compile('^Delete')).act()
        window.find('button', 'Only for Me')

    def test_for_me_and_for_everyone(self):
        ada, ben = self.open('Ada', 'Ben Okafor'), self.open('Ben', 'Ada Lindqvist')
        delete_for_me(ada.window, 'theirs')
        ada.window.find('button', 'Undo')
        self.assertEqual(self.api.bodies('ada'), ['theirs', 'mine', 'kept'])    # held back while one can undo it

        self.ask_to_delete(ada.window, 'mine')
        ada.window.find('button', 'For Everyone').click()
        for person in (ada, ben):
            person.window.find('list item', re.compile('This message was deleted'), timeout=20)
            person.window.wait_gone('label', 'mine')
        self.assertNotIn('mine', self.api.bodies('ada') + self.api.bodies('ben'))

        ada.window.wait_gone('button', 'Undo', timeout=20)
        wait_for(lambda: 'theirs' not in self.api.bodies('ada'), 'the server to hear of it', 20)
        self.assertIn('theirs', self.api.bodies('ben'))
        ben.window.find('label', 'theirs')
        self.assertFalse(ada.window.has('label', 'theirs'))
        ada.close()
        ben.close()

    def test_asks_first(self):
        ada = self.open('Ada', 'Ben Okafor')
        self.ask_to_delete(ada.window, 'theirs')
        self.assertFalse(ada.window.has('button', 'For Everyone'))
        ada.window.find('button', 'Cancel').click()
        ada.window.wait_gone('button', 'Only for Me')
        ada.window.find('label', 'theirs')
        ada.close()
        self.assertEqual(self.api.bodies('ada'), ['theirs', 'mine', 'kept'])

    def test_is_sent_when_the_window_closes_under_the_toast(self):
        ada = self.open('Ada', 'Ben Okafor')
        delete_for_me(ada.window, 'theirs')
        ada.close()
        ada.open().find('button', 'Conversations', timeout=20)
        wait_for(lambda: self.api.bodies('ada') == ['mine', 'kept'], 'the server to hear of it', 20)
        ada.close()


if __name__ == '__main__':
    unittest.main()
