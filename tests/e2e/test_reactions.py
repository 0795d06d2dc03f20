# SPDX-License-Identifier: GPL-3.0-or-later
"""Reactions, pins and stars: given by menu, taken back by a click, seen by the other one."""
import re
import unittest
import urllib.parse

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from place import Api, click_until, open_conversation, sign_in


class ReactionsTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')
        self.conversation = self.api.send('ben', 'ada', 'first')['conversation']
        self.api.send('ada', 'ben', 'second')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        sign_in(self.window, self.server, 'ada')
        open_conversation(self.window, 'Ben')

    def open_menu(self, text):
        click_until(self.window, lambda: self.window.find('list item', re.compile(r'\d: ' + text), timeout=20),
                    'menu item', 'Details', button=3)

    def choose(self, text, entry):
        self.open_menu(text)
        self.window.find('menu item', entry).act()

    def message(self, seq, who='ben'):
        items = self.api.call('GET', f'/conversations/{self.conversation}/messages', who=who)['items']
        return next(item for item in items if item['seq'] == seq)

    def reactions(self, seq):
        return {item['emoji']: item['count'] for item in self.message(seq)['reactions']}

    def close(self):
        log = self.ada.log()
        self.ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')

    def test_given_and_taken_back(self):
        self.open_menu('first')
        self.window.find('button', 'React with 👍').act()
        self.window.find('button', '👍 from You')
        wait_for(lambda: self.reactions(1) == {'👍': 1}, 'the server to hear of it', 20)
        emoji = urllib.parse.quote('👍')
        self.api.call('PUT', f'/conversations/{self.conversation}/messages/1/reactions/{emoji}', who='ben')
        self.api.call('PUT', f'/conversations/{self.conversation}/messages/2/reactions/{emoji}', who='ben')
        self.window.find('button', '👍 from You, Ben Okafor', timeout=20)
        self.window.find('button', '👍 from Ben Okafor').click()
        self.window.find('button', '👍 from You, Ben Okafor')
        self.window.picture('reactions')
        wait_for(lambda: self.reactions(2) == {'👍': 2}, 'the server to hear of it', 20)
        self.window.find('button', '👍 from You, Ben Okafor').click()
        wait_for(lambda: self.reactions(1) == {'👍': 1}, 'the server to hear that it is gone', 20)
        self.close()

    def test_pinned_and_starred(self):
        self.choose('first', 'Pin')
        self.window.find('list item', re.compile('first')).find('image', 'Pinned')
        wait_for(lambda: self.message(1)['pinned'], 'the server to hear of it', 20)
        self.window.find('button', 'Pinned: first', timeout=20)
        self.choose('second', 'Pin')
        self.window.find('button', 'Pinned: second', timeout=20)
        self.window.find('button', '2 pinned messages').click()
        self.window.find('label', 'Ben Okafor: first', timeout=20)
        self.window.picture('pins')
        self.window.find('list item', re.compile('^Ben Okafor: first')).click()
        self.window.wait_gone('label', 'Pinned Messages')
        self.choose('second', 'Unpin')
        self.window.find('button', 'Pinned: first', timeout=20)
        self.choose('second', 'Star')
        self.window.find('list item', re.compile('second')).find('image', 'Starred')
        self.window.picture('pinned-and-starred')
        wait_for(lambda: [item['seq'] for item in self.api.call('GET', '/stars', who='ada')['items']] == [2],
                 'the server to keep it', 20)
        self.window.press('F10')
        self.window.find('menu item', 'Starred Messages').act()
        self.window.find('list item', re.compile('You: second'), timeout=20)
        press('Escape')
        self.choose('second', 'Remove the Star')
        wait_for(lambda: self.api.call('GET', '/stars', who='ada')['items'] == [], 'the star to go', 20)
        self.choose('first', 'Unpin')
        wait_for(lambda: not self.message(1)['pinned'], 'the pin to go', 20)
        self.close()


if __name__ == '__main__':
    unittest.main()
