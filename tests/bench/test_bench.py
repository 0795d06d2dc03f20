# SPDX-License-Identifier: GPL-3.0-or-later
"""That the benchmarks run, with tiny numbers, and say what they say they do. No figure is judged: that is for people."""
import json
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ['PARLOUR_BUILD_DIR']
PROGRAMS = os.path.join(BUILD, 'tests', 'bench')


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Send(unittest.TestCase):
    def command(self, *options):
        return run(os.path.join(PROGRAMS, 'bench-send'), '--server', os.path.join(BUILD, 'src/server/parlour-server'),
                   '--rounds', '2', '--seconds', '0.05', '--pairs', '1', '--pairs', '3', *options)

    def test_counts_delivered_messages_and_memory(self):
        found = json.loads(self.command('--idle', '10', '--json'))
        self.assertEqual([1, 3], [row['pairs'] for row in found['send']])
        for row in found['send']:
            for name in ('delivered_per_second', 'bare_per_second', 'ratio', 'server_cpu_us', 'latency_ms_p99'):
                self.assertGreater(row[name], 0, name)
        self.assertEqual(10, found['idle']['connections'])

    def test_compares_tls_with_none(self):
        found = json.loads(self.command('--idle', '10', '--tls', '--json'))['tls']
        self.assertEqual([1, 3], [row['pairs'] for row in found['rounds']])
        for row in found['rounds']:
            self.assertGreater(row['plain_per_second'], 0)
            self.assertGreater(row['tls_per_second'], 0)
        self.assertGreater(found['idle_kib'][1], found['idle_kib'][0])

    def test_judges_what_tls_costs(self):
        lines = self.command('--idle', '10', '--tls').splitlines()
        judged = [line for line in lines if re.match(r'TLS KiB .*: [\d.]+, at most 10.90: (good|too much)$', line)]
        self.assertEqual(1, len(judged), lines)

    def test_prints_a_line_for_each_number_of_pairs(self):
        lines = self.command('--idle', '0').splitlines()
        self.assertEqual(['pairs', '1', '3', 'others'], [line.split()[0] for line in lines])


class Group(unittest.TestCase):
    def command(self, *options):
        return run(os.path.join(PROGRAMS, 'bench-group'), '--server', os.path.join(BUILD, 'src/server/parlour-server'),
                   '--members', '120', '--rounds', '3', *options)

    def test_writes_one_row_a_message(self):
        found = json.loads(self.command('--json'))['group']
        self.assertEqual(1, found['rows_a_message'])
        for name in ('last_ms', 'bare_ms', 'ratio', 'server_cpu_us'):
            self.assertGreater(found[name], 0, name)

    def test_prints_the_ratio(self):
        self.assertIn('ratio', self.command())


@unittest.skipUnless(os.path.exists(os.path.join(PROGRAMS, 'bench-start-app')), 'built without the desktop')
class Start(unittest.TestCase):
    def command(self, *options):
        return run(sys.executable, os.path.join(HERE, 'start.py'), '--programs', PROGRAMS, '--rounds', '1',
                   '--messages', '300', *options)

    def test_sees_the_frames_of_all_three_windows(self):
        found = json.loads(self.command('--json'))['start']
        for kind, names in (('window', ('first_ms', 'rss_kib')), ('empty', ('list_ms', 'rss_kib')),
                            ('full', ('list_ms', 'open_ms', 'open_rss_kib'))):
            for name in names:
                self.assertGreater(found[kind][name], 0, f'{kind} {name}')
        self.assertGreaterEqual(found['full']['list_ms'], found['full']['first_ms'])

    def test_prints_the_ratios(self):
        text = self.command()
        self.assertIn('300 messages', text)
        self.assertIn('full/empty', text)


if __name__ == '__main__':
    unittest.main()
