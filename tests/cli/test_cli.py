#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people write to each other from the command line."""
import os
import stat
import unittest

from commander import Commander
from parlour_test.server import Server


class CliTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.ada = Commander('ada', cls.server)
        cls.addClassCleanup(cls.ada.close)
        cls.ben = Commander('ben', cls.server)
        cls.addClassCleanup(cls.ben.close)

    def test_01_registers(self):
        self.assertEqual(self.ada.register()['username'], 'ada')
        self.assertEqual(self.ben.register()['username'], 'ben')
        self.assertEqual(stat.S_IMODE(os.stat(self.ada.token_file).st_mode), 0o600)

    def test_02_lists_users_by_prefix(self):
        self.assertEqual([user['username'] for user in self.ada.do('users', 'be')], ['ben'])
        self.assertEqual({user['username'] for user in self.ada.do('users')} - {'ada'}, {'ben'})
        self.assertEqual(self.ada.do('users', 'nobody'), [])

    def test_03_sends_with_a_subject(self):
        sent = self.ada.do('send', 'ben', '--subject', 'Lunch', 'At noon?')[0]
        self.assertEqual((sent['subject'], sent['body'], sent['seq']), ('Lunch', 'At noon?', 1))
        found = self.ben.do('received')[0]
        self.assertEqual((found['subject'], found['body'], found['client_id']), ('Lunch', 'At noon?', sent['client_id']))

    def test_04_sends_what_is_piped_in(self):
        self.ben.do('send', 'ada', '-', text='Noon is fine.\nGrüße 世界\n')
        self.ben.do('send', 'ada', text='— Ben')
        self.ben.do('send', 'ada', '--', '-- a dash is no option')
        self.assertEqual(self.ada.bodies('history', 'ben')[1:],
                         ['Noon is fine.\nGrüße 世界', '— Ben', '-- a dash is no option'])

    def test_05_history_is_the_same_on_both_sides(self):
        self.assertEqual(self.ada.do('history', 'ben'), self.ben.do('history', 'ada'))
        self.assertEqual(self.ada.bodies('history', 'ben', '--limit', '2'), ['— Ben', '-- a dash is no option'])

    def test_06_boxes_hold_all_to_me_and_all_from_me(self):
        self.assertEqual(self.ada.bodies('sent'), ['At noon?'])
        self.assertEqual(self.ada.bodies('received'), self.ben.bodies('sent'))
        self.assertEqual(len(self.ada.bodies('received', '--limit', '1')), 1)

    def test_07_lists_conversations(self):
        conversation, = self.ada.do('conversations')
        self.assertEqual((conversation['kind'], conversation['top']), ('direct', 4))
        self.assertEqual(self.ada.do('history', conversation['id']), self.ada.do('history', 'ben'))

    def test_08_deletes_for_me_alone(self):
        self.ada.do('delete', 'ben', '2')
        self.assertNotIn(2, [message['seq'] for message in self.ada.do('history', 'ben')])
        self.assertIn(2, [message['seq'] for message in self.ben.do('history', 'ada')])

    def test_09_deletes_for_everyone(self):
        self.ada.do('delete', 'ben', '1', '--for-everyone')
        for side, other in ((self.ada, 'ben'), (self.ben, 'ada')):
            self.assertEqual(side.do('history', other)[0]['body'], None)

    def test_10_prints_for_people(self):
        text = self.ada.run('history', 'ben').output
        self.assertIn('  #4  ben', text)
        self.assertIn('\n    -- a dash is no option\n', text)
        self.assertIn('ben', self.ada.run('conversations').output)
        self.assertIn('ada → ben', self.ada.run('sent').output)
        self.assertIn('ben → ada', self.ada.run('received').output)

    def test_11_keeps_what_a_terminal_obeys_from_it(self):
        evil = 'a\x1b]0;owned\x07b\u009b31mc\u202ed'
        self.ben.do('send', 'ada', evil)
        plain = self.ada.run('history', 'ben').output
        self.assertIn('    a]0;ownedb31mcd\n', plain)
        raw = self.ada.run('--json', 'history', 'ben')
        self.assertFalse(set(raw.output) & {'\x1b', '\x07', '\u009b', '\u202e'})
        self.assertEqual(raw.objects[-1]['body'], evil)

    def test_12_a_text_cannot_pass_for_a_heading(self):
        self.ben.do('send', 'ada', 'x\n2026-01-01 00:00  #9  ada')
        self.assertIn('\n    2026-01-01 00:00  #9  ada\n', self.ada.run('history', 'ben').output)

    def test_13_a_second_profile_is_somebody_else(self):
        result = self.ada.run('--profile', 'work', 'history', 'ben')
        self.assertEqual(result.status, 0)  # the token file says who it is
        self.assertFalse(os.path.exists(os.path.join(self.ada.folder, 'data', 'parlour-work', 'cli')))

    def test_14_a_script_that_knows_no_locale_still_sends(self):
        self.ada.environment['LC_ALL'] = 'C'
        try:
            self.ada.do('send', 'ben', '--subject', 'Grüße', 'Öl 世界')
        finally:
            del self.ada.environment['LC_ALL']
        found = self.ben.do('received')[0]
        self.assertEqual((found['subject'], found['body']), ('Grüße', 'Öl 世界'))

    def test_20_logs_out(self):
        self.ben.do('logout')
        self.assertFalse(os.path.exists(self.ben.token_file))
        self.assertEqual(os.listdir(os.path.join(self.ben.folder, 'data', 'parlour', 'cli')), [])
        self.assertEqual(self.ben.run('conversations').status, 4)
        self.ben.do('login', 'ben', '--password-stdin', '--server', self.server.address,
                    text='correct horse battery\n')
        self.assertEqual(self.ben.do('history', 'ada'), self.ben.do('history', 'ada'))


if __name__ == '__main__':
    unittest.main()
