#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full, and a folder that can't be written to: what people are told, and that nothing is lost."""
import os
import subprocess
import tempfile
import time
import unittest

import mounts
from load import Load, run, verify
from parlour_test.paths import program
from parlour_test.server import Server
from parlour_test.tap import say
from parlour_test.waiting import wait_for


WITHOUT = mounts.enter()
FULL, DENIED = 7, 9     # of ParlourExit


@unittest.skipIf(WITHOUT, WITHOUT)
class DiskTest(unittest.TestCase):
    def setUp(self):
        self.mount = tempfile.mkdtemp(prefix='parlour-disk.')
        self.addCleanup(os.rmdir, self.mount)
        mounts.tmpfs(self.mount, '24m')
        self.addCleanup(mounts.unmount, self.mount)
        self.folder = os.path.join(self.mount, 'data')
        self.server = self.enterContext(Server(self.folder))
        self.database = os.path.join(self.folder, 'parlour.db')

    def fill(self):
        path = os.path.join(self.mount, 'ballast')
        with open(path, 'wb', buffering=0) as file:
            try:
                while True:
                    file.write(b'x' * 4096)
            except OSError:
                pass
        return path

    def goes_on(self, load):
        before = load.count
        wait_for(lambda: load.count > before + 20, 'writing to go on', 30)

    def test_full_disk(self):
        with Load(self.server) as load:
            self.goes_on(load)
            ballast = self.fill()
            wait_for(lambda: load.refusals, 'the first refusal', 60)
            codes = {code for code, _ in load.refusals}
            details = {detail for _, detail in load.refusals}
            self.assertEqual(codes, {'storage_full'})
            self.assertTrue(all('disk is full' in detail for detail in details), details)
            self.assertEqual(load.reader.ask('GET', '/api/v1/me')['username'], 'writer.reader')  # reading goes on
            os.unlink(ballast)
            self.goes_on(load)
            load.end()
            say(f'{load.check()} messages acknowledged and there, {sum(load.refusals.values())} refused meanwhile')
        verify(self.database)

    def test_killed_on_a_full_disk(self):
        with Load(self.server) as load:
            self.goes_on(load)
            ballast = self.fill()
            wait_for(lambda: load.refusals, 'the first refusal', 60)
            self.server.kill()
            os.unlink(ballast)
            self.server.start()
            self.goes_on(load)
            load.end()
            load.check()
        verify(self.database)

    def test_backup_on_a_full_disk(self):
        with Load(self.server) as load:
            self.goes_on(load)
            target = os.path.join(self.mount, 'copy.db')
            ballast = self.fill()
            done = subprocess.run([program('parlour-server'), 'backup', target, '--data-dir', self.folder],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, FULL)
            self.assertIn('full', done.stderr)
            self.assertEqual([name for name in os.listdir(self.mount) if name.startswith('copy')], [])
            os.unlink(ballast)
            self.goes_on(load)
            load.end()
            load.check()

    def refused(self, *arguments):
        """The command fails for want of room, and says so in one line."""
        done = subprocess.run([program('parlour-server'), *arguments], input='six words that nobody guesses\n',
                              capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (FULL, ''))
        self.assertRegex(done.stderr, r'\Aparlour-server: .*(full|No space left).*\n\Z')

    def test_restore_and_move_on_a_full_disk(self):
        with Load(self.server) as load:
            self.goes_on(load)
            load.end()
        elsewhere = self.enterContext(tempfile.TemporaryDirectory(prefix='parlour-disk.'))
        copy, place, new = os.path.join(elsewhere, 'copy'), os.path.join(elsewhere, 'place'), os.path.join(self.mount, 'new')
        phrase = ('--passphrase-stdin', '--data-dir')
        run('backup', copy, '--data-dir', self.folder)
        self.server.stop()
        run('move-out', place, *phrase, self.folder, input='six words that nobody guesses\n')
        os.unlink(os.path.join(self.folder, 'moved'))
        before = sorted(os.listdir(self.folder))
        ballast = self.fill()
        self.refused('restore', copy, '--data-dir', self.folder)
        self.refused('move-out', os.path.join(self.mount, 'place'), *phrase, self.folder)
        self.refused('move-in', place, *phrase, new)
        left = [name for name in os.listdir(self.folder) if not name.startswith('parlour.db-')]  # SQLite's own
        self.assertEqual(sorted(left), before)
        self.assertEqual(sorted(os.listdir(self.mount)), ['ballast', 'data'])
        os.unlink(ballast)
        self.server.start()
        load.check()
        verify(self.database)

    def test_read_only(self):
        with Load(self.server) as load:
            self.goes_on(load)
            self.server.stop()
            mounts.remount(self.mount, 'ro')
            started = time.monotonic()
            done = subprocess.run([program('parlour-server'), 'serve', '--data-dir', self.folder, '--listen', '127.0.0.1:0',
                                   '--tls', 'off'], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, DENIED)
            self.assertRegex(done.stderr, f'parlour-server: .*{self.folder}.*[Rr]ead-only')
            self.assertLess(time.monotonic() - started, 10)
            mounts.remount(self.mount, 'rw')
            self.server.start()
            self.goes_on(load)
            load.end()
            load.check()
        verify(self.database)


if __name__ == '__main__':
    unittest.main()
