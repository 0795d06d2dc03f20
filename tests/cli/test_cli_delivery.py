#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is lost or doubled, whatever ends in between."""
import os
import signal
import threading
import unittest

from commander import PASSWORD, Commander
from parlour_test.proxy import Proxy
from parlour_test.server import Server


def command_lines():
    lines = []
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/cmdline', 'rb') as file:
                lines.append(file.read())
        except OSError:
            pass
    return b'\n'.join(lines)


class DeliveryTest(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server())
        self.ada, self.ben = Commander('ada', self.server), Commander('ben', self.server)
        for person in (self.ada, self.ben):
            self.addCleanup(person.close)
            person.register()

    def test_watch_prints_what_comes(self):
        watch = self.ben.watch_from_now(self.ada)
        sent = self.ada.do('send', 'ben', '--subject', 'Now', 'Here')[0]
        watch.wait_for_body('Here')
        event = watch.events[-1]
        self.assertEqual((event['op'], event['stream'], event['seq']), ('event', sent['conversation'], sent['seq']))
        self.assertEqual(event['message']['subject'], 'Now')
        self.ada.do('delete', 'ben', str(sent['seq']), '--for-everyone')
        watch.wait_for(lambda w: w.events[-1]['kind'] == 'message.deleted', 'the deletion')
        self.assertEqual(watch.end(), 0)

    def test_watch_prints_what_came_between_runs(self):
        watch = self.ben.watch_from_now(self.ada)
        seen = watch.events[-1]['seq']
        self.assertEqual(watch.end(signal.SIGINT), 0)
        self.ada.do('send', 'ben', 'While away')
        self.ben.do('send', 'ada', 'My own, by another command')  # moves the copy on
        self.ada.do('send', 'ben', 'Still away')
        watch = self.ben.watch()
        watch.wait_for_body('Still away')
        self.assertEqual(watch.bodies, ['While away', 'My own, by another command', 'Still away'])
        numbers = [event['seq'] for event in watch.events if event['kind'] == 'message.created']
        self.assertEqual(numbers, [seen + 1, seen + 2, seen + 3])

    def test_watch_prints_the_first_message_of_a_stranger(self):
        watch = self.ben.watch_from_now(self.ada)
        cleo = Commander('cleo', self.server)
        self.addCleanup(cleo.close)
        cleo.register()
        cleo.do('send', 'ben', 'We have not met')
        watch.wait_for_body('We have not met')
        watch.end(signal.SIGKILL)
        dora = Commander('dora', self.server)
        self.addCleanup(dora.close)
        dora.register()
        dora.do('send', 'ben', 'Nor have we')
        self.ben.do('send', 'ada', 'The copy meets the stranger before the watch does')
        watch = self.ben.watch()
        watch.wait_for_body('Nor have we')

    def test_watch_killed_and_started_has_every_number(self):
        watch = self.ben.watch_from_now(self.ada)
        numbers = set()
        for i in range(3):
            self.ada.do('send', 'ben', f'Number {i}')
            watch.wait_for_body(f'Number {i}')
            numbers |= {event['seq'] for event in watch.events if event['kind'] == 'message.created'}
            watch.end(signal.SIGKILL)
            self.ada.do('send', 'ben', f'Between {i}')
            watch = self.ben.watch()
        watch.wait_for_body('Between 2')
        numbers |= {event['seq'] for event in watch.events if event['kind'] == 'message.created'}
        self.assertEqual(numbers, set(range(min(numbers), max(numbers) + 1)))

    def test_server_killed_between_send_and_watch(self):
        watch = self.ben.watch_from_now(self.ada)
        watch.end(signal.SIGKILL)
        self.ada.do('send', 'ben', 'Durable')
        self.server.kill()
        self.server.start()
        watch = self.ben.watch()
        watch.wait_for_body('Durable')

    def test_watch_outlives_the_server(self):
        watch = self.ben.watch_from_now(self.ada)
        self.server.kill()
        watch.wait_for(lambda w: 'No connection' in w.errors, 'the notice')
        self.server.start()
        watch.wait_for(lambda w: 'Connected' in w.errors, 'the connection', 40)
        self.ada.do('send', 'ben', 'Back again')
        watch.wait_for_body('Back again')

    def test_watch_prints_what_comes_after_a_restore(self):
        """The restored server counts on from an earlier number: what comes then is new all the same."""
        backup = self.server.folder + '.backup'
        watch = self.ben.watch_from_now(self.ada)
        self.ada.do('send', 'ben', 'kept')
        watch.wait_for_body('kept')
        self.server.run('backup', backup)
        for number in range(5):
            self.ada.do('send', 'ben', f'lost {number}')
        watch.wait_for_body('lost 4')
        self.server.stop()
        self.server.run('restore', backup, '--keep-sessions')
        self.server.start()
        watch.wait_for(lambda w: 'Connected' in w.errors, 'the connection', 40)
        self.ada.do('send', 'ben', 'after the restore')
        watch.wait_for_body('after the restore')
        self.assertEqual(watch.bodies.count('kept'), 1)

    def test_offline_message_goes_once_with_the_next_command(self):
        self.ada.do('send', 'ben', 'First')
        self.server.kill()
        for body in ('Waits', 'Waits too'):
            result = self.ada.run('send', 'ben', body)
            self.assertEqual(result.status, 3)
            self.assertIn('is sent with the next command', result.errors)
            self.assertIn('(no_connection)', result.errors)
        self.assertEqual(self.ada.run('conversations').status, 3)
        self.server.start()
        self.assertEqual(self.ada.bodies('history', 'ben'), ['First', 'Waits', 'Waits too'])
        self.ada.do('send', 'ben', 'Last')
        self.assertEqual(self.ben.bodies('history', 'ada'), ['First', 'Waits', 'Waits too', 'Last'])

    def test_first_message_to_somebody_waits_too(self):
        self.server.kill()
        self.assertEqual(self.ada.run('send', 'ben', 'To a new friend').status, 3)
        self.assertEqual(self.ada.run('send', 'nobody', 'To no one').status, 3)
        self.server.start()
        errors = self.ada.run('conversations').errors
        self.assertIn('To a new friend', errors)
        self.assertIn('(recipient_unknown)', errors)
        self.assertEqual(self.ben.bodies('history', 'ada'), ['To a new friend'])
        self.assertEqual(self.ada.run('conversations').errors, '')

    def test_connections_that_are_cut_neither_lose_nor_double(self):
        proxy = self.enterContext(Proxy(self.server.port))
        cleo = Commander('cleo', proxy)
        self.addCleanup(cleo.close)
        cleo.register()
        cleo.do('send', 'ben', 'Whole')
        bodies = ['Whole']
        for direction, count in (('up', 10), ('up', 300), ('up', 420), ('up', 520), ('up', 600), ('down', 1), ('down', 250),
                                 ('down', 400), ('down', 600), ('down', 900)):
            proxy.cut_after(count, direction)
            lift = threading.Timer(0.7, proxy.cut_after, (None, direction))
            lift.start()
            bodies.append(f'Cut after {count} {direction}')
            result = cleo.run('send', 'ben', bodies[-1])
            lift.join()
            self.assertIn(result.status, (0, 3), result.errors)
        self.assertEqual(cleo.bodies('history', 'ben'), bodies)
        self.assertEqual(self.ben.bodies('history', 'cleo'), bodies)

    def test_two_devices_print_the_same_numbers(self):
        tablet = Commander('ben', self.server)
        self.addCleanup(tablet.close)
        tablet.do('login', 'ben', '--password-stdin', '--server', self.server.address, text=PASSWORD + '\n')
        watches = [self.ben.watch_from_now(self.ada), tablet.watch_from_now(self.ada)]
        first = max(watch.events[-1]['seq'] for watch in watches)
        for i in range(12):
            if i == 4:
                self.server.kill()
                self.server.start()
            if i == 8:
                watches[0].end(signal.SIGKILL)
            self.ada.do('send', 'ben', f'Number {i}')
            tablet.do('send', 'ada', f'Answer {i}')
        seen = watches[0].events
        watches[0] = self.ben.watch()
        for watch in watches:
            watch.wait_for_body('Answer 11')

        def told(events):
            return {event['seq']: event['message']['body'] for event in events
                    if event['kind'] == 'message.created' and event['seq'] > first}
        self.assertEqual(told(seen + watches[0].events), told(watches[1].events))
        self.assertEqual(sorted(told(watches[1].events)), list(range(first + 1, first + 25)))

    def test_send_beside_a_watch(self):
        watch = self.ben.watch_from_now(self.ada)
        result = self.ben.run('--json', 'send', 'ada', 'From the same device')
        self.assertEqual((result.status, len(result.objects)), (0, 1), result.errors)
        self.assertIn('a temporary one is used', result.errors)
        watch.wait_for_body('From the same device')
        self.assertEqual(self.ada.bodies('received'), ['From the same device'])
        self.server.kill()
        result = self.ben.run('send', 'ada', 'Lost')
        self.assertEqual(result.status, 3)
        self.assertIn('not kept', result.errors)

    def test_watch_ends_when_signed_out(self):
        watch = self.ben.watch_from_now(self.ada)
        self.ben.do('logout')
        self.assertEqual(watch.process.wait(20), 4)
        self.assertIn('(token_refused)', watch.errors)

    def test_no_secret_shows(self):
        with open(self.ben.token_file, encoding='utf-8') as file:
            token = next(line for line in file if line.startswith('token=')).removeprefix('token=').strip()
        self.ben.environment['G_MESSAGES_DEBUG'] = 'all'
        watch = self.ben.watch_from_now(self.ada)
        seen = command_lines()
        result = self.ben.run('send', 'ada', 'The text')
        login = self.ben.run('login', 'ben', '--password-stdin', '--server', self.server.address, text=PASSWORD + '\n')
        self.assertEqual((result.status, login.status), (0, 0))
        self.assertIn(b'watch', seen)
        for secret in (token, PASSWORD):
            self.assertNotIn(secret.encode(), seen)
            for text in (watch.errors, result.errors, login.errors, login.output, self.server.log()):
                self.assertNotIn(secret, text)


if __name__ == '__main__':
    unittest.main()
