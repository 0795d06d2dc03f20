#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock jumps, and the server stands still for a while as on a suspended computer."""
import os
import signal
import struct
import tempfile
import time
import unittest

from load import Load, verify
from parlour_test.server import Server
from parlour_test.tap import say
from parlour_test.waiting import wait_for

DAY = 86400
STOP_SECONDS = float(os.environ.get('PARLOUR_STOP_SECONDS', '60'))  # longer than a writer waits for an answer


class ClockedServer(Server):
    """Its time of day is ours and `offset` seconds."""

    def __init__(self):
        self._clock = tempfile.NamedTemporaryFile(prefix='parlour-clock.')
        self.jump(0)
        super().__init__()

    def jump(self, offset):
        self._clock.seek(0)
        self._clock.write(struct.pack('q', offset))
        self._clock.flush()

    def start(self, timeout=20.0):
        ours = {'LD_PRELOAD': os.environ['PARLOUR_CLOCK_SHIM'], 'PARLOUR_CLOCK': self._clock.name}
        os.environ.update(ours)
        try:
            return super().start(timeout)
        finally:
            for name in ours:
                del os.environ[name]


def goes_on(load):
    before = load.count
    wait_for(lambda: load.count > before + 20, lambda: f'writing to go on; refused: {load.refusals}', 30)


class ClockTest(unittest.TestCase):
    def test_jumps(self):
        server = self.enterContext(ClockedServer())
        with Load(server) as load:
            for offset in (0, DAY, -DAY, 100 * DAY, -20 * 365 * DAY, 3600, 0):
                server.jump(offset)
                goes_on(load)
            load.end()
            self.assertEqual(load.refusals, {})
            say(f'{load.check()} messages acknowledged and there')
            for writer in load.writers:
                times = [message['created_at'] for message in writer.person.history(writer.conversation)]
                self.assertEqual(times, sorted(times), 'times of a conversation run backwards')
                self.assertGreater(times[-1][:10], times[0][:10], 'the jump never came')
        verify(os.path.join(server.folder, 'parlour.db'))

    def test_starts_in_the_past(self):
        """As a computer without a battery does, until it hears the time."""
        server = self.enterContext(ClockedServer())
        with Load(server) as load:
            goes_on(load)
            server.stop()
            server.jump(-30 * 365 * DAY)
            server.start()
            goes_on(load)
            server.jump(0)
            goes_on(load)
            load.end()
            load.check()
        verify(os.path.join(server.folder, 'parlour.db'))


class SuspendTest(unittest.TestCase):
    def test_stopped_for_a_while(self):
        server = self.enterContext(Server())
        with Load(server) as load:
            goes_on(load)
            os.kill(server.pid, signal.SIGSTOP)
            time.sleep(STOP_SECONDS)  # the time itself is what is tried
            os.kill(server.pid, signal.SIGCONT)
            goes_on(load)
            load.end()
            say(f'{load.check()} messages acknowledged and there, '
                f'{sum(writer.breaks for writer in load.writers)} given up while it stood still')
        verify(os.path.join(server.folder, 'parlour.db'))


if __name__ == '__main__':
    unittest.main()
