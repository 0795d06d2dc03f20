#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three people in a group, and what they do to one another's messages, from the command line."""
import base64
import tempfile
import unittest

from commander import Commander
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

    def test_07_says_how_it_is_called(self):
        for call in (['group', 'dance'], ['group', 'add', '#Choir'], ['react', 'ben', 'first', '👍'],
                     ['pin', 'ben', '1', '--reply-to', '2']):
            self.assertEqual(self.ada.run(*call).status, 2, call)
        self.assertEqual(self.ada.run('send', '#Nowhere', 'x').status, 1)


if __name__ == '__main__':
    unittest.main()
