# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications: one a conversation, gone once read, raising what they tell of, silent where they would disturb."""
import re
import subprocess
import time
import unittest
import uuid

from parlour_test.bell import Bell
from parlour_test.desktop import Desktop
from parlour_test.notifications import Notifications
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from place import Api, open_conversation, sign_in


class NotificationsTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.session.environment['TZ'] = f'NIGHT{time.gmtime().tm_hour - 23:+d}'
        self.notifications = Notifications(self.session)
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        for username, name in (('ada', 'Ada Lindqvist'), ('ben', 'Ben Okafor'), ('cleo', 'Cleo Sand')):
            self.api.register(username, name)
        self.api.send('ben', 'ada', 'before')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        sign_in(self.window, self.server, 'ada')
        self.window.find('group', re.compile('^Ben Okafor'), timeout=20)

    def read_on_another_device(self):
        conversation = self.api.call('GET', '/conversations', who='ada')['items'][0]
        self.api.call('POST', f"/conversations/{conversation['id']}/read", {'seq': conversation['top']}, 'ada')

    def close(self):
        log = self.ada.log()
        self.ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')

    def test_one_a_conversation_raises_it_and_goes_once_read(self):
        self.api.send('ben', 'ada', 'one')
        first = self.notifications.wait('Ben Okafor', 'one')
        self.api.send('ben', 'ada', 'two\nwith a second line')
        second = self.notifications.wait('Ben Okafor', 'two')
        self.assertNotIn(first, set(self.notifications.shown()) - {second}, 'replaced by the newer one')
        self.api.send('cleo', 'ada', 'three')
        third = self.notifications.wait('Cleo Sand', 'three')
        self.assertEqual(len(self.notifications.shown()), 2)
        self.read_on_another_device()
        self.notifications.wait_gone(third)
        self.notifications.click(second)
        self.window.find('list item', re.compile('two'), timeout=20)
        self.assertEqual(self.notifications.shown(), {})
        self.api.send('cleo', 'ada', 'four')
        fourth = self.notifications.wait('Cleo Sand', 'four')
        open_conversation(self.window, 'Cleo Sand')
        self.notifications.wait_gone(fourth)
        self.assertNotIn('before', [event.get('body') for event in self.notifications.events()])
        self.close()

    def test_none_for_what_is_in_view_or_ones_own(self):
        open_conversation(self.window, 'Ben Okafor')
        self.api.send('ben', 'ada', 'in view')
        self.window.find('list item', re.compile('in view'), timeout=20)
        self.api.send('ada', 'cleo', 'my own, from another device')
        self.api.send('cleo', 'ada', 'elsewhere')
        self.notifications.wait('Cleo Sand', 'elsewhere')
        self.assertEqual([event['body'] for event in self.notifications.events() if event['event'] == 'notify'],
                         ['elsewhere'])
        self.close()

    def conversation_with(self, name):
        return next(item['id'] for item in self.api.call('GET', '/conversations', who='ada')['items']
                    if name in str(item['members']))

    def test_muted_ones_are_silent_and_a_mention_is_heard_where_only_those_are_wanted(self):
        self.api.send('cleo', 'ada', 'before')
        self.notifications.wait('Cleo Sand', 'before')
        ben, cleo = self.conversation_with('Ben'), self.conversation_with('Cleo')
        # In this order: what is seen of the second tells that the first is known, too.
        self.api.call('PATCH', f'/conversations/{cleo}/settings', {'notify': 'mentions'}, 'ada')
        self.api.call('PATCH', f'/conversations/{ben}/settings', {'muted_until': '2100-01-01T00:00:00.000Z'}, 'ada')
        self.window.find('group', re.compile('^Ben')).find('image', 'Muted')
        self.api.send('ben', 'ada', 'nobody hears this')
        self.api.send('cleo', 'ada', 'nor this')
        self.window.find('group', re.compile('^Cleo Sand, 2 unread'), timeout=20)
        self.api.send('cleo', 'ada', 'but this, @ada')
        self.notifications.wait('Cleo Sand', 'but this, @ada')
        self.api.send('cleo', 'ada', 'and this not again')
        self.window.find('group', re.compile('^Cleo Sand, 4 unread'), timeout=20)
        self.assertEqual([event['body'] for event in self.notifications.events() if event['event'] == 'notify'],
                         ['before', 'but this, @ada'])
        self.close()

    def test_who_is_blocked_is_not_heard_in_a_group_either(self):
        ids = {who: self.api.call('GET', '/me', who=who)['id'] for who in ('ada', 'ben')}
        self.api.call('PUT', f"/users/{ids['ben']}/block", who='ada')
        body = {'client_id': str(uuid.uuid4()), 'kind': 'group', 'title': 'Choir', 'members': list(ids.values())}
        choir = self.api.call('POST', '/conversations', body, 'cleo')['id']
        self.api.say('ben', choir, 'Buy my car')
        self.window.find('group', re.compile('^Choir, 1 unread message, You blocked who wrote this'), timeout=20)
        self.api.say('cleo', choir, 'Hello')
        self.notifications.wait('Choir', 'Cleo Sand: Hello')
        self.assertEqual([event['body'] for event in self.notifications.events() if event['event'] == 'notify'],
                         ['Cleo Sand: Hello'])
        self.close()

    def test_the_icon_tells_how_many(self):
        desktop = Desktop(self.session)
        self.api.send('cleo', 'ada', 'one')
        self.assertRegex(desktop.wait('count', count=2, visible=True)['uri'], r'^application://[\w.]+\.desktop$')
        self.read_on_another_device()
        desktop.wait('count', count=1, visible=True)
        open_conversation(self.window, 'Ben Okafor')
        desktop.wait('count', count=0, visible=False)
        self.close()

    def test_preferences(self):
        self.window.press('ctrl+comma')
        self.window.find(None, 'Show the Text').click()
        press('Escape')
        self.window.wait_gone(None, 'Show the Text')
        self.api.send('ben', 'ada', 'a secret')
        self.notifications.wait('New message', '')
        self.window.press('ctrl+comma')
        self.assertFalse(self.window.find('combo box', 'From').has('sensitive'))
        self.window.find(None, 'Quiet Hours').click()       # from 22:00 to 07:00, and here it is eleven at night
        self.window.find('combo box', 'From').wait_until('sensitive')
        self.window.picture('preferences-notifications')
        press('Escape')
        self.window.wait_gone(None, 'Quiet Hours')
        told = len(self.notifications.events())
        self.api.send('cleo', 'ada', 'at night')
        self.window.find('group', re.compile('^Cleo Sand, 1 unread'), timeout=20)
        self.assertEqual(len(self.notifications.events()), told)
        self.close()


    def test_is_heard_unless_turned_off(self):
        self.switch_sound()
        with Bell() as bell:
            self.api.send('ben', 'ada', 'softly')
            self.notifications.wait('Ben Okafor', 'softly')
            self.switch_sound()
            self.assertEqual(bell.count, 0)
            self.api.send('ben', 'ada', 'loudly')
            self.api.send('cleo', 'ada', 'at the same time')
            self.notifications.wait('Ben Okafor', 'loudly')
            self.notifications.wait('Cleo Sand', 'at the same time')
            wait_for(lambda: bell.count, 'the bell')
            self.assertEqual(bell.count, 1, 'of several at once the first is heard')
        self.close()

    def switch_sound(self):
        self.window.press('ctrl+comma')
        switch = self.window.find('check box', 'Sound')
        was = switch.has('checked')
        switch.click()
        switch.wait_until('checked', not was)
        press('Escape')
        self.window.wait_gone(None, 'Sound')


def startup_id(window):
    """What the desktop was told that this window came up for."""
    leader = subprocess.run(['xprop', '-id', window.focus(), 'WM_CLIENT_LEADER'], capture_output=True, text=True)
    done = subprocess.run(['xprop', '-id', leader.stdout.split()[-1], '_NET_STARTUP_ID'], capture_output=True, text=True)
    return done.stdout


class ReplyTest(unittest.TestCase):
    """On a desktop whose notifications take an answer."""

    def test_answer_from_the_notification(self):
        session = self.enterContext(Session())
        notifications = Notifications(session, ('actions', 'body', 'body-markup', 'inline-reply', 'sound'))
        server = self.enterContext(Server())
        api = Api(server)
        for username, name in (('ada', 'Ada Lindqvist'), ('ben', 'Ben Okafor')):
            api.register(username, name)
        api.send('ben', 'ada', 'before')
        ada = self.enterContext(Person(session, 'Ada'))
        window = ada.open()
        sign_in(window, server, 'ada')
        window.find('group', re.compile('^Ben Okafor'), timeout=20)
        api.send('ben', 'ada', '<b>Tea</b> & cake?')
        first = notifications.wait('Ben Okafor', '&lt;b&gt;Tea&lt;/b&gt; &amp; cake?')
        notifications.reply(first, 'With pleasure')
        wait_for(lambda: api.bodies('ben')[-1] == 'With pleasure', 'the answer to arrive', 20)
        wait_for(lambda: 'unread' not in window.find('group', re.compile('^Ben Okafor')).name, 'it to be read', 20)
        api.send('ben', 'ada', 'At four')
        second = notifications.wait('Ben Okafor', 'At four')
        with Bell() as bell:
            notifications.click(second)
            window.find('list item', re.compile('At four'), timeout=20)
            self.assertIn('parlour-test', startup_id(window))
            self.assertEqual(bell.count, 0, 'the desktop plays the sound')
        hints = [event['hints'] for event in notifications.events() if event['event'] == 'notify']
        self.assertIn('sound-name', hints[0])
        log = ada.log()
        ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')


if __name__ == '__main__':
    unittest.main()
