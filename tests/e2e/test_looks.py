# SPDX-License-Identifier: GPL-3.0-or-later
"""How the window fits what it is given: narrow, empty, another language, another direction, two profiles."""
import os
import re
import unittest

import pseudo
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session

from place import PASSWORD, Api, open_conversation, sign_in

# What has no name, or that of its class: not words of Parlour's.
_NAMELESS = re.compile(r"^\s*[\w ]+ '(?:(?:Adw|Gtk|Parlour)\w*)?'$")


def untranslated(window, allowed):
    """The lines of the window's tree with Latin words that are neither marked nor among the `allowed` texts."""
    return [line for line in window.tree().split('\n')
            if not _NAMELESS.match(line) and pseudo.MARK not in line
            and re.search('[A-Za-z]{2}', re.sub('|'.join(allowed), '', line.partition("'")[2]))]


class LooksTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')

    def test_narrow_and_empty(self):
        with Person(self.session, 'Ada') as ada:
            window = ada.open()
            window.resize(360, 640)
            sign_in(window, self.server, 'ada')
            window.find('label', 'No conversations yet')
            self.assertFalse(window.has('label', 'No conversation open'))
            window.find('button', 'Sent').click()
            window.find('label', 'Nothing sent yet')
            window.find('button', 'Received').click()
            window.find('label', 'Nothing received yet')
            window.find('button', 'Conversations').click()
            self.api.send('ben', 'ada', 'Does this fit? ' + 'Anunbreakableword' * 20)
            open_conversation(window, 'Ben Okafor')
            x, _, width, _ = window.find('list item', re.compile('Does this fit')).place
            self.assertGreaterEqual(x, 0)
            self.assertLess(x + width, 360 + 60)     # a window may have a shadow
            self.assertFalse(window.has('button', 'Conversations'))
            window.picture('narrow-conversation')
            window.find('button', 'Back to the List').click()
            window.find('button', 'Conversations')
            window.picture('narrow-list')
            open_conversation(window, 'Ben Okafor')
            window.press('Escape')
            window.find('button', 'Conversations')
            window.resize(900, 640)
            window.find('text', 'Message')
            window.find('button', 'Conversations')
            ada.close()

    def test_in_german(self):
        self.session.environment['LANGUAGE'] = 'de'
        with Person(self.session, 'Ada') as ada:
            window = ada.open()
            window.find('button', 'Anmelden').click()
            window.find('text', 'Link oder Adresse').set_text(self.server.address)
            window.press('Return')
            window.find('text', 'Benutzername', timeout=20).set_text('ada')
            window.find(None, 'Passwort').set_text('nicht das Passwort')
            window.press('Return')
            window.find('label', 'Der Benutzername oder das Passwort ist falsch.', timeout=20)
            window.find(None, 'Passwort').set_text(PASSWORD)
            window.press('Return')
            window.find('label', 'Noch keine Unterhaltungen', timeout=20)
            window.press('ctrl+n')
            window.find('text', 'An')
            window.picture('german-compose')
            window.press('Escape')
            window.wait_gone('text', 'An')
            ada.close()

    def test_right_to_left_in_a_pseudo_locale(self):
        self.session.environment['LANGUAGE'] = pseudo.LANGUAGE
        self.api.send('ben', 'ada', 'Good morning')
        program = pseudo.make_program(os.path.join(self.session.folder, 'pseudo'))
        with Person(self.session, 'Ada', program) as ada:
            window = ada.open()
            window.find('button', re.compile(pseudo.MARK + ' Sign In'))
            self.assertEqual(untranslated(window, []), [])
            window.find('button', re.compile(pseudo.MARK + ' Sign In')).click()
            window.find('text', re.compile('Address')).set_text(self.server.address)
            window.press('Return')
            window.find('text', re.compile('Username'), timeout=20).set_text('ada')
            window.find(None, re.compile('Password')).set_text(PASSWORD)
            self.assertEqual(untranslated(window, [self.server.address]), [])
            window.press('Return')
            row = window.find('group', re.compile('^' + pseudo.MARK + '?.*Ben Okafor'), timeout=20)
            start = window.find('label', re.compile('No conversation open'))
            self.assertGreater(row.place[0], start.place[0], 'the list lies at the right')
            row.click()
            window.find('list item', re.compile('Ben Okafor, .*Good morning'), timeout=20)
            allowed = ['Ada Lindqvist', 'Ben Okafor', '@ben', 'BO', 'AL', 'Good morning', 'Parlour']
            self.assertEqual(untranslated(window, allowed), [])
            window.picture('right-to-left')
            window.press('ctrl+n')
            window.find('text', re.compile('Title .optional'))
            self.assertEqual(untranslated(window, allowed), [])
            window.picture('right-to-left-compose')
            window.press('Escape')
            window.wait_gone('text', re.compile('Title .optional'))
            ada.close()

    def test_profiles_stay_apart(self):
        with Person(self.session, 'Ada') as ada, Person(self.session, 'Ben') as ben:
            sign_in(ada.open(), self.server, 'ada')
            ben.open().find('button', 'Sign In')
            again = self.session.run([ada.executable, '--profile', 'ada'], timeout=20)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertIsNone(ada.window.process.poll())
            bad = self.session.run([ada.executable, '--profile', '../ada'], timeout=20)
            self.assertNotEqual(bad.returncode, 0)
            self.assertTrue(bad.stderr)
            ada.close()
            ben.window.find('button', 'Sign In')
            ben.close()


if __name__ == '__main__':
    unittest.main()
