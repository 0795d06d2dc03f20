#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The token lies in the keyring; where there is none, that is said."""
import subprocess
import unittest

from commander import PASSWORD, Commander, Result
from parlour_test.paths import program
from parlour_test.server import Server
from parlour_test.session import Session


class KeyringTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        ada = Commander('ada', cls.server)
        cls.addClassCleanup(ada.close)
        ada.register()

    def run_in(self, session, *arguments, text=''):
        return Result(subprocess.run([program('parlour-cli'), *arguments], input=text, capture_output=True, text=True,
                                     env=session.environment, timeout=60))

    def log_in(self, session, *arguments):
        return self.run_in(session, *arguments, 'login', 'ada', '--password-stdin', '--server', self.server.address,
                           text=PASSWORD + '\n')

    def test_signs_in_and_out(self):
        with Session(keyring='unlocked') as session:
            self.assertEqual(self.run_in(session, 'users').status, 4)
            self.assertEqual(self.log_in(session).status, 0)
            self.assertEqual(self.run_in(session, 'users').status, 0)
            self.assertEqual(self.run_in(session, '--profile', 'other', 'users').status, 4)
            self.assertEqual(self.log_in(session, '--profile', 'other').status, 0)
            self.assertEqual(self.run_in(session, 'logout').status, 0)
            self.assertEqual(self.run_in(session, 'users').status, 4)
            self.assertEqual(self.run_in(session, '--profile', 'other', 'users').status, 0)

    def test_says_that_there_is_no_keyring(self):
        with Session(keyring='missing') as session:
            result = self.log_in(session)
            self.assertEqual(result.status, 1)
            self.assertIn('--token-file', result.errors)
            self.assertEqual(self.run_in(session, 'users').status, 4)


if __name__ == '__main__':
    unittest.main()
