# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking after one's own account: profile, privacy, password, devices, and its end."""
import glob
import os
import re
import unittest
import urllib.error

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from place import PASSWORD, Api, sign_in

ACCOUNT = re.compile('^Account')
OTHER_PASSWORD = 'battery horse correct'


class AccountTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server(options=['--name', 'Home']))
        self.api = Api(self.server)
        self.api.register('ada', 'Ada')
        self.api.register('ben', 'Ben')
        self.api.send('ada', 'ben', 'Good morning')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        sign_in(self.window, self.server, 'ada')
        self.window.find('group', re.compile('^Ben'), timeout=20)

    def me(self):
        return self.api.call('GET', '/me', who='ada')

    def open_account(self):
        self.window.choose(ACCOUNT, 'Account…')
        self.window.find('text', 'Your Name').wait_until('sensitive')

    def scroll_down(self):
        self.window.find('label', 'Privacy').click(button=5, count=30)

    def close_account(self):
        self.window.find_all('button', 'Close')[-1].click()
        self.window.wait_gone('page tab', 'Devices')

    def write(self, label, text):
        entry = self.window.find('text', label)
        entry.click()
        entry.set_text(text)
        press('Return')

    def test_the_profile_is_saved_row_by_row(self):
        self.open_account()
        self.write('Your Name', 'Ada Lindqvist')
        wait_for(lambda: self.me()['display_name'] == 'Ada Lindqvist', 'the name on the server', 20)
        self.write('E-mail Address', 'nonsense')
        self.window.find('list item', re.compile('e-mail'))
        self.assertIsNone(self.me()['email'])
        self.write('E-mail Address', 'ada@example.org')
        wait_for(lambda: self.me()['email'] == 'ada@example.org', 'the address on the server', 20)
        self.window.find('check box', 'Share When I Am Here').act('toggle')
        wait_for(lambda: not self.me()['share_presence'], 'presence to be kept back', 20)
        press('Escape')
        self.window.wait_gone('page tab', 'Devices')
        self.open_account()
        self.assertTrue(self.me()['share_read'])
        self.scroll_down()
        self.window.find('label', 'Member of this place')
        self.window.picture('account')
        self.close_account()
        self.window.find('label', 'Ada Lindqvist')
        self.ada.close()

    def test_who_was_blocked_is_let_in_again(self):
        ben = next(user['id'] for user in self.api.call('GET', '/users?query=ben', who='ada')['items'])
        self.api.call('PUT', f'/users/{ben}/block', who='ada')
        self.open_account()
        self.window.find('button', 'Unblock Ben')
        self.scroll_down()
        self.window.picture('blocked')
        self.window.find('button', 'Unblock Ben').act()
        self.window.find('label', 'Ben can write to you again')
        self.window.wait_gone('label', 'Blocked People')
        wait_for(lambda: not self.api.call('GET', '/blocks', who='ada')['items'], 'the server to hear of it', 20)

    def test_a_new_password_is_asked_for_twice(self):
        self.open_account()
        self.scroll_down()
        self.window.find('list item', 'Change Password…').click()
        for label, text in (('Current Password', 'not this one'), (re.compile('^New Password \\('), OTHER_PASSWORD),
                            ('New Password Again', 'something else')):
            self.window.find('text', label).set_text(text)
        self.window.find('button', 'Change').click()
        self.window.find('list item', 'This is not the same.')
        self.window.find('text', 'New Password Again').set_text(OTHER_PASSWORD)
        self.window.find('button', 'Change').click()
        self.window.find('list item', 'This is not your password.', timeout=20)
        self.assertTrue(self.me())
        self.window.find('text', 'Current Password').set_text(PASSWORD)
        self.window.find('button', 'Change').click()
        self.window.find('label', re.compile('^Password changed'), timeout=20)
        with self.assertRaises(urllib.error.HTTPError):
            self.me()
        with self.assertRaises(urllib.error.HTTPError):
            self.api.sign_in('ada')
        self.close_account()
        self.ada.close()

    def test_another_device_is_signed_out(self):
        self.api.call('POST', '/login', {'username': 'ada', 'password': PASSWORD, 'device_name': 'Kitchen'})
        self.open_account()
        self.window.find(None, 'Devices').click()
        self.window.find('label', 'This device')
        self.window.find('button', 'Sign Kitchen Out…').click()
        self.window.find('button', 'Cancel').click()
        self.assertEqual(len(self.api.call('GET', '/sessions', who='ada')['items']), 3)
        self.window.find('button', 'Sign Kitchen Out…').click()
        self.window.find('button', 'Sign Out').click()
        self.window.wait_gone('button', 'Sign Kitchen Out…')
        self.assertEqual(len(self.api.call('GET', '/sessions', who='ada')['items']), 2)
        self.window.find('button', 'Add a Device…').click()
        self.window.find('dialog', 'Add a Device')
        press('Escape', 'Escape')
        self.ada.close()

    def test_the_account_is_deleted_for_good(self):
        self.open_account()
        self.scroll_down()
        self.window.find('list item', 'Delete Account…').click()
        self.window.find('text', 'Your Password').set_text('not this one')
        self.window.find('button', 'Delete').click()
        self.window.find('list item', 'This is not your password.', timeout=20)
        self.window.find(None, 'Delete what I wrote').click()
        self.window.find('text', 'Your Password').set_text(PASSWORD)
        self.window.find('button', 'Delete').click()
        self.window.find('button', 'Join a Place', timeout=20)
        with self.assertRaises(urllib.error.HTTPError):
            self.api.sign_in('ada')
        wait_for(lambda: self.api.bodies('ben') == [None], 'the message to be erased', 20)
        folder = os.path.join(self.session.environment['XDG_DATA_HOME'], 'parlour-ada', 'accounts', '*')
        wait_for(lambda: not glob.glob(folder), 'the copy to be removed', 20)
        self.ada.close()


if __name__ == '__main__':
    unittest.main()
