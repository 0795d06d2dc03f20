# SPDX-License-Identifier: GPL-3.0-or-later
"""What three people write and do to messages and conversations, each step seen in the windows of the others."""
import re
import unittest

from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from circle import NAMES, PLACE, WELCOME, Circle

ADA, BEN, CLEO = NAMES.values()


class ThreeWindowsTest(Circle):
    def test_a_who_joins_lands_in_the_common_conversation_with_its_welcome(self):
        for window in (self.ben, self.cleo, self.ada):
            self.assertTrue(self._opened(window, PLACE))
        self.see(f'^{ADA}, .*{re.escape(WELCOME)}', self.ben, self.cleo)
        self.write(self.ben, 'Hello from the first floor')
        self.see(f'^{BEN}, .*Hello from the first floor', self.ada, self.cleo)
        self.write(self.cleo, 'And from the second')
        self.see(f'^{CLEO}, .*And from the second', self.ada, self.ben)

    def test_b_message_is_sent_then_delivered_then_read(self):
        self.place.add_user('dora', 'Dora Vance')
        self.compose(self.ada, 'dora', 'Nobody has a window yet')
        self.see('^You, .*Nobody has a window yet. Sent$', self.ada)
        self.compose(self.ada, 'ben', 'Are you coming?')
        self.see('^You, .*Are you coming.. Delivered$', self.ada)
        self.row(self.ben, f'{ADA}, .*1 unread message, Are you coming')
        self.open(ADA, self.ben)
        self.see('^You, .*Are you coming.. Read$', self.ada)
        self.write(self.ben, 'With pleasure')
        self.see(f'^{BEN}, .*With pleasure', self.ada)
        self.assertFalse(self.cleo.has('group', re.compile('Are you coming|With pleasure')))

    def test_c_messages_are_edited_titled_answered_and_forwarded(self):
        self.make_group('Choir', 'ben', 'cleo')
        self.write(self.ben, 'frist')
        self.see(f'^{BEN}, .*frist', self.ada, self.cleo)
        self.ben.find('text', 'Message').click()
        press('Up')
        wait_for(lambda: self.ben.find('text', 'Message').text == 'frist', 'the text to edit')
        self.ben.find('text', 'Message').set_text('first')
        press('Return')
        self.see(f'^{BEN}, edited, .*first$', self.ada, self.cleo)
        self.choose(self.ben, '^You, .*first', 'Give It a Title')
        self.ben.find('text', 'Title').type('Rehearsal')
        press('Return')
        self.ben.find('text', 'Message').wait_until('focused')
        press('Return')
        self.see(f'^{BEN}, edited, .*Rehearsal. first$', self.ada, self.cleo)

        group = self.conversation('ben', 'Choir')['id']
        for number in range(30):
            self.api.say('ada', group, f'Verse {number}')
        self.see('Verse 29', self.ada, self.ben, self.cleo)
        self.ada.press('shift+F6', 'Home')
        self.choose(self.ada, f'^{BEN}, .*Rehearsal. first', 'Reply')
        self.write(self.ada, 'I shall be there')
        self.see(f'^{ADA}, .*I shall be there', self.ben, self.cleo)
        answer = self.cleo.find('list item', re.compile('I shall be there'))
        self.assertFalse(self.cleo.has('list item', re.compile('Rehearsal. first')))
        answer.find('label', 'Rehearsal').click()
        self.see(f'^{BEN}, .*Rehearsal. first', self.cleo)

        self.choose(self.cleo, f'^{BEN}, .*Rehearsal. first', 'Forward…')
        wait_for(lambda: self.cleo.find('text', 'Text').text == 'first', 'the text in a new message')
        self.cleo.find('text', 'To').set_text('ada')
        self.cleo.press('ctrl+Return')
        self.cleo.wait_gone('text', 'To', timeout=20)
        self.row(self.ada, f'{CLEO}, .*1 unread message, .*(first|Rehearsal)')

    def test_d_reactions_pins_and_mentions_are_seen_and_stars_are_not(self):
        self.make_group('Orchestra', 'ben', 'cleo')
        self.write(self.ben, 'Who has the notes?')
        self.choose_reaction(self.cleo, f'^{BEN}, .*Who has the notes')
        for window in (self.ada, self.ben):
            window.find('button', f'👍 from {CLEO}', timeout=20)
        self.ben.find('button', f'👍 from {CLEO}').click()
        self.cleo.find('button', re.compile(f'^👍 from (You, {BEN}|{BEN}, You)'), timeout=20)
        self.choose(self.ada, f'^{BEN}, .*Who has the notes', 'Pin')
        for window in (self.ada, self.ben, self.cleo):
            window.find('button', 'Pinned: Who has the notes?', timeout=20)
        self.choose(self.cleo, f'^{BEN}, .*Who has the notes', 'Star')
        self.cleo.find('list item', re.compile('Who has the notes')).find('image', 'Starred', timeout=20)
        self.open(PLACE, self.ben)
        self.ada.find('text', 'Message').type('Ask @be')
        self.ada.find('label', '@ben')
        press('Return')
        type_text('about it')
        press('Return')
        self.see(f'^{ADA}, .*Ask @ben about it', self.cleo)
        self.row(self.ben, 'Orchestra, 1 unread message').find(None, 'You are mentioned')
        self.assertFalse(self.row(self.cleo, 'Orchestra').find_all(None, 'You are mentioned'))
        for window in (self.ada, self.ben):
            self.assertFalse(window.has('image', 'Starred'))
        self.open('Orchestra', self.ben, self.cleo)
        self.see('^You, .*Ask @ben about it. Read$', self.ada)

    def test_e_details_tell_who_has_a_message(self):
        self.make_group('Kitchen', 'ben', 'cleo')
        self.open(PLACE, self.cleo)
        self.write(self.ada, 'Soup is ready')
        self.see(f'^{ADA}, .*Soup is ready', self.ben)
        self.open('Kitchen', self.ben)
        self.row(self.cleo, 'Kitchen, 1 unread message')
        self.see('^You, .*Soup is ready. Delivered$', self.ada)
        self.choose(self.ada, '^You, .*Soup is ready', 'Details')
        self.assertTrue(self.ada.find('list item', BEN, timeout=20).find('label', 'Read'))
        self.assertTrue(self.ada.find('list item', CLEO).find('label', 'Received'))
        self.close_dialog(self.ada, 'Who Has It')
        self.open('Kitchen', self.cleo)
        self.see('^You, .*Soup is ready. Read$', self.ada)

    def test_f_what_one_does_with_a_conversation_is_ones_own(self):
        self.make_group('Attic', 'ben', 'cleo')
        self.write(self.ada, 'Whose boxes are these?')
        self.see(f'^{ADA}, .*Whose boxes', self.ben, self.cleo)
        self.choose(self.cleo, f'^{ADA}, .*Whose boxes', 'Mark Unread from Here')
        self.wait_for_setting('cleo', 'Attic', marked_unread=True)
        self.row(self.cleo, 'Attic').find('label', re.compile('^Marked as unread$|unread message'))
        self.cleo.find('button', 'Unread').click()
        self.wait_for_no_row(self.cleo, PLACE)
        self.row(self.cleo, 'Attic')
        self.cleo.find('button', 'Unread').click()
        self.row(self.cleo, PLACE)

        self.choose_for_row(self.ben, 'Attic', 'Archive')
        self.wait_for_no_row(self.ben, 'Attic')
        self.open('Attic', self.ada)
        self.write(self.ada, 'They are in the way')
        self.row(self.ben, 'Attic, .*They are in the way')
        self.choose_for_row(self.ben, 'Attic', 'Mute')
        self.ben.find('menu item', 'For Eight Hours').act()
        self.row(self.ben, 'Attic').find('image', 'Muted')
        self.ben.press('Escape')
        self.choose_for_row(self.ben, 'Attic', 'Notifications')
        self.ben.find(None, 'When I Am Mentioned').act()
        self.wait_for_setting('ben', 'Attic', notify='mentions')
        self.ben.press('Escape')
        for window in (self.ada, self.cleo):
            self.assertFalse(self.row(window, 'Attic').find_all('image', 'Muted'))

        self.open('Attic', self.ben)
        self.ben.choose('Conversation', 'Clear…')
        self.ben.find('button', 'Clear').click()
        self.ben.wait_gone('list item', re.compile('Whose boxes'), timeout=20)
        self.open('Attic', self.cleo)
        self.see('Whose boxes', self.ada, self.cleo)


if __name__ == '__main__':
    unittest.main()
