#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups while 200 messages a second are written: verified, restored elsewhere, and what clients then find."""
import os
import shutil
import sys
import tempfile
import time
import unittest

from load import Load, run, verify
from parlour_test.paths import SOURCE
from parlour_test.server import Server
from parlour_test.tap import say
from parlour_test.waiting import wait_for

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'cli'))
from commander import Commander  # noqa: E402

PHRASE = 'six words that nobody guesses\n'


class BackupTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='parlour-backup.')
        self.addCleanup(shutil.rmtree, self.folder)
        self.server = self.enterContext(Server())

    def file(self, name):
        return os.path.join(self.folder, name)

    def move_to(self, folder):
        """The clients' server is from now on the one on that folder, at the address that they know."""
        port = self.server.port
        self.server.close()
        elsewhere = Server(folder)
        elsewhere.port = port
        return self.enterContext(elsewhere)

    def measure(self, load, seconds=2.0):
        before, began = load.count, time.monotonic()
        time.sleep(seconds)
        return (load.count - before) / (time.monotonic() - began)

    def test_under_load(self):
        with Load(self.server) as load:
            wait_for(lambda: load.count > 400, 'a few messages', 30)
            alone = self.measure(load)
            moments, began, first = [], time.monotonic(), load.count
            for i in range(5):
                moments.append(time.monotonic())
                run('backup', self.file(f'{i}.db'), '--data-dir', self.server.folder)
                time.sleep(0.2)
            meanwhile = (load.count - first) / (time.monotonic() - began)
            load.end()
            say(f'{alone:.0f} messages a second alone, {meanwhile:.0f} during backups')
            self.assertGreater(alone, 150, 'the load is not what it should be')
            self.assertGreater(meanwhile, alone * 0.7, 'backups hold writers up')
            load.check()
            epoch = verify(os.path.join(self.server.folder, 'parlour.db'))['epoch']
            for i, moment in enumerate(moments):
                self.check_restored(load, self.file(f'{i}.db'), moment, epoch)

    def check_restored(self, load, backup, moment, epoch):
        folder = backup + '.data'
        run('restore', backup, '--data-dir', folder)
        census = verify(os.path.join(folder, 'parlour.db'))
        self.assertNotEqual(census['epoch'], epoch)
        self.assertEqual(census['sessions'], 0)
        load.server = Server(folder)
        with load.server:
            for person in [load.reader] + [writer.person for writer in load.writers]:
                person.server = load.server
            checked = load.check(before=moment, login=True)
        self.assertGreater(checked, 100)
        say(f"{os.path.basename(backup)}: {checked} acknowledged before it and there, {census['events']} events")

    def test_returning_clients_are_whole(self):
        ada, ben = Commander('ada', self.server), Commander('ben', self.server)
        for person in (ada, ben):
            self.addCleanup(person.close)
            person.register()
        watch = ben.watch_from_now(ada)
        for i in range(5):
            ada.do('send', 'ben', f'before {i}')
        watch.wait_for_body('before 4')
        run('backup', self.file('copy.db'), '--data-dir', self.server.folder)
        ada.do('send', 'ben', 'after')
        watch.wait_for_body('after')
        watch.end()
        self.server.stop()
        shutil.copy(self.file('copy.db'), self.file('kept.db'))
        run('restore', self.file('copy.db'), '--data-dir', self.server.folder, '--keep-sessions')
        with open(self.file('copy.db'), 'rb') as now, open(self.file('kept.db'), 'rb') as then:
            self.assertEqual(now.read(), then.read(), 'the backup was changed')
        self.server.start()
        watch = ben.watch_from_now(ada)
        ada.do('send', 'ben', 'anew')
        watch.wait_for_body('anew')
        watch.end()
        bodies = [message['body'] for message in self.history(ben, 'ada')]
        self.assertEqual([body for body in bodies if body.startswith('before')], [f'before {i}' for i in range(5)])
        self.assertNotIn('after', bodies)
        self.assertEqual(bodies[-1], 'anew')

    def history(self, person, other):
        return [message for message in person.do('history', other) if 'body' in message]

    def test_move_keeps_everything(self):
        ada, ben = Commander('ada', self.server), Commander('ben', self.server)
        for person in (ada, ben):
            self.addCleanup(person.close)
            person.register()
        watch = ben.watch_from_now(ada)
        ada.do('send', 'ben', 'on the old computer')
        watch.wait_for_body('on the old computer')
        self.server.stop()
        old = self.server.folder
        run('move-out', self.file('place'), '--data-dir', old, '--passphrase-stdin', input=PHRASE)
        run('move-in', self.file('place'), '--data-dir', self.file('new'), '--passphrase-stdin', input=PHRASE)
        with self.assertRaisesRegex(AssertionError, 'moved to another computer'):
            self.server.start()
        self.move_to(self.file('new'))
        ada.do('send', 'ben', 'on the new one')
        watch.wait_for_body('on the new one')
        watch.end()
        bodies = [message['body'] for message in self.history(ben, 'ada')]
        self.assertEqual(bodies[-2:], ['on the old computer', 'on the new one'])


if __name__ == '__main__':
    unittest.main()
