# SPDX-License-Identifier: GPL-3.0-or-later
"""What one does with a conversation as a whole: archive, pin, mute, mark as unread, by menu and by keys."""
import re
import time
import unittest

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import Element, press

from place import Api, click_until, open_conversation, sign_in


class ConversationsTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        for username, name in (('ada', 'Ada Lindqvist'), ('ben', 'Ben Okafor'), ('cleo', 'Cleo Sand')):
            self.api.register(username, name)
        for who, text in (('ben', 'first'), ('ben', 'second'), ('cleo', 'third')):
            self.api.send(who, 'ada', text)
            # The list is ordered by milliseconds, and one is enough for two messages.
            sent = time.time()
            wait_for(lambda: time.time() > sent + 0.002, 'the clock')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        sign_in(self.window, self.server, 'ada')
        self.row('Ben')

    def row(self, name):
        return self.window.find('group', re.compile('^' + name), timeout=20)

    def rows(self):
        return [row.name.split()[0] for row in self.window.find_all('group', re.compile('^(Ben|Cleo)'))]

    def choose(self, name, entry):
        click_until(self.window, lambda: self.row(name), 'menu item', entry, button=3)
        self.window.find('menu item', entry).act()

    def settings(self, name):
        items = self.api.call('GET', '/conversations', who='ada')['items']
        items += self.api.call('GET', '/conversations?archived=true', who='ada')['items']
        return next(item['settings'] for item in items
                    if any(member['user']['display_name'].startswith(name) for member in item['members']))

    def close(self):
        log = self.ada.log()
        self.ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')

    def test_what_is_open_stays_selected_under_a_pointer_that_comes_by(self):
        open_conversation(self.window, 'Ben')
        click_until(self.window, lambda: self.row('Cleo'), 'menu item', 'Archive', button=3)
        press('Escape')
        self.window.wait_gone('menu item', 'Archive')
        self.assertFalse(Element(self.window, self.row('Cleo').node.parent).has('selected'))
        self.assertTrue(Element(self.window, self.row('Ben').node.parent).has('selected'))
        self.close()

    def test_archive_and_back(self):
        self.choose('Cleo', 'Archive')
        self.window.find('label', 'Conversation archived')
        wait_for(lambda: self.rows() == ['Ben'], 'the row to go')
        self.window.find('button', 'Undo').click()
        wait_for(lambda: sorted(self.rows()) == ['Ben', 'Cleo'], 'the row to come back')
        open_conversation(self.window, 'Cleo')
        self.window.press('ctrl+e')
        self.window.find('label', 'No conversation open')
        wait_for(lambda: self.settings('Cleo')['archived'], 'the server to hear of it', 20)
        self.window.find('button', 'Archived').click()
        wait_for(lambda: self.rows() == ['Cleo'], 'the archive')
        self.window.picture('archive')
        self.choose('Cleo', 'Move Back from the Archive')
        self.window.find('label', 'Nothing in the archive')
        self.window.find('button', 'Back to the Conversations').click()
        wait_for(lambda: sorted(self.rows()) == ['Ben', 'Cleo'], 'both in the list')
        self.close()

    def test_pin_and_mute(self):
        self.assertEqual(self.rows(), ['Cleo', 'Ben'])
        self.choose('Ben', 'Pin')
        wait_for(lambda: self.rows() == ['Ben', 'Cleo'], 'the pinned one first')
        self.row('Ben').find('image', 'Pinned')
        click_until(self.window, lambda: self.row('Cleo'), 'menu item', 'Mute', button=3)
        self.window.picture('conversation-menu')
        self.window.find('menu item', 'Mute').act()
        self.window.find('menu item', 'For Eight Hours').act()
        self.row('Cleo').find('image', 'Muted')
        self.choose('Cleo', 'Notifications')
        self.window.find(None, 'None').act()
        wait_for(lambda: self.settings('Cleo')['notify'] == 'none', 'the server to hear of it', 20)
        open_conversation(self.window, 'Ben')
        self.window.press('ctrl+d')
        wait_for(lambda: self.rows() == ['Cleo', 'Ben'], 'the order of time')
        self.window.press('ctrl+m')
        self.row('Ben').find('image', 'Muted')
        self.window.choose('Conversation', 'Unmute')
        wait_for(lambda: not self.row('Ben').find_all('image', 'Muted'), 'it to speak again')
        self.close()

    def test_marked_unread(self):
        open_conversation(self.window, 'Ben')
        wait_for(lambda: 'unread' not in self.row('Ben').name, 'it to be read', 20)
        click_until(self.window, lambda: self.window.find('list item', re.compile('second')), 'menu item',
                    'Mark Unread from Here', button=3)
        self.window.find('menu item', 'Mark Unread from Here').act()
        self.window.find('label', 'No conversation open')
        self.row('Ben').find('label', 'Marked as unread')
        self.window.find('button', 'Unread').click()
        self.assertEqual(sorted(self.rows()), ['Ben', 'Cleo'])
        open_conversation(self.window, 'Ben')
        line = self.window.find('label', 'New messages')
        self.assertGreater(line.place[1], self.window.find('label', 'first').place[1])
        self.assertLess(line.place[1], self.window.find('label', 'second').place[1])
        wait_for(lambda: not self.row('Ben').find_all('label', 'Marked as unread'), 'the mark to go')
        self.choose('Cleo', 'Mark as Read')
        wait_for(lambda: self.rows() == ['Ben'], 'only what is open')
        self.window.find('button', 'Unread').click()
        self.row('Cleo').click(button=3)
        press('Escape')
        self.close()


if __name__ == '__main__':
    unittest.main()
