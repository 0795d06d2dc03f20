# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a new message: errors at their fields, completion, keys, and where it is listed afterwards."""
import re
import unittest

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from place import Api, open_conversation, sign_in

BODY_MAX = 16384


class ComposeTest(unittest.TestCase):
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

    def test_search_in_vain_says_so_in_a_narrow_window_too(self):
        window = self.person('Ada').window
        window.resize(360, 640)
        window.press('ctrl+n')
        dialog = window.find('dialog', 'New Message')
        self.assertLessEqual(dialog.place[2], 360)
        to = dialog.find('text', 'To')
        to.type('zzz')
        dialog.find('label', 'Nobody here goes by that name.', timeout=20)
        to.set_text('be')
        window.wait_gone('label', 'Nobody here goes by that name.')
        dialog.find('list item', re.compile('Ben Okafor'))
        to.set_text('')
        press('Escape')
        window.wait_gone('dialog', 'New Message')

    def test_each_error_stands_at_its_field_and_nothing_is_lost(self):
        ada = self.person('Ada')
        window = ada.window
        window.press('ctrl+n')
        window.find('text', 'Text').set_text('Hello?')
        for recipient, reason in (('', 'Who is it for?'), ('nobody', 'Nobody here has this username.'),
                                  ('not a name', 'Nobody here has this username.'),
                                  ('ada', 'You can’t write to yourself.')):
            with self.subTest(recipient=recipient):
                window.find('text', 'To').set_text(recipient)
                window.press('ctrl+Return')
                window.find('label', reason)
                window.find('text', 'To').type('x')
                window.wait_gone('label', reason)
        window.find('text', 'To').set_text('ben')
        window.find('text', 'Title (optional)').set_text('x' * 201)
        window.press('ctrl+Return')
        window.find('label', 'The title is too long: at most 200 characters on one line.')
        self.assertEqual(window.find('text', 'Text').text, 'Hello?')
        window.find('text', 'Title (optional)').set_text('')

        window.find('text', 'Text').set_text(' \n ')
        window.press('ctrl+Return')
        window.find('label', 'There is nothing to send yet.')
        window.find('text', 'Text').set_text('x' * (BODY_MAX + 3))
        window.find('label', '3 characters too long')
        window.find_all('button', 'Send')[-1].wait_until('sensitive', False)
        self.assertEqual(self.api.call('GET', '/conversations', who='ada')['items'], [])
        window.find('text', 'Text').set_text('x' * BODY_MAX)
        window.press('ctrl+Return')
        window.wait_gone('text', 'To', timeout=20)
        self.assertEqual([len(body) for body in self.api.bodies('ben')], [BODY_MAX])
        ada.close()

    def test_completion_arrival_states_and_lists(self):
        ada, ben = self.person('Ada'), self.person('Ben')
        window = ada.window
        window.find('button', 'New Message').click()
        window.find('text', 'To').type('be')
        window.find('list item', 'Ben Okafor').click()
        wait_for(lambda: window.find('text', 'To').text == 'ben', 'the recipient')
        window.find('text', 'Title (optional)').type('Summer party')
        window.find('text', 'Text').type('Are you coming?')
        window.find_all('button', 'Send')[-1].click()
        window.wait_gone('text', 'To', timeout=20)
        window.find('list item', re.compile('^You, .*Summer party. Are you coming.*Delivered$'), timeout=20)

        open_conversation(ben.window, 'Ada Lindqvist')
        ben.window.find('list item', re.compile('^Ada Lindqvist, .*Summer party. Are you coming'))
        window.find('list item', re.compile('^You, .*Are you coming.*Read$'), timeout=20)
        ben.window.find('text', 'Message').type('With pleasure')
        press('Return')
        window.find('list item', re.compile('^Ben Okafor, .*With pleasure'), timeout=20)

        window.find('button', 'Sent').click()
        window.find('group', re.compile('^To Ben Okafor, .*: Summer party$')).click()
        window.find('button', 'Received').click()
        window.find('group', re.compile('Ben Okafor, .*: With pleasure$')).click()
        window.find('list item', re.compile('^Ben Okafor, .*With pleasure'))
        ada.close()
        ben.close()

    def test_by_keyboard_alone(self):
        ada = self.person('Ada')
        window = ada.window
        window.press('ctrl+n')
        window.find('text', 'To')
        type_text('ben')
        press('Return')
        type_text('By keys')
        press('Return')
        type_text('No mouse today.')
        press('Escape')
        window.find('button', 'Keep Writing')
        press('Escape')
        window.wait_gone('button', 'Keep Writing')
        self.assertEqual(window.find('text', 'Text').text, 'No mouse today.')
        press('ctrl+Return')
        window.wait_gone('text', 'To', timeout=20)
        window.find('list item', re.compile('By keys. No mouse today'), timeout=20)
        window.find('text', 'Message').wait_until('focused')
        type_text('One')
        press('shift+Return')
        type_text('more')
        press('Return')
        window.find('list item', re.compile('One\nmore.*(Sent|Delivered)$', re.DOTALL), timeout=20)
        self.assertEqual(self.api.bodies('ben'), ['No mouse today.', 'One\nmore'])
        window.press('ctrl+n')
        window.find('text', 'To')
        press('Escape')     # nothing written, nothing asked
        window.wait_gone('text', 'To')
        window.press('ctrl+n')
        window.find('text', 'Text').set_text('Never mind')
        press('Escape')
        window.find('button', 'Discard').wait_until('sensitive')
        press('Right', 'Return')
        window.wait_gone('text', 'To')
        self.assertEqual(len(self.api.bodies('ben')), 2)
        window.press('ctrl+q')
        self.assertEqual(window.process.wait(20), 0)


if __name__ == '__main__':
    unittest.main()
