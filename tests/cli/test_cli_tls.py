# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line over TLS: invite links, fingerprints, and the question whether a server is the right one."""
import base64
import json
import os
import pty
import subprocess
import unittest

from parlour_test.paths import program
from parlour_test.server import Server
from parlour_test.waiting import wait_for

from commander import PASSWORD, Commander

OTHER_KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'


def fingerprint_of(server):
    certificate = os.path.join(server.folder, 'cert.pem')
    spki = subprocess.run(['openssl', 'x509', '-in', certificate, '-noout', '-pubkey'], check=True, capture_output=True)
    der = subprocess.run(['openssl', 'pkey', '-pubin', '-outform', 'DER'], input=spki.stdout, check=True, capture_output=True)
    digest = subprocess.run(['openssl', 'dgst', '-sha256', '-binary'], input=der.stdout, check=True, capture_output=True)
    return base64.urlsafe_b64encode(digest.stdout).decode().rstrip('=')


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(options=['--tls', 'own']))
        cls.fingerprint = fingerprint_of(cls.server)

    def person(self, name):
        commander = Commander(name, self.server)
        self.addCleanup(commander.close)
        return commander

    def register(self, person, *arguments):
        return person.run('--json', 'register', person.name, '--password-stdin', *arguments, text=PASSWORD + '\n')

    def test_address_is_https(self):
        self.assertTrue(self.server.address.startswith('https://'))

    def test_fingerprint(self):
        ada, ben = self.person('ada'), self.person('ben')
        for person in ada, ben:
            result = self.register(person, '--server', self.server.address, '--fingerprint', self.fingerprint)
            self.assertEqual(0, result.status, result.errors)
        ada.do('send', 'ben', 'over TLS')
        self.assertEqual(['over TLS'], ben.bodies('received'))
        # The pin is kept with the token: no option is needed from now on, and every address in it is https.
        with open(ada.token_file, encoding='utf-8') as file:
            self.assertIn(f'pin={self.fingerprint}\n', file.read())

    def test_other_fingerprint(self):
        eve = self.person('eve')
        result = self.register(eve, '--server', self.server.address, '--fingerprint', OTHER_KEY)
        self.assertEqual(1, result.status)
        self.assertIn('(other_key)', result.errors)
        self.assertFalse(os.path.exists(eve.token_file))

    def test_plain_http_proves_no_key(self):
        eve = self.person('eve')
        result = self.register(eve, '--server', self.server.address.replace('https:', 'http:'),
                               '--fingerprint', self.fingerprint)
        self.assertEqual(1, result.status)
        self.assertIn('(other_key)', result.errors)

    def test_nobody_to_ask(self):
        eve = self.person('eve')
        command = ['setsid', *eve.command('register', 'eve', '--password-stdin', '--server', self.server.address)]
        result = subprocess.run(command, input=PASSWORD + '\n', text=True, capture_output=True, env=eve.environment, timeout=60)
        self.assertEqual(1, result.returncode)
        self.assertIn('(not_trusted)', result.stderr)
        self.assertIn(f'--fingerprint {self.fingerprint}', result.stderr)

    def sign_in(self, person, *arguments):
        command = ['setsid', *person.command('login', person.name, '--password-stdin', *arguments)]
        return subprocess.run(command, input=PASSWORD + '\n', text=True, capture_output=True, env=person.environment,
                              timeout=60)

    def test_signing_in_again_asks_for_the_same_key(self):
        jon = self.person('jon')
        self.assertEqual(0, self.register(jon, '--server', self.server.address, '--fingerprint', self.fingerprint).status)
        for arguments in (), ('--server', self.server.address):
            again = self.sign_in(jon, *arguments)
            self.assertEqual(0, again.returncode, again.stderr)
        with open(jon.token_file, encoding='utf-8') as file:
            kept = file.read()
        self.assertIn(f'pin={self.fingerprint}\n', kept)
        with open(jon.token_file, 'w', encoding='utf-8') as file:
            file.write(kept.replace(f'pin={self.fingerprint}', f'pin={OTHER_KEY}'))
        for arguments in (), ('--server', self.server.address):
            again = self.sign_in(jon, *arguments)
            self.assertEqual(1, again.returncode, again.stderr)
            self.assertIn('(other_key)', again.stderr)
        self.assertEqual(0, self.sign_in(jon, '--fingerprint', self.fingerprint).returncode)

    def test_damaged_fingerprint(self):
        result = self.register(self.person('eve'), '--server', self.server.address, '--fingerprint', 'abc')
        self.assertEqual(2, result.status)

    def test_option_belongs_to_signing_in(self):
        self.assertEqual(2, self.person('eve').run('users', '--fingerprint', self.fingerprint).status)

    def answer_on_a_terminal(self, person, answer):
        """What it prints, and how it ends, when a person answers the question."""
        controller, terminal = pty.openpty()
        process = subprocess.Popen(
            ['setsid', '--ctty', *person.command('register', person.name, '--server', self.server.address)],
            stdin=terminal, stdout=terminal, stderr=terminal, env=person.environment)
        os.close(terminal)
        os.set_blocking(controller, False)
        self.addCleanup(os.close, controller)
        said = ''

        def hears(text):
            nonlocal said
            try:
                said += os.read(controller, 65536).decode()
            except (BlockingIOError, OSError):
                pass
            return text in said
        wait_for(lambda: hears('to go on:'), lambda: f'the question; said: {said}', 20)
        os.write(controller, answer.encode() + b'\n')
        if answer == 'yes':
            wait_for(lambda: hears('Password:'), lambda: f'the password; said: {said}', 20)
            os.write(controller, PASSWORD.encode() + b'\n')
            wait_for(lambda: hears('The same again:'), lambda: f'the password; said: {said}', 20)
            os.write(controller, PASSWORD.encode() + b'\n')
        status = process.wait(20)
        return status, said

    def test_yes_on_a_terminal(self):
        fay = self.person('fay')
        status, said = self.answer_on_a_terminal(fay, 'yes')
        self.assertEqual(0, status, said)
        self.assertIn(self.fingerprint, said)
        with open(fay.token_file, encoding='utf-8') as file:
            self.assertIn(f'pin={self.fingerprint}\n', file.read())
        fay.do('conversations')

    def test_anything_else_on_a_terminal(self):
        gil = self.person('gil')
        status, said = self.answer_on_a_terminal(gil, 'y')
        self.assertEqual(1, status, said)
        self.assertNotIn('Password:', said)
        self.assertFalse(os.path.exists(gil.token_file))


class InviteTest(unittest.TestCase):
    def test_link(self):
        with Server(options=['--tls', 'own'], registration='invite') as server:
            made = subprocess.run([program('parlour-server'), 'invite', 'create', '--json', '--data-dir', server.folder],
                                  check=True, capture_output=True, text=True, timeout=60)
            token = json.loads(made.stdout)['token']
            host = server.address.removeprefix('https://')
            link = f'parlour://join?v=1&a=127.0.0.1:1&a={host}&f={fingerprint_of(server)}&t={token}&n=Home'
            hal, ivy = Commander('hal', server), Commander('ivy', server)
            self.addCleanup(hal.close)
            self.addCleanup(ivy.close)
            for bad in link.replace('&f=', '&f=A'), link.replace('v=1', 'v=2'), link + '&t=' + token:
                self.assertEqual(2, hal.run('register', 'hal', '--password-stdin', '--server', bad, text=PASSWORD + '\n').status)
            hal.do('register', 'hal', '--password-stdin', '--server', link, text=PASSWORD + '\n')
            self.assertEqual([], hal.do('conversations'))
            hal.do('conversations', '--server', link)  # the link names the account as well as an address does
            result = ivy.run('register', 'ivy', '--password-stdin', '--server', link, text=PASSWORD + '\n')
            self.assertEqual(1, result.status)
            self.assertIn('(invite_refused)', result.errors)


if __name__ == '__main__':
    unittest.main()
