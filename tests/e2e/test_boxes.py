# SPDX-License-Identifier: GPL-3.0-or-later
"""Received and Sent as a mailbox: filters, one message at a time, and an answer that ends what was owed."""
import re
import unittest
import uuid

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from place import Api, click_until, sign_in


class BoxesTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')
        self.write('ben', 'ada', 'Two cakes', 'Saturday')
        self.conversation = self.write('ben', 'ada', 'Just so')['conversation']
        self.write('ben', 'ada', 'At noon, or later?', 'Which hour?')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        sign_in(self.ada.open(), self.server, 'ada')

    def write(self, who, to, body, title=None):
        message = {'client_id': str(uuid.uuid4()), 'to': to, 'body': body}
        return self.api.call('POST', '/messages', message | ({'subject': title} if title else {}), who)

    def row(self, text):
        return re.compile(r'^(?:Unread, )?(?:To )?Ben Okafor, .*: ' + re.escape(text))

    def read_mark(self):
        return self.api.call('GET', f'/conversations/{self.conversation}', who='ada')['me']['read']

    def close(self):
        log = self.ada.log()
        self.ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')

    def test_reads_and_answers(self):
        window = self.ada.window
        window.find('button', 'Received').click()
        window.find('label', 'No message open')
        window.find('group', self.row('Just so'))
        window.find('button', 'Titled').click()
        window.wait_gone('group', self.row('Just so'))
        self.assertEqual(self.read_mark(), 0)
        window.find('group', re.compile('^Unread, .*Saturday')).click()
        window.find('label', 'Two cakes')
        wait_for(lambda: self.read_mark() == 1, 'the first message to be read')
        press('alt+Up')
        window.find('label', 'At noon, or later?')
        wait_for(lambda: self.read_mark() == 3, 'the last message to be read')
        window.find('button', 'Answers owed, 2').click()
        window.find('button', 'Star').click()
        window.find('button', 'Remove the Star')
        window.find('button', 'Reply').click()
        window.find('text', 'Message').type('At noon')
        press('Return')
        window.find('label', 'No answer owed', timeout=20)
        window.find('button', 'Sent').click()
        window.find('group', self.row('At noon')).click()
        window.find('label', re.compile('^(Sent|Delivered)$'))
        self.close()

    def test_deletes_and_goes_on(self):
        window = self.ada.window
        window.find('button', 'Received').click()
        window.find('group', self.row('Which hour?')).click()
        window.find('label', 'At noon, or later?')
        window.find('button', 'Delete').click()
        window.find('button', 'Only for Me').click()
        window.wait_gone('group', self.row('Which hour?'))
        window.find('label', 'Just so', timeout=20)
        window.find('button', 'Undo').click()
        window.find('group', self.row('Which hour?')).click()
        window.find('label', 'At noon, or later?')
        window.find('button', 'Open Conversation').click()
        window.find('text', 'Message')
        self.close()

    def test_forwards_to_a_group(self):
        ben = self.api.call('GET', '/users?query=ben', who='ada')['items'][0]['id']
        group = self.api.call('POST', '/conversations', {'client_id': str(uuid.uuid4()), 'kind': 'group',
                                                         'title': 'Garden Choir', 'members': [ben]}, 'ada')['id']
        window = self.ada.window
        window.find('group', re.compile('^Garden Choir'), timeout=20)
        window.find('button', 'Received').click()
        click_until(window, lambda: window.find('group', self.row('Saturday')), 'label', 'Two cakes')
        window.find('button', 'Forward').click()
        window.find('text', 'To').type('cho')
        window.find('list item', re.compile('^Garden Choir')).click()
        window.find('button', 'Send').click()
        window.wait_gone('dialog', 'New Message')
        wait_for(lambda: ('Saturday', 'Two cakes') in [(item['subject'], item['body']) for item in self.api.call(
            'GET', f'/conversations/{group}/messages', who='ben')['items']],
            'the group to have it', 20)
        self.api.say('ben', group, 'Who has the key?')
        window.find('group', re.compile(r'^\W*Ben Okafor\W+in \W*Garden Choir\W*, .*: Who has the key'), timeout=20)
        self.close()

    def test_folds_to_one_pane(self):
        window = self.ada.window
        window.resize(360, 640)
        window.find('button', 'Received').click()
        # The panes take a moment to fold, and what comes meanwhile they do not hear.
        click_until(window, lambda: window.find('group', self.row('Saturday')), 'label', 'Two cakes')
        window.find('button', 'Back to the List').click()
        click_until(window, lambda: window.find('group', self.row('Saturday')), 'label', 'Two cakes')     # once more
        press('Escape')
        window.find('group', self.row('Which hour?'))
        self.close()


if __name__ == '__main__':
    unittest.main()
