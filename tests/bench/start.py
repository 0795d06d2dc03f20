#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long Parlour's window takes to show, and what it holds in memory: with many messages in the local copy, with none,
and beside an empty libadwaita window. Runs inside tests/support/headless-session; its server is off, so what shows comes
from the copy. The files are warm, the first round of each does not count, and the kinds take turns.

  first  from the start of the process to the first frame that the display has
  list   to the first frame with the list of conversations
  open   from asking for the conversation with most messages to the first frame with them
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

KINDS = ('window', 'empty', 'full')
TITLES = {'window': 'empty libadwaita window', 'empty': 'empty copy'}
COLUMNS = (('first_ms', 'first ms'), ('list_ms', 'list ms'), ('open_ms', 'open ms'), ('rss_kib', 'RSS KiB'),
           ('anonymous_kib', 'anon KiB'), ('open_rss_kib', 'open RSS KiB'))


def make_copy(programs, profile, messages):
    """Writes the profile; the id of its largest conversation, or None."""
    done = subprocess.run([programs + '/bench-start-copy', profile, str(messages)], check=True, capture_output=True,
                          text=True)
    sys.stderr.write(done.stderr)
    return done.stdout.strip() or None


def run_once(command):
    environment = dict(os.environ, PARLOUR_BENCH_START=str(time.monotonic_ns() // 1000))
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, timeout=120)
    if done.returncode or not done.stdout:
        raise SystemExit(f"bench: {' '.join(command)} ended with status {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(programs, messages, rounds):
    """{kind: {column: median}}"""
    largest = make_copy(programs, 'full', messages)
    make_copy(programs, 'empty', 0)
    commands = {'window': [programs + '/bench-start-empty'], 'empty': [programs + '/bench-start-app', 'empty'],
                'full': [programs + '/bench-start-app', 'full', largest]}
    results = {kind: [] for kind in KINDS}
    for number in range(rounds + 1):
        for kind in KINDS:
            result = run_once(commands[kind])
            if number:
                results[kind].append(result)
    return {kind: {name: statistics.median(row[name] for row in rows) for name in rows[0]}
            for kind, rows in results.items()}


def ratios(medians):
    """{'full/empty': {column: ratio}, …}"""
    def divide(above, below):
        return {name: medians[above][name] / medians[below][name] for name in medians[above]
                if medians[below].get(name)}
    pairs = (('full', 'empty'), ('full', 'window'), ('empty', 'window'))
    found = {f'{above}/{below}': divide(above, below) for above, below in pairs}
    # A window that has nothing to list shows all that it has in its first frame.
    for kind in ('full', 'empty'):
        found[f'{kind}/window']['list_ms'] = medians[kind]['list_ms'] / medians['window']['first_ms']
    return found


def print_table(medians, quotients, messages):
    def line(title, values, form):
        cells = ''.join(f'{format(values[name], form) if name in values else "-":>14}' for name, _ in COLUMNS)
        print(f'{title:<26}{cells}')
    print(f"{'':<26}" + ''.join(f'{title:>14}' for _, title in COLUMNS))
    for kind in KINDS:
        line(TITLES.get(kind, f'{messages:,} messages'), medians[kind], '.0f')
    for name, values in quotients.items():
        line(name, values, '.2f')
    print(f'load average {os.getloadavg()[0]:.1f}: compare only what a quiet machine says')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--programs', required=True, help='the folder of bench-start-app and its kin')
    parser.add_argument('--messages', type=int, default=100000)
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--json', action='store_true')
    options = parser.parse_args()
    medians = measure(options.programs, options.messages, options.rounds)
    quotients = ratios(medians)
    if options.json:
        print(json.dumps({'start': {'messages': options.messages, 'rounds': options.rounds, **medians,
                                    'load_average': os.getloadavg()[0],
                                    'ratios': quotients}}))
    else:
        print_table(medians, quotients, options.messages)


if __name__ == '__main__':
    main()
