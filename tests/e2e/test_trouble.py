# SPDX-License-Identifier: GPL-3.0-or-later
"""What one sees when something is in the way: a locked keyring, too long a text, a message that the server refuses."""
import contextlib
import glob
import os
import re
import sqlite3
import unittest

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from place import Api, click_until, open_conversation, sign_in


class TroubleTest(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')
        self.api.send('ben', 'ada', 'Good morning')

    def test_locked_keyring(self):
        session = self.enterContext(Session(keyring='locked'))
        ada = self.enterContext(Person(session, 'Ada'))
        window = ada.open()
        sign_in(window, self.server, 'ada')
        window.find('label', re.compile('^The keyring did not open'), timeout=30)
        open_conversation(window, 'Ben Okafor')
        window.find('text', 'Message').type('Works for this run')
        window.press('Return')
        window.find('list item', re.compile('Works for this run. (Sent|Delivered)$'), timeout=20)
        window.picture('locked-keyring')
        ada.close()

    def test_too_long_a_text_is_counted_and_kept(self):
        session = self.enterContext(Session())
        ada = self.enterContext(Person(session, 'Ada'))
        window = ada.open()
        sign_in(window, self.server, 'ada')
        open_conversation(window, 'Ben Okafor')
        window.find('text', 'Message').set_text('x' * 16390)
        window.find('label', re.compile('6 '))
        self.assertFalse(window.find('button', 'Send').has('sensitive'))
        window.picture('over-limit')
        window.find('text', 'Message').click()
        window.press('Return')
        self.assertEqual(len(window.find('text', 'Message').text), 16390)
        window.press('ctrl+End', 'BackSpace', 'BackSpace', 'BackSpace', 'BackSpace', 'BackSpace', 'BackSpace')
        window.find('button', 'Send').wait_until('sensitive').click()
        wait_for(lambda: len(self.api.bodies('ben')[-1]) == 16384, 'the message to arrive', 20)
        ada.close()

    def test_refused_message_is_tried_again_or_deleted(self):
        session = self.enterContext(Session())
        ada = self.enterContext(Person(session, 'Ada'))
        window = ada.open()
        sign_in(window, self.server, 'ada')
        window.find('group', re.compile('^Ben Okafor'), timeout=20)
        self.server.kill()
        window.find('label', re.compile('^Offline'), timeout=20)
        for name, text in (('cleo', 'Welcome'), ('nobody', 'Is this anybody?')):
            window.press('ctrl+n')
            window.find('text', 'To').set_text(name)
            window.find('text', 'Text').set_text(text)
            window.press('ctrl+Return')
            window.wait_gone('text', 'To', timeout=20)
        self.server.start()
        click_until(window, lambda: window.find('button', 'Sent'), 'group', re.compile('^To .*Welcome'))
        for text in ('^To .*Welcome', '^To .*Is this anybody'):
            row = window.find('group', re.compile(text), timeout=20)
            row.find('image', 'Not sent', timeout=60)
            row.find('label', re.compile('nobody here|no such|not found|Nobody', re.I))
        window.picture('refused')
        self.api.register('cleo', 'Cleo Marsh')
        window.find('group', re.compile('^To .*Welcome')).find('button', 'Retry').click()
        window.find('group', re.compile('^To Cleo Marsh, .*Welcome$'), timeout=20)
        window.find('group', re.compile('Is this anybody')).find('button', 'Delete').click()
        window.wait_gone('group', re.compile('Is this anybody'))
        self.assertEqual(self.api.bodies('cleo'), ['Welcome'])
        ada.close()

    def open_ada(self):
        self.session = self.enterContext(Session())
        ada = self.enterContext(Person(self.session, 'Ada'))
        sign_in(ada.open(), self.server, 'ada')
        open_conversation(ada.window, 'Ben Okafor')
        return ada

    def open_copy(self):
        path, = glob.glob(os.path.join(self.session.environment['XDG_DATA_HOME'], '**', 'copy.db'), recursive=True)
        return contextlib.closing(sqlite3.connect(path, timeout=20, isolation_level=None))

    def test_what_is_typed_while_a_message_is_stored_is_the_next_one(self):
        ada = self.open_ada()
        window = ada.window
        composer = window.find('text', 'Message')
        composer.click()
        with self.open_copy() as db:
            db.execute('BEGIN IMMEDIATE')       # the app's own writing waits
            # In one go: it does not wait for longer than a few seconds.
            for text in ('first', 'second'):
                type_text(text)
                press('Return')
            wait_for(lambda: not composer.text, 'both to be taken')
            db.execute('ROLLBACK')
        window.find('list item', re.compile('second. (Sent|Delivered)$'), timeout=20)
        self.assertEqual(self.api.bodies('ben'), ['Good morning', 'first', 'second'])
        ada.close()

    def test_text_that_cannot_be_stored_comes_back(self):
        ada = self.open_ada()
        window = ada.window
        with self.open_copy() as db:
            db.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE (ABORT, 'full'); END")
            window.find('text', 'Message').type('Not lost')
            window.press('Return')
            wait_for(lambda: window.find_all('label', re.compile('full')), 'the reason', 20)
            self.assertEqual(window.find('text', 'Message').text, 'Not lost')
            db.execute('DROP TRIGGER full')
        window.press('Return')
        window.find('list item', re.compile('Not lost. (Sent|Delivered)$'), timeout=20)
        self.assertEqual(self.api.bodies('ben'), ['Good morning', 'Not lost'])
        ada.close()


if __name__ == '__main__':
    unittest.main()
