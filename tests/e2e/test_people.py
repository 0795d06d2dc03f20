# SPDX-License-Identifier: GPL-3.0-or-later
"""Other people: whether they are here and typing, their page, blocking and reporting, and who has a message."""
import re
import unittest
import urllib.error
import uuid

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from place import Api, click_until, open_conversation, sign_in, type_until_seen

STATUS = 'On holiday until Monday'


class PeopleTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server(options=['--name', 'Home']))
        self.server.add_user('boss', 'correct horse battery', admin=True)
        self.api = Api(self.server)
        for username, name in (('ada', 'Ada Lindqvist'), ('ben', 'Ben Okafor'), ('cleo', 'Cleo Sand')):
            self.api.register(username, name)
        self.api.sign_in('boss')
        self.api.call('PATCH', '/me', {'status_text': STATUS}, 'ben')
        self.api.send('ben', 'ada', 'Good morning')

    def person(self, name):
        person = self.enterContext(Person(self.session, name))
        sign_in(person.open(), self.server, person.profile)
        return person

    def reports(self):
        return self.api.call('GET', '/admin/reports?open=true', who='boss')['items']

    def report(self, window, reason):
        window.find('text', 'Reason').set_text(reason)
        window.find('button', 'Report').click()
        window.find('label', 'The administrators have been told.', timeout=20)
        press('Escape')
        window.wait_gone('label', 'The administrators have been told.')

    def test_who_is_here_and_types_is_seen(self):
        ada, ben = self.person('Ada'), self.person('Ben')
        open_conversation(ada.window, 'Ben Okafor')
        ada.window.find('label', 'Online', timeout=20)
        open_conversation(ben.window, 'Ada Lindqvist')
        type_until_seen(ben.window, ada.window)
        ben.window.press('ctrl+a', 'BackSpace')
        ada.window.wait_gone('label', 'typing…')
        ada.window.find('label', 'Online')
        ada.window.find('group', re.compile('^Ben Okafor, online, '))
        ada.window.picture('list-online')
        ben.close()
        ada.window.find('label', re.compile('^Last seen today at'), timeout=20)
        ada.window.find('group', re.compile('^Ben Okafor, Ben|^Ben Okafor, Good'))
        ada.close()

    def test_the_page_of_a_person(self):
        ada = self.person('Ada')
        window = ada.window
        open_conversation(window, 'Ben Okafor')
        window.choose('Conversation', 'Person…')
        window.find('label', STATUS, timeout=20)
        window.find('list item', 'Report…').click()
        window.find('button', 'Report').click()
        window.find('list item', 'Something is missing here.')
        self.report(window, 'Writes too early')
        report, = self.reports()
        self.assertEqual((report['user']['username'], report['reason'], report['message']),
                         ('ben', 'Writes too early', None))

        window.find('list item', 'Block').click()
        window.find('list item', 'Unblock')
        window.find('button', 'Message').click()
        window.wait_gone('label', STATUS)
        window.find('label', 'You blocked this person.', timeout=20)
        with self.assertRaises(urllib.error.HTTPError):
            self.api.send('ben', 'ada', 'Hello?')
        window.choose('Conversation', 'Person…')
        window.find('list item', 'Unblock', timeout=20).click()
        wait_for(lambda: not self.api.call('GET', '/blocks', who='ada')['items'], 'the block to go', 20)
        press('Escape')
        window.find('text', 'Message', timeout=20)
        ada.close()

    def test_who_has_a_message_and_reporting_one(self):
        ids = [self.api.call('GET', '/me', who=who)['id'] for who in ('ben', 'cleo')]
        group = self.api.call('POST', '/conversations', {
            'client_id': str(uuid.uuid4()), 'kind': 'group', 'title': 'Summer party', 'members': ids}, 'ada')['id']
        for who, text in (('ada', 'Who comes?'), ('ben', 'Nobody')):
            last = self.api.call('POST', f'/conversations/{group}/messages',
                                 {'client_id': str(uuid.uuid4()), 'body': text}, who)
        self.api.call('PATCH', f'/conversations/{group}/messages/{last["seq"] - 1}', {'body': 'Who comes at eight?'}, 'ada')
        self.api.call('POST', f'/conversations/{group}/read', {'seq': last['seq']}, 'ben')
        ada = self.person('Ada')
        window = ada.window
        open_conversation(window, 'Summer party')

        def details(text):
            click_until(window, lambda: window.find('list item', re.compile(text)), 'menu item', 'Details', 3)
            window.find('menu item', 'Details').act()
            window.find('button', 'Close')

        details('Who comes')
        window.find('label', 'Who Has It')
        window.find('label', 'Changed')
        conversation = window.find('list item', re.compile('^Conversation'))
        self.assertTrue(conversation.find_all('label', 'Summer party'))
        ben = window.find('list item', 'Ben Okafor', timeout=20)
        window.find('label', '2 people: received by 1, read by 1')
        self.assertTrue(ben.find_all('label', 'Read'))
        cleo = window.find('list item', 'Cleo Sand')
        self.assertTrue(cleo.find_all('label', 'Not received yet'))
        self.assertFalse(window.has('button', 'Report…'))
        window.picture('details-group')
        press('Escape')
        window.wait_gone('label', 'Who Has It')
        details('Nobody')
        window.find('button', 'Report…').click()
        self.report(window, 'Not nice')
        report, = self.reports()
        self.assertEqual((report['message']['body'], report['reason']), ('Nobody', 'Not nice'))
        ada.close()


if __name__ == '__main__':
    unittest.main()
