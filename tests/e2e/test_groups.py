# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups: made by writing to several, seen with who says what, left to be read, and closed to some."""
import re
import unittest
import uuid

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from place import Api, click_until, open_conversation, sign_in


class GroupsTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        for username, name in (('ada', 'Ada Lindqvist'), ('ben', 'Ben Okafor'), ('cleo', 'Cleo Sand')):
            self.api.register(username, name)
        self.ids = {who: self.api.call('GET', '/me', who=who)['id'] for who in ('ada', 'ben', 'cleo')}

    def open(self):
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        sign_in(self.window, self.server, 'ada')

    def make(self, maker, title, *members, **rules):
        body = {'client_id': str(uuid.uuid4()), 'kind': 'group', 'title': title,
                'members': [self.ids[member] for member in members], **rules}
        return self.api.call('POST', '/conversations', body, maker)['id']

    def say(self, who, group, text):
        self.api.call('POST', f'/conversations/{group}/messages', {'client_id': str(uuid.uuid4()), 'body': text}, who)

    def close(self):
        log = self.ada.log()
        self.ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')

    def test_several_recipients_make_a_group(self):
        self.open()
        window = self.window
        window.press('ctrl+n')
        window.find('text', 'To').type('be')
        window.find('list item', 'Ben Okafor').click()
        wait_for(lambda: window.find('text', 'To').text == 'ben', 'the first recipient')
        window.find('text', 'To').type(', cl')
        window.find('list item', 'Cleo Sand').click()
        wait_for(lambda: window.find('text', 'To').text == 'ben, cleo', 'both recipients')
        window.find('text', 'Text').set_text('Who brings what?')
        window.press('ctrl+Return')
        window.find('label', 'What is the group called?')
        window.find('text', 'Name of the Group').set_text('Summer party')
        window.picture('compose-group')
        window.press('ctrl+Return')
        window.wait_gone('text', 'To', timeout=20)
        window.find('label', '3 members', timeout=20)
        window.find('list item', re.compile('You, .*Who brings what'), timeout=20)
        self.assertEqual(self.api.call('GET', '/conversations', who='cleo')['items'][0]['title'], 'Summer party')
        group = self.api.call('GET', '/conversations', who='ben')['items'][0]['id']
        self.say('ben', group, 'Lemonade')
        self.say('ben', group, 'And cakes')
        self.say('cleo', group, 'Lanterns')
        window.find('list item', re.compile('^Cleo Sand, .*Lanterns'), timeout=20)
        window.find('group', re.compile('Summer party, Cleo Sand: Lanterns'))
        window.picture('group')
        self.close()

    def test_lines_of_what_happens_and_what_can_not_be_written(self):
        group = self.make('ben', 'Choir', 'ada')
        self.say('ben', group, 'Welcome')
        self.open()
        open_conversation(self.window, 'Choir')
        self.api.call('POST', f'/conversations/{group}/members', {'user': self.ids['cleo']}, 'ben')
        self.window.find('list item', 'Ben Okafor added Cleo Sand', timeout=20)
        self.window.find('label', '3 members')
        self.api.call('PATCH', f'/conversations/{group}', {'posting': 'admins'}, 'ben')
        self.window.find('label', 'Only the admins of this group write here.', timeout=20)
        self.assertFalse(self.window.has('text', 'Message'))
        self.window.picture('group-closed')
        self.api.call('PATCH', f'/conversations/{group}', {'posting': 'all'}, 'ben')
        self.window.find('text', 'Message', timeout=20)
        self.api.call('DELETE', f"/conversations/{group}/members/{self.ids['ada']}", who='ben')
        self.window.find('label', re.compile('^You are not in this group any more'), timeout=20)
        self.window.wait_gone('label', re.compile(r'^\d+ members?$'))
        self.window.find('label', 'Welcome')
        self.close()

    def test_words_of_whom_one_blocked_are_folded_and_an_admin_deletes_for_everyone(self):
        group = self.make('ada', 'Choir', 'ben', 'cleo')
        self.say('ben', group, 'Buy my car')
        self.say('cleo', group, 'Hello')
        for message in self.api.call('GET', f'/conversations/{group}/messages', who='ada')['items']:
            if message['body'] == 'Buy my car':
                self.api.call('PUT', f"/conversations/{group}/messages/{message['seq']}/pin", who='ada')
        self.api.call('PUT', f"/users/{self.ids['ben']}/block", who='ada')
        self.open()
        open_conversation(self.window, 'Choir')
        self.window.find('list item', re.compile('Ben Okafor, .*You blocked who wrote this'), timeout=20)
        self.window.find('button', 'Pinned: You blocked who wrote this', timeout=20)
        self.assertFalse(self.window.has('label', 'Buy my car'))
        self.window.picture('group-folded')
        click_until(self.window, lambda: self.window.find('list item', re.compile('You blocked')), 'menu item', 'Show', 3)
        self.window.find('menu item', 'Show').act()
        self.window.find('list item', re.compile('Ben Okafor, .*Buy my car'))
        click_until(self.window, lambda: self.window.find('list item', re.compile(r'\d: Hello')), 'menu item', 'Delete…', 3)
        self.window.find('menu item', 'Delete…').act()
        self.window.find('button', 'For Everyone').click()
        self.window.find('list item', re.compile('Cleo Sand, .*This message was deleted'), timeout=20)
        self.close()

    def test_words_outlive_the_message_that_they_were_to_change(self):
        group = self.make('ben', 'Choir', 'ada')
        self.open()
        open_conversation(self.window, 'Choir')
        composer = self.window.find('text', 'Message')
        composer.type('At nine')
        press('Return')
        self.window.find('list item', re.compile('You, .*At nine.*(Sent|Delivered|Read)'), timeout=20)
        press('Up')
        self.window.find('label', 'Edit the message')
        type_text(' or ten')
        seq = self.api.call('GET', f'/conversations/{group}/messages', who='ben')['items'][0]['seq']
        self.api.call('DELETE', f'/conversations/{group}/messages/{seq}?for=everyone', who='ben')
        self.window.find('label', re.compile('^The message was deleted.'), timeout=20)
        self.window.wait_gone('label', 'Edit the message')
        self.assertEqual(composer.text, 'At nine or ten')
        self.window.focus()
        composer.click()
        press('Return')
        self.window.find('list item', re.compile('You, .*At nine or ten'), timeout=20)
        self.close()

    def test_mentions_are_completed_and_told(self):
        group = self.make('ada', 'Choir', 'ben', 'cleo')
        self.open()
        open_conversation(self.window, 'Choir')
        self.window.find('button', 'You added Ben Okafor and Cleo Sand', timeout=20).click()
        self.window.find('list item', 'Cleo Sand').click()
        self.window.find('label', '@cleo')
        press('Escape')
        self.window.wait_gone('label', '@cleo')
        self.window.picture('added')
        press('Escape')
        composer = self.window.find('text', 'Message')
        composer.type('Hello @o')
        self.window.find('label', '@ben')       # by a word of the name
        self.window.picture('mention')
        press('BackSpace')
        self.window.find('label', '@cleo')
        press('Down', 'Return')
        wait_for(lambda: composer.text == 'Hello @cleo ', lambda: f'a mention in {composer.text!r}')
        type_text('and @be')
        self.window.find('label', '@ben')
        press('Tab', 'Return')
        self.window.find('list item', re.compile('You, .*Hello @cleo and @ben'), timeout=20)
        items = self.api.call('GET', f'/conversations/{group}/messages', who='ben')['items']
        self.assertEqual(sorted(items[0]['mentions']), sorted([self.ids['ben'], self.ids['cleo']]))
        composer.type('@ever')
        self.window.find('label', '@everyone')
        self.window.picture('mention-everyone')
        press('Return', 'Return')
        wait_for(lambda: self.api.call('GET', f'/conversations/{group}/messages', who='ben')['items'][0]['mentions']
                 == ['everyone'], 'all to be mentioned', 20)
        self.api.call('PATCH', f"/conversations/{group}/members/{self.ids['ben']}", {'role': 'admin'}, 'ada')
        self.say('ben', group, 'Tonight, @everyone!')
        self.window.find('list item', re.compile('^Ben Okafor, mentions you, .*Tonight'), timeout=20)
        self.window.press('Escape')
        self.window.find('group', re.compile('^Choir'))
        self.close()

    def test_an_open_group_is_found_and_joined(self):
        group = self.make('ben', 'Gardeners', joining='open', past='all', description='All that grows')
        self.make('ben', 'Secret garden')
        self.say('ben', group, 'Spring is here')
        self.open()
        self.window.press('F10')
        self.window.find('menu item', 'Find Groups').act()
        self.window.find('label', re.compile('^All that grows'), timeout=20)
        self.assertFalse(self.window.has('label', 'Secret garden'))
        self.window.picture('find-groups')
        self.window.find('button', 'Join “Gardeners”').click()
        wait_for(lambda: 'ada' in self.members(group), 'the server to let me in', 20)
        self.window.find('list item', re.compile('Ben Okafor, .*Spring is here'), timeout=20)
        self.window.find('list item', 'You joined', timeout=20)
        self.assertIn('ada', self.members(group))
        self.close()

    def members(self, group, who='ben'):
        items = self.api.call('GET', f'/conversations/{group}/members', who=who)['items']
        return {item['user']['username']: item['role'] for item in items}

    def test_people_of_a_group_are_met_and_what_one_shares_with_them(self):
        group = self.make('ada', 'Choir', 'ben', 'cleo')
        self.make('ben', 'Garden of many flowers and of hardly any weeds', 'ada')
        self.say('ben', group, 'Hello')
        self.open()
        window = self.window
        open_conversation(window, 'Choir')
        window.choose('Conversation', 'Group and Members…')
        window.find('list item', 'Ben Okafor').click()
        window.find('label', 'Groups in Common', timeout=20)
        window.picture('person-groups')
        window.find('list item', 'Garden of many flowers and of hardly any weeds').click()
        window.find('label', '2 members', timeout=20)
        self.assertFalse(window.has('text', 'Name of the Group'))
        window.choose('Conversation', 'Group and Members…')
        window.find('text', 'Name of the Group')
        self.assertFalse(window.has('text', 'What it is about'))     # nothing to read and none of hers to write
        press('Escape')
        window.wait_gone('text', 'Name of the Group')
        open_conversation(window, 'Choir')
        self.api.call('PUT', f"/users/{self.ids['ben']}/block", who='ada')
        row = window.find('list item', re.compile('Ben Okafor, .*You blocked'), timeout=20)
        row.find('label', 'Ben Okafor').click()
        window.find('label', 'Groups in Common', timeout=20)
        window.find('label', 'You receive what they write again.')
        press('Escape')
        window.wait_gone('label', 'Groups in Common')
        self.close()

    def test_an_owner_looks_after_the_group(self):
        group = self.make('ada', 'Choir', 'ben')
        self.say('ben', group, 'Hello')
        self.open()
        open_conversation(self.window, 'Choir')
        self.window.choose('Conversation', 'Group and Members…')
        window = self.window
        window.find('text', 'Name of the Group').click()
        press('End')
        type_text(' of Elm Street')
        press('Return')
        window.find('text', 'Add Somebody').type('cl')
        window.find('list item', 'Cleo Sand').click()
        wait_for(lambda: self.members(group) == {'ada': 'owner', 'ben': 'member', 'cleo': 'member'}, 'the new member', 20)
        row = window.find('list item', 'Ben Okafor')
        row.act_inside()
        window.find('menu item', 'Make Admin').act()
        wait_for(lambda: self.members(group)['ben'] == 'admin', 'the new admin', 20)
        window.find('list item', 'Ben Okafor').find('label', 'Admin')
        window.picture('group-details')
        row = window.find('list item', 'Cleo Sand')
        row.act_inside()
        window.find('menu item', 'Remove from the Group').act()
        wait_for(lambda: 'cleo' not in self.members(group), 'them to be out', 20)
        press('Escape')
        window.find('list item', 'You removed Cleo Sand', timeout=20)
        window.find('group', re.compile('^Choir of Elm Street'))
        window.choose('Conversation', 'Clear…')
        window.find('button', 'Clear').click()
        window.wait_gone('label', 'Hello', timeout=20)
        window.choose('Conversation', 'Group and Members…')
        window.find('text', 'Name of the Group')
        window.press('End')
        window.find('button', 'Leave the Group…').act()
        window.find('button', 'Leave').click()
        wait_for(lambda: self.members(group) == {'ben': 'owner'}, 'the group to be handed over', 20)
        window.find('label', re.compile('^You are not in this group any more'), timeout=20)
        self.close()


if __name__ == '__main__':
    unittest.main()
