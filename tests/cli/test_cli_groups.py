#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three people in a group, and what they do to one another's messages, from the command line."""
import base64
import tempfile
import unittest

from commander import PASSWORD, Commander
from parlour_test.server import Server

PNG = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGMQaHAAAAF0ANHYEaEaAAAAAElFTkSuQmCC')


class CliGroupsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        for name in ('ada', 'ben', 'cem'):
            commander = Commander(name, cls.server)
            cls.addClassCleanup(commander.close)
            commander.register()
            setattr(cls, name, commander)

    def members(self):
        return {member['user']['username']: member['role'] for member in self.ada.do('group', 'members', '#Choir')}

    def test_01_makes_a_group(self):
        made, = self.ada.do('group', 'create', 'Choir', 'ben')
        self.assertEqual((made['kind'], made['title'], made['member_count']), ('group', 'Choir', 2))
        self.assertEqual(self.members(), {'ada': 'owner', 'ben': 'member'})

    def test_01_tells_which_are_shared(self):
        self.assertEqual([group['title'] for group in self.ben.do('group', 'with', 'ada')], ['Choir'])
        self.assertEqual(self.ben.do('group', 'with', 'cem'), [])

    def test_02_writes_to_it_by_its_title(self):
        sent, = self.ada.do('send', '#Choir', 'Thursday at eight')
        self.assertEqual(self.ben.bodies('history', '#Choir'), ['Thursday at eight'])
        self.ben.do('send', '--reply-to', str(sent['seq']), '#Choir', 'Fine')
        self.assertEqual([message['reply_to'] for message in self.ada.do('history', '#Choir')], [None, sent['seq']])

    def test_03_people_come_and_go(self):
        self.ada.do('group', 'add', '#Choir', 'cem', 'reader')
        self.assertEqual(self.members()['cem'], 'reader')
        self.assertEqual(self.cem.run('send', '#Choir', 'hello').status, 1)
        self.ada.do('group', 'role', '#Choir', 'cem', 'admin')
        self.cem.do('group', 'remove', '#Choir', 'ben')
        self.assertEqual(self.members(), {'ada': 'owner', 'cem': 'admin'})
        self.cem.do('group', 'leave', '#Choir')
        self.assertEqual(self.members(), {'ada': 'owner'})

    def test_03_gets_a_picture(self):
        with tempfile.NamedTemporaryFile(suffix='.jpg') as file:
            file.write(PNG)
            file.flush()
            first, = self.ada.do('group', 'picture', '#Choir', file.name)
            self.assertIsNotNone(first['avatar'])
            file.truncate(0)
            self.assertEqual(self.ada.run('group', 'picture', '#Choir', file.name).status, 2)
        removed, = self.ada.do('group', 'picture', '#Choir')
        self.assertIsNone(removed['avatar'])

    def test_04_changes_what_was_written(self):
        sent, = self.ada.do('send', 'ben', 'Helo')
        seq = str(sent['seq'])
        edited, = self.ada.do('edit', 'ben', seq, 'Hello')
        self.assertEqual(edited['body'], 'Hello')
        self.ben.do('react', 'ada', seq, '👍')
        pinned, = self.ben.do('pin', 'ada', seq)
        self.assertTrue(pinned['pinned'])
        self.assertEqual([reaction['emoji'] for reaction in pinned['reactions']], ['👍'])
        off, = self.ben.do('react', 'ada', seq, '👍', '--off')
        self.assertEqual(off['reactions'], [])
        self.ben.do('star', 'ada', seq)
        self.assertEqual(self.ben.bodies('stars'), ['Hello'])
        self.ben.do('star', 'ada', seq, '--off')
        self.assertEqual(self.ben.bodies('stars'), [])

    def test_05_puts_away(self):
        self.ben.do('archive', 'ada')
        self.assertNotIn('direct', [conversation['kind'] for conversation in self.ben.do('conversations')])

    def test_06_boxes_know_titles_and_what_is_owed(self):
        self.ada.do('group', 'create', 'Trip', 'ben')
        asked, = self.ada.do('send', '#Trip', '--subject', 'Who drives?', 'I have no car')
        self.ben.do('send', '#Trip', 'Hello all')
        self.assertEqual(self.ben.bodies('received', '--titled'), ['I have no car'])
        self.assertEqual(self.ada.bodies('sent', '--titled'), ['I have no car'])
        self.assertEqual(self.ben.bodies('received', '--owed'), [])
        self.ben.do('read', '#Trip', str(asked['seq']))
        self.assertEqual(self.ben.bodies('received', '--owed'), ['I have no car'])
        self.ben.do('send', '--reply-to', str(asked['seq']), '#Trip', 'Me')
        self.assertEqual(self.ben.bodies('received', '--owed'), [])
        self.assertEqual(self.ben.run('sent', '--owed').status, 2)

    def test_07_changes_what_a_group_is(self):
        changed, = self.ada.do('group', 'set', '#Trip', 'title', 'Big trip', 'posting', 'admins', 'description', 'By car')
        self.assertEqual((changed['title'], changed['posting'], changed['description']), ('Big trip', 'admins', 'By car'))
        self.assertEqual(self.ben.run('send', '#Big trip', 'May I?').status, 1)
        plain, = self.ada.do('group', 'set', '#Big trip', 'description', '')
        self.assertIsNone(plain['description'])
        self.assertIn('owner', self.ben.run('group', 'set', '#Big trip', 'title', 'Mine').errors)

    def test_08_has_a_view_of_ones_own(self):
        before, = self.ben.do('settings', '#Big trip')
        self.assertEqual((before['pinned'], before['notify'], before['muted_until']), (False, 'all', None))
        self.ben.do('settings', '#Big trip', 'pinned', 'on', 'notify', 'mentions', 'muted_until', '2100-01-01T00:00:00Z')
        self.assertRegex(self.ben.run('settings', '#Big trip').output,
                         r'(?s)pinned +on\nnotify +mentions\nmuted_until +2100-01-01T00:00:00')
        after, = self.ben.do('settings', '#Big trip', 'muted_until', '')
        self.assertIsNone(after['muted_until'])
        for wrong in (['pinned', 'perhaps'], ['pinned'], ['colour', 'red']):
            self.assertEqual(self.ben.run('settings', '#Big trip', *wrong).status, 2, wrong)
        self.ben.do('clear', '#Big trip')
        self.assertEqual(self.ben.do('history', '#Big trip'), [])
        self.assertNotEqual(self.ada.do('history', '#Big trip'), [])

    def test_09_tells_who_has_it_and_what_is_pinned(self):
        sent, = self.ada.do('send', '#Big trip', 'Seats for four')
        self.assertEqual([(who['user']['username'], who['read']) for who in self.ada.do('receipts', '#Big trip', str(sent['seq']))],
                         [('ben', False)])
        self.ben.do('read', '#Big trip', str(sent['seq']))
        self.assertRegex(self.ada.run('receipts', '#Big trip', str(sent['seq'])).output, 'ben +Read')
        self.ada.do('pin', '#Big trip', str(sent['seq']))
        self.assertEqual(self.ben.bodies('pins', '#Big trip'), ['Seats for four'])

    def test_10_keeps_people_off(self):
        self.ben.do('report', 'ada', 'Too many trips')
        self.ben.do('block', 'ada')
        self.assertEqual([user['username'] for user in self.ben.do('blocks')], ['ada'])
        self.assertEqual(self.ada.run('send', 'ben', 'Why?').status, 1)
        self.assertEqual(self.ada.run('group', 'create', 'Us', 'ben').status, 1)
        self.ben.do('block', 'ada', '--off')
        self.assertEqual(self.ben.do('blocks'), [])

    def test_11_tells_of_oneself(self):
        me, = self.ben.do('profile', 'status_text', 'On the road', 'share_read', 'off')
        self.assertEqual((me['status_text'], me['share_read']), ('On the road', False))
        self.assertRegex(self.ben.run('profile').output, r'(?s)status_text +On the road\nshare_read +off\n')
        again, = self.ben.do('profile', 'status_text', '', 'share_read', 'on')
        self.assertIsNone(again['status_text'])

    def test_12_signs_another_device_out(self):
        other = Commander('ben', self.server)
        self.addCleanup(other.close)
        other.do('login', 'ben', '--password-stdin', '--server', self.server.address, text=PASSWORD + '\n')
        device, = [device for device in other.do('devices') if not device['current']]
        other.do('sign-out', device['id'])
        self.assertEqual(self.ben.run('conversations').status, 4)
        self.assertIn('This device', other.run('devices').output)

    def test_13_deletes_the_account(self):
        dan = Commander('dan', self.server)
        self.addCleanup(dan.close)
        dan.register()
        self.assertEqual(dan.run('account', 'delete', 'sell', '--password-stdin', text=PASSWORD + '\n').status, 2)
        self.assertEqual(dan.run('account', 'delete', 'erase', '--password-stdin', text='wrong password\n').status, 1)
        self.assertEqual([user['username'] for user in self.ada.do('users', 'dan')], ['dan'])
        dan.do('account', 'delete', 'erase', '--password-stdin', text=PASSWORD + '\n')
        self.assertEqual(self.ada.do('users', 'dan'), [])
        self.assertEqual(dan.run('conversations').status, 4)

    def test_13_says_how_it_is_called(self):
        for call in (['group', 'dance'], ['group', 'add', '#Choir'], ['react', 'ben', 'first', '👍'],
                     ['pin', 'ben', '1', '--reply-to', '2']):
            self.assertEqual(self.ada.run(*call).status, 2, call)
        self.assertEqual(self.ada.run('send', '#Nowhere', 'x').status, 1)


if __name__ == '__main__':
    unittest.main()
