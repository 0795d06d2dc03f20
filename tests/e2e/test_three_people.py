# SPDX-License-Identifier: GPL-3.0-or-later
"""What three people learn of each other, and what becomes of a group and of an account, each step seen in the windows of
the others. The tests run in the order of their names: in the last one somebody goes for good."""
import re
import unittest

from parlour_test.waiting import wait_for
from parlour_test.window import press

from circle import NAMES, PLACE, Circle
from hosted import close_server, show_server
from place import PASSWORD, click_until, give_address, give_password, type_until_seen

ADA, BEN, CLEO = NAMES.values()
STATUS = 'On holiday until Monday'


class ThreePeopleTest(Circle):
    def test_a_an_owner_changes_a_group(self):
        self.make_group('Choir', 'ben', 'cleo')
        self.open_group(self.ada)
        self.change_member(self.ada, CLEO, 'Remove from the Group')
        self.cleo.find('label', re.compile('^You are not in this group any more'), timeout=20)
        self.see(f'^{ADA} removed {CLEO}', self.ben)
        self.ada.find('text', 'Add Somebody').type('cl')
        self.ada.find('list item', CLEO).click()
        self.see(f'^{ADA} added {CLEO}', self.ben)
        self.cleo.find('text', 'Message', timeout=20)
        self.change(self.ada, 'Name of the Group', 'Choir of Elm Street')
        for window in (self.ben, self.cleo):
            self.row(window, 'Choir of Elm Street')
        self.change(self.ada, 'What it is about', 'On Tuesdays at eight')
        self.change_member(self.ada, BEN, 'Make Admin')
        self.close_dialog(self.ada, 'Name of the Group')
        self.see('^You are an administrator now', self.ben)
        self.see(f'^{BEN} is an administrator now', self.cleo)
        self.open_group(self.cleo)
        about = self.cleo.find('text', 'What it is about', timeout=20)
        wait_for(lambda: about.text == 'On Tuesdays at eight', 'the description', 20)
        self.cleo.find('list item', BEN).find('label', 'Admin')
        self.close_dialog(self.cleo, 'Name of the Group')

    def test_b_announcements_are_for_admins(self):
        self.make_group('Notices', 'ben', 'cleo')
        self.open_group(self.ada)
        self.set_rule(self.ada, 'Who may write', 'Only admins')
        for window in (self.ben, self.cleo):
            window.find('label', 'Only the admins of this group write here.', timeout=20)
            self.assertFalse(window.has('text', 'Message'))
        self.change_member(self.ada, BEN, 'Make Admin')
        self.close_dialog(self.ada, 'Name of the Group')
        self.write(self.ben, 'The water is off on Monday')
        self.see(f'^{BEN}, .*The water is off', self.ada, self.cleo)

    def test_c_who_leaves_finds_the_open_group_again(self):
        self.make_group('Gardeners', 'ben', 'cleo')
        self.open_group(self.cleo)
        self.cleo.find('button', 'Leave the Group…').act()
        self.cleo.find('button', 'Leave').click()
        self.see(f'^{CLEO} left', self.ada, self.ben)
        self.cleo.find('label', re.compile('^You are not in this group any more'), timeout=20)
        self.write(self.ada, 'So she has left')
        self.see(f'^{ADA}, .*So she has left', self.ben)
        self.assertFalse(self.cleo.has(None, re.compile('So she has left')))
        self.open_group(self.ada)
        self.set_rule(self.ada, 'Who may join', 'Everybody in this place')
        self.close_dialog(self.ada, 'Name of the Group')
        self.cleo.press('F10')
        self.cleo.find('menu item', 'Find Groups').act()
        self.cleo.find('button', 'Join “Gardeners”', timeout=20).click()
        self.see(f'^{CLEO} joined', self.ada, self.ben)
        self.open('Gardeners', self.cleo)
        self.write(self.cleo, 'I have tomatoes')
        self.see(f'^{CLEO}, .*I have tomatoes', self.ada, self.ben)

    def test_d_presence_and_typing_are_seen_and_hidden(self):
        self.compose(self.ada, 'ben', 'Are you there?')
        self.open(ADA, self.ben)
        self.ada.find('label', 'Online', timeout=20)
        type_until_seen(self.ben, self.ada)
        self.ben.press('ctrl+a', 'BackSpace')
        self.ada.find('label', 'Online', timeout=20)
        for here in (False, True):
            self.open_account(self.ben)
            self.ben.find('check box', 'Share When I Am Here').act('toggle')
            if here:
                self.ada.find('label', 'Online', timeout=20)
            else:
                self.ada.wait_gone('label', re.compile('^(Online|Last seen|typing)'), timeout=20)
            self.close_account(self.ben)

    def test_e_a_profile_changes_before_the_eyes_of_others(self):
        self.compose(self.ada, 'ben', 'Who are you today?')
        self.compose(self.cleo, 'ben', 'And for me?')
        self.open_account(self.ben)
        self.change(self.ben, 'Your Name', 'Benjamin Okafor')
        self.change(self.ben, re.compile('^Status'), STATUS)
        for window in (self.ada, self.cleo):
            self.row(window, 'Benjamin Okafor')
        self.ada.choose('Conversation', 'Person…')
        self.ada.find('label', STATUS, timeout=20)
        self.close_dialog(self.ada, STATUS)
        self.change(self.ben, 'Your Name', BEN)
        self.row(self.ada, BEN)
        self.close_account(self.ben)

    @staticmethod
    def open_person_at_its_end(window, username):
        """The groups in common, once they are read, move what stands below them."""
        window.choose('Conversation', 'Person…')
        window.find('label', 'Groups in Common', timeout=20)
        window.find('label', username).click(button=5, count=30)

    def test_f_whom_one_blocks_can_not_write_and_an_administrator_hears_of_it(self):
        self.compose(self.ben, 'cleo', 'Buy my car')
        self.open(BEN, self.cleo)
        self.open_person_at_its_end(self.cleo, '@ben')
        click_until(self.cleo, lambda: self.cleo.find('list item', 'Report…', timeout=20), 'text', 'Reason')
        self.cleo.find('text', 'Reason').set_text('Sells cars')
        self.cleo.find('button', 'Report').click()
        self.cleo.find('label', 'The administrators have been told.', timeout=20)
        self.close_dialog(self.cleo, 'The administrators have been told.')
        self.cleo.find('list item', 'Block').click()
        self.cleo.find('list item', 'Unblock')
        self.close_dialog(self.cleo, 'Unblock')
        self.cleo.find('label', 'You blocked this person.', timeout=20)
        self.ben.find('text', 'Message').type('A good one')
        press('Return')
        self.see('^You, .*A good one. Not sent$', self.ben)
        self.assertFalse(self.cleo.has(None, re.compile('A good one')))

        show_server(self.ada, 'Reports')
        report = self.ada.find('list item', f'{CLEO} reports {BEN}', timeout=20)
        report.find('label', 'Sells cars')
        report.find('button', 'Done').click()
        self.ada.wait_gone('list item', f'{CLEO} reports {BEN}', timeout=20)
        close_server(self.ada)

        self.open_person_at_its_end(self.cleo, '@ben')
        click_until(self.cleo, lambda: self.cleo.find('list item', 'Unblock', timeout=20), 'list item', 'Block')
        self.close_dialog(self.cleo, '@ben')
        self.ben.find('button', 'Retry').click()
        self.see(f'^{BEN}, .*A good one', self.cleo)

    def test_g_a_second_device_has_the_draft_until_it_is_signed_out(self):
        """Cleo's window has Ben's account as well."""
        self.compose(self.ada, 'ben', 'What do you think?')
        self.open(ADA, self.ben)
        self.cleo.choose(re.compile('^Account'), 'Add an Account…')
        give_address(self.cleo, 'Sign In', self.link)
        self.cleo.find('button', 'I Have an Account', timeout=20).click()
        give_password(self.cleo, 'ben', PASSWORD)
        self.row(self.cleo, f'{ADA}.*What do you think')
        self.ben.find('text', 'Message').type('Let me see')
        self.wait_for_setting('ben', ADA, draft='Let me see')
        self.open(ADA, self.cleo)
        wait_for(lambda: self.cleo.find('text', 'Message').text == 'Let me see', 'the draft', 20)
        self.row(self.cleo, f'{ADA}, .*Draft: Let me see')
        self.compose(self.ada, 'cleo', 'For you alone')
        self.cleo.find(None, re.compile(r'^Account, \d+ unread in'), timeout=20)
        self.cleo.choose(re.compile('^Account'), re.compile(f'^{CLEO} in {PLACE}'))
        self.row(self.cleo, f'{ADA}, .*1 unread message, For you alone')
        self.cleo.choose(re.compile('^Account'), re.compile(f'^{BEN} in {PLACE}'))

        self.open_account(self.ben)
        self.ben.find(None, 'Devices').click()
        sign_out = re.compile('^Sign .* Out…')
        others = self.api.call('GET', '/sessions', who='ben')['items']
        for _ in others[1:]:        # the window in Cleo's hands, and the test itself
            count = len(wait_for(lambda: self.ben.find_all('button', sign_out), 'the other devices', 20))
            self.ben.find('button', sign_out).click()
            self.ben.find('button', 'Sign Out').click()
            wait_for(lambda count=count: len(self.ben.find_all('button', sign_out)) < count, 'it to go', 20)
        self.cleo.find('label', 'You are signed out. What is here stays here.', timeout=20)
        self.close_account(self.ben)
        self.cleo.choose(re.compile('^Account'), 'Sign Out…')
        self.cleo.find('button', 'Sign Out').click()
        self.row(self.cleo, f'{ADA}.*For you alone')

    def test_h_who_deletes_their_account_leaves_their_words(self):
        self.compose(self.cleo, 'ada', 'I am moving away')
        self.open(CLEO, self.ada)
        self.see(f'^{CLEO}, .*I am moving away', self.ada)
        self.open_account(self.cleo)
        self.cleo.find('label', 'Privacy').click(button=5, count=30)
        self.cleo.find('list item', 'Delete Account…').click()
        self.cleo.find('text', 'Your Password').set_text(PASSWORD)
        self.cleo.find('button', 'Delete').click()
        self.cleo.find('button', 'Join a Place', timeout=20)
        self.see('^Deleted account, .*I am moving away', self.ada)
        self.row(self.ada, 'Deleted account')
        self.ben.press('ctrl+n')
        self.ben.find('text', 'To').type('cleo')
        self.ben.find('label', 'Nobody here goes by that name.', timeout=20)
        press('ctrl+a', 'BackSpace', 'Escape')
        self.ben.wait_gone('dialog', 'New Message')


if __name__ == '__main__':
    unittest.main()
