# SPDX-License-Identifier: GPL-3.0-or-later
"""What one sees and may do while the server is away, and that nothing is lost or sent twice."""
import contextlib
import re
import unittest

from gi.repository import GLib

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import PASSWORD, Api, click_until, open_conversation, sign_in

OFFLINE = re.compile('^Offline.*your messages will be sent later$')


class OfflineTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')
        self.api.send('ben', 'ada', 'Good morning')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        sign_in(self.ada.open(), self.server, 'ada')

    def write(self, text):
        window = self.ada.window
        window.find('text', 'Message').type(text)
        window.press('Return')
        window.find('list item', re.compile(f'^You, .*{text}. Waiting to be sent$'))

    def test_a_waiting_message_survives_a_kill_and_is_sent_once(self):
        open_conversation(self.ada.window, 'Ben Okafor')
        self.ada.window.find('label', 'Good morning', timeout=20)
        self.server.kill()
        self.ada.window.find('label', OFFLINE, timeout=20)
        self.write('first')
        self.write('second')
        self.ada.kill()

        # The next start shows what is here before anybody has answered.
        window = self.ada.open()
        open_conversation(window, 'Ben Okafor')
        window.find('list item', re.compile('^You, .*second. Waiting to be sent$'), timeout=20)
        window.find('label', 'Good morning')
        window.find('label', OFFLINE, timeout=20)
        self.server.start()
        wait_for(lambda: len(self.api.bodies('ben')) == 3, 'both messages on the server', 60)
        window.find('list item', re.compile('^You, .*second. (Sent|Delivered)$'), timeout=20)
        window.wait_gone('label', OFFLINE)
        self.assertEqual(self.api.bodies('ben'), ['Good morning', 'first', 'second'])
        self.ada.close()

    def test_what_waits_is_in_view_and_arrives_once(self):
        window = self.ada.window
        self.server.kill()
        window.find('label', OFFLINE, timeout=20)
        window.press('ctrl+n')
        window.find('text', 'To').set_text('ben')
        window.find('text', 'Text').set_text('Written offline')
        window.press('ctrl+Return')
        window.find('list item', re.compile('^You, .*Written offline. Waiting to be sent$'), timeout=20)
        window.wait_gone('text', 'To')
        # Nobody here knows whether there is a Cleo: the message waits among the sent ones.
        window.press('ctrl+n')
        window.find('text', 'To').set_text('cleo')
        window.find('text', 'Text').set_text('Welcome')
        window.press('ctrl+Return')
        window.wait_gone('text', 'To', timeout=20)
        window.find('button', 'Sent').click()
        window.find('group', re.compile('cleo.*Welcome'))
        window.choose('Account', 'Sign Out…')
        window.find('label', re.compile('^2 messages have not been sent yet and will be lost'))
        window.find('button', 'Cancel').click()
        window.wait_gone('button', 'Cancel')
        self.server.add_user('cleo', PASSWORD)
        self.server.start()
        self.api.sign_in('cleo')
        self.api.send('ben', 'ada', 'You were away')
        # Whether one presses it or waits a little longer: it may go in the very moment.
        for button in window.find_all('button', 'Try Again'):
            with contextlib.suppress(GLib.Error):
                button.act()
        # The banner goes in the meantime, and the button may slide away from under the pointer.
        click_until(window, lambda: window.find('button', 'Conversations'), 'list', 'Conversations')
        open_conversation(window, 'Ben Okafor')
        window.find('list item', re.compile('^Ben Okafor, .*You were away$'), timeout=30)
        window.find('list item', re.compile('^You, .*Written offline. (Sent|Delivered)$'), timeout=20)
        open_conversation(window, 'cleo')
        window.find('list item', re.compile('^You, .*Welcome. (Sent|Delivered)$'), timeout=20)
        self.assertEqual(sorted(self.api.bodies('ben')), ['Good morning', 'Written offline', 'You were away'])
        self.assertEqual(self.api.bodies('cleo'), ['Welcome'])
        self.ada.close()


if __name__ == '__main__':
    unittest.main()
