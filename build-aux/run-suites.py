#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test suites of a build folder and adds up their results.

A test that speaks TAP counts as many times as it reports points, any other test once. A test that fails as a whole
(crash, time-out, points missing, no word at all) without a point that failed counts as one failure more. The last line of the output
is the sum alone; the exit status is 0 only if something ran and nothing failed.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

SUITES = ['lint', 'unit', 'integration', 'e2e']
LONG_SUITES = ['long']
GOOD = {'OK', 'EXPECTEDFAIL'}


@dataclass
class Sum:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list = field(default_factory=list)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures

    def __str__(self):
        text = f'{self.passed} passed, {self.failed} failed'
        return text + (f', {self.skipped} skipped' if self.skipped else '')


def read_points(junit_path):
    """What each TAP test reported point by point: {suite name in the file: [(name, 'ok' | 'failed' | 'skipped')]}."""
    points = {}
    for suite in ElementTree.parse(junit_path).getroot().iter('testsuite'):
        results = []
        for case in suite.iter('testcase'):
            bad = case.find('failure') is not None or case.find('error') is not None
            skipped = case.find('skipped') is not None
            results.append((case.get('name'), 'failed' if bad else 'skipped' if skipped else 'ok'))
        points[suite.get('name')] = results
    return points


def count_test(row, points):
    """The sum of one test: `row` is its line in Meson's log, `points` its TAP points or None."""
    result = Sum()
    silent = row['result'] == 'SKIP' and row['returncode'] == 0 and not row.get('stdout')
    bad = silent or row['result'] not in GOOD | {'SKIP'}
    if points is None:
        points = [] if bad else [(row['name'], 'ok' if row['result'] in GOOD else 'skipped')]
    for name, outcome in points:
        if outcome == 'failed':
            result.failed += 1
            result.failures.append(f"{row['name']}: {name}" if name != row['name'] else name)
        elif outcome == 'skipped':
            result.skipped += 1
        else:
            result.passed += 1
    if bad and not result.failed:
        word = 'reported nothing' if silent else row['result'].lower()
        result.failed += 1
        result.failures.append(f"{row['name']} ({word}, status {row['returncode']})")
    return result


def show_log(row):
    print(f"\n--- {row['name']}: {row['result']}, status {row['returncode']} ---")
    print('$ ' + ' '.join(row['command'] or []))
    for stream in ('stdout', 'stderr'):
        if row.get(stream):
            print(row[stream].rstrip())
    print(f"--- end of {row['name']} ---\n", flush=True)


def suite_of(row, suites):
    """A row's name is 'PROJECT:SUITE+SUITE / TEST' where the build folder has several suites."""
    found = re.match(r'[^ :]*:([\w+]+) / ', row['name'])
    return next((name for name in found.group(1).split('+') if name in suites), suites[0]) if found else suites[0]


def read_results(logs, project, suites):
    """The sum of each suite, and how many seconds its tests took one after another."""
    sums, seconds = {suite: Sum() for suite in suites}, dict.fromkeys(suites, 0)
    points = read_points(logs + '.junit.xml')
    with open(logs + '.json', encoding='utf-8') as log:
        for line in log:
            row = json.loads(line)
            result = count_test(row, points.get(f"{project}.{row['name']}"))
            if result.failed:
                show_log(row)
            sums[suite_of(row, suites)].add(result)
            seconds[suite_of(row, suites)] += row['duration']
    return sums, seconds


def run_suites(suites, build_dir, project):
    """Runs the suites at once, so that no core waits for the last test of each. Tests of windows wait a good deal: there
    is one more at a time than there are cores."""
    logs = os.path.join(build_dir, 'meson-logs', 'testlog-suites')
    for ending in ('.json', '.junit.xml', '.txt'):
        if os.path.exists(logs + ending):
            os.remove(logs + ending)
    status = subprocess.run(['meson', 'test', '-C', build_dir, '--no-rebuild', '--timeout-multiplier', '4',
                             '--num-processes', str(len(os.sched_getaffinity(0)) + 1),
                             '--logbase', os.path.basename(logs),
                             *(argument for suite in suites for argument in ('--suite', suite))]).returncode
    sums, seconds = {}, {}
    if os.path.exists(logs + '.json'):
        sums, seconds = read_results(logs, project, suites)
    if status and not any(result.failed for result in sums.values()):
        sums['meson'] = Sum(failed=1, failures=[f'meson test: status {status}'])
    return sums, seconds


def project_name(build_dir):
    info = subprocess.run(['meson', 'introspect', '--projectinfo', build_dir], check=True, capture_output=True,
                          text=True).stdout
    return json.loads(info)['descriptive_name']


def main():
    parser = argparse.ArgumentParser(prog='build-aux/test')
    parser.add_argument('--build-dir', required=True)
    parser.add_argument('--long', action='store_true')
    parser.add_argument('suites', nargs='*', metavar='SUITE')
    arguments = parser.parse_args()
    unknown = [suite for suite in arguments.suites if suite not in SUITES + LONG_SUITES]
    if unknown:
        parser.error(f"there is no suite {', '.join(unknown)}; there are {', '.join(SUITES + LONG_SUITES)}")

    os.environ['PATH'] = '/usr/bin:' + os.environ['PATH']
    suites = arguments.suites or SUITES + (LONG_SUITES if arguments.long else [])
    project = project_name(arguments.build_dir)
    start = time.monotonic()
    sums, seconds = run_suites(suites, arguments.build_dir, project)
    total = Sum()
    print()
    for suite, result in sums.items():
        total.add(result)
        counted = result.passed or result.failed or result.skipped
        print(f"{suite + ':':13}{result if counted else 'no test'} ({seconds.get(suite, 0):.0f} s of tests)")
    print(f'It took {time.monotonic() - start:.0f} s.')
    for failure in total.failures:
        print(f'FAILED {failure}')
    left_out = [suite for suite in SUITES + LONG_SUITES if suite not in suites]
    if left_out:
        print(f"Left out: {', '.join(left_out)}" + (' (run with --long)' if 'long' in left_out else ''))
    if not total.passed and not total.failed:
        print('Nothing ran.')
    print(total)
    return 0 if total.passed and not total.failed else 1


if __name__ == '__main__':
    sys.exit(main())
