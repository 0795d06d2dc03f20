#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each refusal is one line with its code, and its own exit status."""
import os
import socket
import stat
import subprocess
import unittest

from commander import PASSWORD, Commander
from parlour_test.paths import program
from parlour_test.server import Server

MANUAL = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'man', 'parlour-cli.1')


class ErrorsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.ada = Commander('ada', cls.server)
        cls.addClassCleanup(cls.ada.close)
        cls.ada.register()

    def expect(self, status, code, *arguments, who=None, text=None):
        result = (who or self.ada).run(*arguments, text=text)
        self.assertEqual(result.status, status, result.errors)
        self.assertEqual(len(result.errors.splitlines()), 1, result.errors)
        self.assertTrue(result.errors.startswith('parlour-cli: '), result.errors)
        if code:
            self.assertIn(f'({code})', result.errors)
        self.assertEqual(result.output, '')
        return result

    def stranger(self, name='cleo'):
        stranger = Commander(name, self.server)
        self.addCleanup(stranger.close)
        return stranger

    def test_wrong_password(self):
        self.expect(1, 'wrong_credentials', 'login', 'ada', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text='not the password\n')

    def test_unknown_name_is_refused_alike(self):
        self.expect(1, 'wrong_credentials', 'login', 'nobody', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text='not the password\n')

    def test_taken_name(self):
        self.expect(1, 'username_taken', 'register', 'ada', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text=PASSWORD + '\n')

    def test_short_password(self):
        self.expect(1, 'invalid_password', 'register', 'dora', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text='short\n')

    def test_no_password(self):
        self.expect(2, 'usage', 'register', 'dora', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text='')

    def test_bad_username(self):
        self.expect(1, 'invalid_username', 'register', 'No One', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text=PASSWORD + '\n')

    def test_password_that_would_be_cut(self):
        self.expect(2, 'usage', 'register', 'dora', '--password-stdin', '--server', self.server.address,
                    who=self.stranger(), text='correct horse\0battery\n')

    def test_lost_output(self):
        for arguments in (['users'], ['export'], ['--version']):
            with open('/dev/full', 'w', encoding='utf-8') as full:
                done = subprocess.run(self.ada.command(*arguments), stdout=full, stderr=subprocess.PIPE, text=True,
                                      env=self.ada.environment, timeout=60, check=False)
            self.assertEqual(done.returncode, 1, arguments)
            self.assertIn('output', done.stderr)

    def test_what_a_watch_could_not_print_comes_again(self):
        watcher = self.stranger('wanda')
        watcher.register()
        watch = watcher.watch_from_now(self.ada)
        watch.end()
        self.ada.do('send', 'wanda', 'Not to be lost')
        with open('/dev/full', 'w', encoding='utf-8') as full:
            done = subprocess.run(watcher.command('--json', 'watch'), stdout=full, stderr=subprocess.PIPE, text=True,
                                  env=watcher.environment, timeout=60, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        watcher.watch().wait_for_body('Not to be lost')

    def test_token_file_that_is_a_pipe_stays(self):
        stranger = self.stranger()
        os.mkfifo(stranger.token_file)
        self.expect(1, '', 'login', 'ada', '--password-stdin', '--server', self.server.address,
                    who=stranger, text=PASSWORD + '\n')
        self.assertTrue(stat.S_ISFIFO(os.stat(stranger.token_file).st_mode))

    def test_unknown_recipient(self):
        self.expect(1, 'recipient_unknown', 'send', 'nobody', 'Hello')
        self.expect(1, 'recipient_unknown', 'history', 'nobody')

    def test_recipient_is_self(self):
        self.expect(1, 'recipient_is_self', 'send', 'ada', 'Hello')
        self.assertEqual(self.ada.run('conversations').errors, '')  # nothing of it waits

    def test_empty_body(self):
        self.expect(1, 'body_required', 'send', 'ada', '')
        self.expect(1, 'body_required', 'send', 'ada', ' \n ')
        self.expect(1, 'body_required', 'send', 'ada', '-', text='\n')

    def test_long_body_and_subject(self):
        self.expect(1, 'body_too_long', 'send', 'ada', '-', text='x' * 16385)
        self.expect(1, 'subject_too_long', 'send', 'ada', '--subject', 'x' * 201, 'Hello')

    def test_unknown_message(self):
        ben = self.stranger('ben')
        ben.register()
        ben.do('send', 'ada', 'Hello')
        self.expect(1, 'not_found', 'delete', 'ben', '99')
        self.expect(1, None, 'delete', 'ben', '1', '--for-everyone')  # not one's own
        self.expect(2, 'usage', 'delete', 'ben', 'one')

    def test_foreign_conversation(self):
        self.expect(1, 'not_found', 'history', '01920000-0000-7000-8000-000000000000')

    def test_usage(self):
        for arguments in ([], ['dance'], ['send'], ['send', 'ben', 'a', 'b'], ['history', 'ben', '--limit', '-1'],
                          ['users', '--subject', 'x'], ['--no-such-option', 'users'], ['users', '--limit', 'x'],
                          ['users', '--server', 'ftp://x'], ['--profile', '../x', 'users']):
            with self.subTest(arguments):
                self.expect(2, 'usage', *arguments)

    def test_help_and_version(self):
        for option in ('--help', '--version'):
            result = self.ada.run(option)
            self.assertEqual((result.status, result.errors), (0, ''))
        self.assertIn('Exit status', self.ada.run('--help').output)

    def commands_of_help(self):
        """Its lines: two columns, or the first alone where it is too wide."""
        return self.ada.run('--help').output.partition('Commands:\n')[2].partition('\n\n')[0].splitlines()

    def names_of_commands(self):
        return [line.split()[0] for line in self.commands_of_help() if not line[2].isspace()]

    def test_help_is_a_table(self):
        lines = self.commands_of_help()
        described = [line for line in lines if line[36:37] == ' ' and line[37:38].isupper()]
        self.assertEqual(len(described), len(self.names_of_commands()), lines)

    def test_manual_has_every_command(self):
        with open(MANUAL, encoding='utf-8') as file:
            manual = file.read().replace('\\-', '-')
        for name in set(self.names_of_commands()):
            with self.subTest(name):
                self.assertRegex(manual, rf'(?m)^\.BI?R? .*\b{name}\b')

    def test_not_signed_in(self):
        for command in (['users'], ['conversations'], ['send', 'ada', 'Hello'], ['watch'], ['logout']):
            self.expect(4, 'not_signed_in', *command, who=self.stranger())

    def test_token_that_others_can_read(self):
        os.chmod(self.ada.token_file, 0o640)
        try:
            result = self.expect(1, None, 'users')
            self.assertIn('chmod 600', result.errors)
        finally:
            os.chmod(self.ada.token_file, 0o600)

    def test_file_that_is_no_token(self):
        stranger = self.stranger()
        for text in ('', 'garbage', '[account]\nid=../../x\nserver=http://127.0.0.1:1\nuser-id=a\nusername=b\ntoken=c\n'):
            with open(stranger.token_file, 'w', encoding='utf-8') as file:
                file.write(text)
            os.chmod(stranger.token_file, 0o600)
            self.expect(1, None, 'users', who=stranger)

    def test_ended_session(self):
        stranger = self.stranger('erin')
        stranger.register()
        with open(stranger.token_file, encoding='utf-8') as file:
            token = file.read()
        stranger.do('logout')
        with open(stranger.token_file, 'w', encoding='utf-8') as file:
            file.write(token)
        os.chmod(stranger.token_file, 0o600)
        for command in (['users'], ['send', 'ada', 'Hello'], ['watch']):
            self.expect(4, 'token_refused', *command, who=stranger)
        self.assertEqual(stranger.run('logout').status, 0)

    def test_no_server(self):
        with socket.create_server(('127.0.0.1', 0)) as listener:
            free = listener.getsockname()[1]
        self.expect(3, 'no_connection', 'login', 'ada', '--password-stdin', '--server', f'127.0.0.1:{free}',
                    who=self.stranger(), text=PASSWORD + '\n')

    def test_no_terminal_for_the_password(self):
        stranger = self.stranger()
        done = subprocess.run(stranger.command('login', 'ada', '--server', self.server.address), capture_output=True,
                              text=True, env=stranger.environment, timeout=60, stdin=subprocess.DEVNULL,
                              start_new_session=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn('--password-stdin', done.stderr)

    def test_token_file_that_cannot_be_written(self):
        stranger = self.stranger()
        stranger.token_file = os.path.join(stranger.folder, 'missing', 'token')
        self.expect(1, None, 'login', 'ada', '--password-stdin', '--server', self.server.address, who=stranger,
                    text=PASSWORD + '\n')

    def test_old_token_file_becomes_private(self):
        stranger = self.stranger()
        open(stranger.token_file, 'w', encoding='utf-8').close()
        os.chmod(stranger.token_file, 0o644)
        stranger.do('login', 'ada', '--password-stdin', '--server', self.server.address, text=PASSWORD + '\n')
        self.assertEqual(stat.S_IMODE(os.stat(stranger.token_file).st_mode), 0o600)

    def test_asks_on_a_terminal_without_echo(self):
        stranger = self.stranger()
        controller, terminal = os.openpty()
        process = subprocess.Popen(
            ['setsid', '--ctty', '--wait', program('parlour-cli'), '--token-file', stranger.token_file, 'login', 'ada',
             '--server', self.server.address],
            stdin=terminal, stdout=terminal, stderr=terminal, env=stranger.environment)
        os.close(terminal)
        shown = b''
        while b'Password:' not in shown:
            shown += os.read(controller, 1000)
        os.write(controller, PASSWORD.encode() + b'\n')
        try:
            while data := os.read(controller, 1000):
                shown += data
        except OSError:
            pass
        self.assertEqual(process.wait(30), 0, shown)
        os.close(controller)
        self.assertNotIn(PASSWORD.encode(), shown)
        self.assertIn(b'ada', shown)


if __name__ == '__main__':
    unittest.main()
