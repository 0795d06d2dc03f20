#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server is killed at random while people write: nothing acknowledged is lost, nothing is doubled.

PARLOUR_ROUNDS says how often; tests/long/kill-rounds takes it 200 times.
"""
import os
import random
import time
import unittest

from load import Load, verify
from parlour_test.server import Server
from parlour_test.tap import say

ROUNDS = int(os.environ.get('PARLOUR_ROUNDS', '8'))
SEED = int(os.environ.get('PARLOUR_SEED', random.SystemRandom().randrange(1 << 30)))


class KillTest(unittest.TestCase):
    def test_killed_under_load(self):
        chance = random.Random(SEED)
        say(f'seed {SEED}, {ROUNDS} rounds')
        server = self.enterContext(Server())
        with Load(server) as load:
            for _ in range(ROUNDS):
                before = load.count
                time.sleep(chance.uniform(0.02, 0.6))
                server.kill()
                time.sleep(chance.choice((0, 0, 0.1)))
                server.start()
                end = time.monotonic() + 20
                while load.count == before:
                    self.assertLess(time.monotonic(), end, 'nobody gets through any more')
                    time.sleep(0.01)
            load.end()
            self.assertGreater(sum(writer.breaks for writer in load.writers), 0)
            checked = load.check()
        census = verify(os.path.join(server.folder, 'parlour.db'))
        say(f"{checked} messages acknowledged and there, {census['events']} events, "
            f'{sum(writer.breaks for writer in load.writers)} answers cut off')


if __name__ == '__main__':
    unittest.main()
