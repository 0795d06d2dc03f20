# SPDX-License-Identifier: GPL-3.0-or-later
"""The *Server* window at the real server that this window hosts: what its owner does there holds."""
import json
import re
import unittest
import urllib.error
import uuid
from datetime import datetime, timedelta

from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from hosted import HostedPlace, close_server, host, show_server, turn_to
from place import PASSWORD, Api

NEW_PASSWORD = 'a quite different one'
MENU = 'What to Do with This Account'
WHEEL_DOWN = 5


class AdministrationTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        host(self.window)
        self.place = HostedPlace(self.ada)
        self.api = Api(self.place)

    def add_people(self, **people):
        self.place.ask('settings', 'set', '--registration', 'open')
        for username, name in people.items():
            self.api.register(username, name)

    def refusal(self, method, path, body=None, who=None):
        """The code that the server refuses a call with."""
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.api.call(method, path, body, who)
        with caught.exception as answer:
            return json.load(answer)['code']

    def login_refusal(self, username, password):
        return self.refusal('POST', '/login', {'username': username, 'password': password})

    def row(self, name):
        """A row on the page, by what it says; the conversation behind may tell of the same people."""
        return self.window.find('window', 'Server').find('list item', re.compile(name), timeout=20)

    def wait_row_gone(self, name):
        server = self.window.find('window', 'Server')
        wait_for(lambda: not server.find_all('list item', re.compile(name)), f'{name} to go from the page', 20)

    def choose_for(self, name, item):
        row = self.window.find('list', 'Accounts').find('list item', re.compile(name), timeout=20)
        self.window.choose(MENU, item, inside=row.node)

    def toast(self, text):
        self.window.find('label', text, timeout=20)

    def test_every_page_opens(self):
        server = show_server(self.window)
        self.window.find('label', 'Running', timeout=20)
        for page, heading in (('Accounts', '@ada'), ('Invites', 'Open Invites'), ('Reports', 'Open Reports'), ('Backup', 'Last Backup'),
                              ('Activity', 'What There Is'), ('Server', 'Online Now')):
            with self.subTest(page):
                turn_to(self.window, page)
                server.find('label', re.compile(heading), timeout=20)
        close_server(self.window)
        self.ada.close()

    def test_reports_are_read_and_looked_after(self):
        self.add_people(ben='Ben Okafor', cleo='Cleo Sand')
        message = self.api.send('ben', 'cleo', 'A rude word')
        self.api.call('POST', f"/conversations/{message['conversation']}/messages/{message['seq']}/report",
                      {'reason': 'Not nice'}, 'cleo')
        self.api.call('POST', f"/users/{self.place.users()['cleo']['id']}/report", {'reason': 'Tells on me'}, 'ben')
        show_server(self.window, 'Reports')
        row = self.row('Cleo Sand reports a message of Ben Okafor')
        row.find('label', 'A rude word')
        row.find('label', 'Not nice')
        self.window.picture('reports')
        row.find('button', 'Disable Account').click()
        self.toast(re.compile('^Account disabled'))
        self.assertEqual(self.refusal('GET', '/me', who='ben'), 'account_disabled')
        self.row('Cleo Sand reports a message of Ben Okafor').find('button', 'Done').click()
        self.wait_row_gone('^Cleo Sand reports')
        self.row('Ben Okafor reports Cleo Sand').find('button', 'Done').click()
        self.window.find('label', 'Nothing waits to be looked at.', timeout=20)
        close_server(self.window)
        self.ada.close()

    def test_accounts_are_disabled_promoted_and_get_passwords(self):
        self.add_people(ben='Ben Okafor')
        self.api.call('PATCH', '/me', {'family_name': 'Okafor', 'email': 'ben@example.org'}, who='ben')
        show_server(self.window, 'Accounts')
        self.row('Ben Okafor').find('label', re.compile(r'(?s)@ben.*Joined: .*Okafor\nben@example\.org'), timeout=20)
        self.window.picture('accounts')
        self.choose_for('Ben Okafor', 'Disable')
        self.row('Ben Okafor').find('label', 'Disabled', timeout=20)
        self.assertFalse(self.place.users()['ben']['active'])
        self.assertEqual(self.refusal('GET', '/me', who='ben'), 'account_disabled')
        self.assertEqual(self.login_refusal('ben', PASSWORD), 'account_disabled')
        self.choose_for('Ben Okafor', 'Enable')
        wait_for(lambda: self.place.users()['ben']['active'], 'the account to be enabled', 20)
        self.window.wait_gone('label', 'Disabled', timeout=20)
        self.api.sign_in('ben')

        self.choose_for('Ben Okafor', 'Make Administrator')
        self.row('Ben Okafor').find('label', 'Administrator', timeout=20)
        self.assertEqual(self.place.users()['ben']['role'], 'admin')
        self.choose_for('Ben Okafor', 'No Longer Administrator')
        wait_for(lambda: self.place.users()['ben']['role'] == 'member', 'the role to be a member again', 20)
        self.choose_for('^ada$', 'No Longer Administrator')
        self.toast('A place needs one administrator at least.')

        self.choose_for('Ben Okafor', 'Reset Password…')
        dialog = self.window.find('dialog', 'Reset Password')
        dialog.find('label', 'Ben Okafor is signed out everywhere, and signs in with this password.')
        dialog.find(None, 'Password').set_text('short')
        dialog.find('button', 'Save').click()
        dialog.find('label', 'A password has at least 10 characters.')
        dialog.find(None, 'Password').set_text(NEW_PASSWORD)
        dialog.find('button', 'Save').click()
        self.window.wait_gone('dialog', 'Reset Password', timeout=20)
        self.assertEqual(self.refusal('GET', '/me', who='ben'), 'token_refused')
        self.assertEqual(self.login_refusal('ben', PASSWORD), 'wrong_credentials')
        self.api.call('POST', '/login', {'username': 'ben', 'password': NEW_PASSWORD})
        close_server(self.window)
        self.ada.close()

    def test_accounts_are_added_and_deleted_with_or_without_their_messages(self):
        self.add_people(ben='Ben Okafor', cid='Cid', dan='Dan')
        self.api.send('ben', 'dan', 'What Ben wrote')
        show_server(self.window, 'Accounts')
        self.window.find('button', 'Add…').click()
        dialog = self.window.find('dialog', 'Add Account')
        dialog.find('text', 'Username').set_text('cid')
        dialog.find('text', re.compile('^Name')).set_text('Eve Example')
        dialog.find(None, 'Password').set_text(PASSWORD)
        dialog.find('button', 'Save').click()
        dialog.find('label', 'This username is taken. Choose another one.', timeout=20)
        dialog.find('text', 'Username').set_text('eve')
        dialog.find('button', 'Save').click()
        self.row('Eve Example')
        self.api.sign_in('eve')

        self.delete('Ben Okafor', 'Keep Messages')
        self.assertEqual(self.api.bodies('dan'), ['What Ben wrote'])
        self.assertEqual(self.login_refusal('ben', PASSWORD), 'wrong_credentials')
        self.api.send('cid', 'dan', 'What Cid wrote')
        self.delete('Cid', 'Delete Messages')
        self.assertEqual(self.api.bodies('dan'), [None])
        self.assertEqual(set(self.place.users()), {'ada', 'dan', 'eve'})
        close_server(self.window)
        self.ada.close()

    def delete(self, name, answer):
        """By the menu, once in vain."""
        for button in ('Cancel', answer):
            self.choose_for(name, 'Delete…')
            self.window.find('label', f'Delete the account of {name}?')
            self.window.find('button', button).click()
            self.window.wait_gone('label', f'Delete the account of {name}?')
        self.wait_row_gone(name)

    def test_invites_are_made_used_and_revoked(self):
        self.api.sign_in('ada')
        group = {'client_id': str(uuid.uuid4()), 'kind': 'group', 'title': 'Garden', 'members': []}
        garden = self.api.call('POST', '/conversations', group, 'ada')['id']
        self.window.find('group', re.compile('^Garden'), timeout=20)
        show_server(self.window, 'Invites')
        self.window.find('button', 'New Invite…').click()
        dialog = self.window.find('dialog', 'Invite People')
        dialog.find('check box', 'Garden').click()
        self.pick(dialog, 'Good For', 'One person')
        self.pick(dialog, 'Expires After', 'An hour')
        dialog.find('button', 'Make Invite').click()
        dialog.find('label', re.compile('^For 1 person, until '), timeout=20)
        dialog.find(None, 'The invite as a QR code')
        link = dialog.find('label', re.compile('^parlour://join')).text
        made = self.place.ask('invite', 'list')[0]
        span = datetime.fromisoformat(made['expires_at']) - datetime.fromisoformat(made['created_at'])
        self.assertEqual((made['uses'], made['uses_left'], made['role'], span), (1, 1, 'member', timedelta(hours=1)))
        dialog.find('button', 'Print Card…').click()
        self.window.find(None, 'Print', timeout=20)
        press('Escape')
        self.window.wait_gone('button', 'Print')
        dialog.find('button', 'Copy Link').click()
        dialog.find('label', 'Copied')
        press('Escape')
        self.window.wait_gone('dialog', 'Invite People')
        self.window.find('list item', re.compile('^Good for 1 more person'))

        token = re.search('&t=([^&]+)', link).group(1)
        account = {'username': 'ben', 'display_name': 'Ben', 'password': PASSWORD, 'invite': token}
        self.api.tokens['ben'] = self.api.call('POST', '/register', account)['token']
        self.assertEqual(self.api.call('GET', f'/conversations/{garden}', who='ben')['title'], 'Garden')
        self.assertEqual(self.refusal('POST', '/register', {**account, 'username': 'cid'}), 'invite_refused')
        turn_to(self.window, 'Accounts')
        self.row('Ben')
        turn_to(self.window, 'Invites')
        self.window.find('list item', re.compile('^Used up'), timeout=20)
        self.window.find('label', re.compile('1 person has joined with it'))

        good = self.window.find('list item', re.compile('^Good for 10 more people'))
        good.find('button', 'Revoke').click()
        self.toast('Nobody can join with it any more')
        self.window.find('list item', re.compile('^Revoked'), timeout=20)
        self.assertEqual({item['state'] for item in self.place.ask('invite', 'list')}, {'revoked', 'used_up'})
        close_server(self.window)
        self.ada.close()

    def pick(self, dialog, row, item):
        """By keyboard, in the list that the row opens."""
        combo = dialog.find('combo box', row)
        combo.click()
        combo.find('label', item)
        items = [entry.find_all('label', item) for entry in combo.find_all('list item')]
        press('Home', *['Down'] * items.index(next(filter(None, items))), 'Return')
        self.window.wait_gone('list item', item)

    def test_name_and_who_may_join(self):
        server = show_server(self.window, 'Server')
        name = server.find('text', 'Name of the Place')
        wait_for(lambda: name.text == 'Elm Street 7', 'the name', 20)
        name.click()
        press('ctrl+a', 'BackSpace', 'Return')
        self.toast('A name has 1 to 80 visible characters.')
        name.type('Oak Street 1')
        press('Return')
        wait_for(lambda: self.place.settings()['name'] == 'Oak Street 1', 'the new name', 20)
        self.pick(server, 'Who May Join', 'Anyone on the network')
        wait_for(lambda: self.place.settings()['registration'] == 'open', 'the place to be open', 20)
        self.api.register('ben', 'Ben')
        self.pick(server, 'Who May Join', 'Nobody for now')
        wait_for(lambda: self.place.settings()['registration'] == 'closed', 'the place to be closed', 20)
        self.assertEqual(self.refusal('POST', '/register', {'username': 'cid', 'display_name': 'Cid',
                                                            'password': PASSWORD}), 'registration_closed')
        close_server(self.window)
        self.ada.close()

    def rewrite(self, row, text):
        """What a row holds, which its button takes over."""
        row.click()
        press('ctrl+a', 'BackSpace')
        row.type(text)
        press('Return')

    def settle(self, name, value):
        wait_for(lambda: self.place.settings()[name] == value, f'{name} to be {value}', 20)

    def test_limit_and_common_conversation(self):
        server = show_server(self.window, 'Server')
        limit = server.find('text', re.compile('^Accounts at Most'), timeout=20)
        self.rewrite(limit, 'many')
        self.toast('Write a number up to a million, or nothing for no limit.')
        self.rewrite(limit, '2')
        self.settle('max_accounts', 2)
        title = server.find('text', 'Title of the Conversation')
        self.assertEqual(title.text, 'Elm Street 7')
        self.rewrite(title, 'Everybody')
        self.settle('common_title', 'Everybody')
        server.find('label', 'The Place').click(button=WHEEL_DOWN, count=5)
        server.find('label', 'Whoever Joins Is in It').click()
        self.settle('common', False)

        server.find('button', 'Change…').act()
        dialog = self.window.find('dialog', 'Welcome Text')
        text = dialog.find('text', 'Welcome Text')
        text.click()
        press('ctrl+a', 'BackSpace')
        text.type('Bins go out on Monday')
        self.window.picture('welcome-text')
        dialog.find('button', 'Save').click()
        self.window.wait_gone('dialog', 'Welcome Text')
        self.settle('welcome_text', 'Bins go out on Monday')
        server.find('label', 'Bins go out on Monday', timeout=20)
        close_server(self.window)
        self.window.find(None, 'Everybody, You: Bins go out on Monday', timeout=20)
        self.ada.close()

    def test_storage_and_how_many_backups_stay(self):
        self.place.ask('settings', 'set', '--space-warning', '1000000')
        server = show_server(self.window, 'Server')
        server.find('label', 'Little Space Is Left', timeout=20)
        turn_to(self.window, 'Backup')
        keep = server.find('text', 'Backups to Keep on This Computer', timeout=20)
        self.rewrite(keep, '0')
        self.toast('Write a number from 1 to 1000.')
        self.rewrite(keep, '3')
        self.settle('backup_keep', 3)
        storage = server.find('list', 'Storage', timeout=20)
        storage.find('list item', 'Messages and Accounts').find('label', re.compile('[0-9].[kM]B$'), timeout=20)
        storage.find('label', 'Little Space Is Left', timeout=20)
        server.find('label', 'A Copy to Take Along').click(button=WHEEL_DOWN, count=20)
        self.pick(server, 'Warn When Less Is Free Than', 'Never warn')
        self.settle('space_warning', 0)
        self.window.wait_gone('label', 'Little Space Is Left', timeout=20)
        close_server(self.window)
        self.ada.close()

    def test_backups_now_and_by_themselves(self):
        server = show_server(self.window, 'Backup')
        server.find('label', 'None yet', timeout=20)
        server.find('button', 'Back Up Now').click()
        self.toast('The backup is made')
        self.window.wait_gone('label', 'None yet', timeout=20)
        server.find('list', 'Kept on This Computer', timeout=20)
        self.assertEqual(len(self.place.ask('backups')), 1)
        self.pick(server, 'Automatic Backup', 'Every week')
        wait_for(lambda: self.place.settings()['backup_every'] == 7 * 24, 'a backup every week', 20)
        self.pick(server, 'Automatic Backup', 'Never')
        wait_for(lambda: self.place.settings()['backup_every'] == 0, 'no backup by itself', 20)
        close_server(self.window)
        self.ada.close()

    def test_activity_and_connection_check(self):
        self.add_people(ben='Ben', cid='Cid')
        self.api.send('ben', 'cid', 'One')
        self.api.send('cid', 'ben', 'Two')
        for number in range(60):
            self.place.ask('user', 'disable' if number % 2 == 0 else 'enable', 'cid')
        server = show_server(self.window, 'Activity')
        server.find('list item', re.compile('^Messages'), timeout=20).find('label', '3')    # and the welcome
        server.find('list item', re.compile('^Accounts')).find('label', '3')
        server.find('list', 'What Was Done').find('label', 'Account cid enabled')
        turn_to(self.window, 'Server')
        server.find('label', 'The Place').click(button=WHEEL_DOWN, count=20)
        server.find('list item', 'Check the Connection…').click()
        check = self.window.find('dialog', 'Connection Check')
        steps = check.find('list', 'Steps of the check')
        for step in ('Address', 'Port', 'Certificate'):
            wait_for(lambda: steps.find('list item', re.compile('^' + step)).find_all('label', 'Good'), f'{step} to be good',
                     40)
        check.find('button', 'Check Again').wait_until('sensitive', timeout=40)
        press('Escape')
        self.window.wait_gone('dialog', 'Connection Check')
        close_server(self.window)
        self.ada.close()


if __name__ == '__main__':
    unittest.main()
