# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a unittest file and reports in TAP, with a picture of the screen at each failure.

Usage: python3 -m parlour_test.tap FILE.py [TestCase[.test_method]...]
"""
import importlib.util
import os
import subprocess
import sys
import traceback
import unittest

from . import paths


def say(text):
    """A TAP comment: for whoever reads the log."""
    for line in str(text).splitlines() or ['']:
        print('# ' + line, flush=True)


def take_picture(name):
    if not os.environ.get('DISPLAY'):
        return
    path = os.path.join(paths.pictures(), name + '.png')
    subprocess.run(['import', '-window', 'root', path], stderr=subprocess.DEVNULL, timeout=20)
    say(f'picture: {path}')


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.bad = False
        self._number = 0
        self._reported = False

    def startTest(self, test):
        super().startTest(test)
        self._reported = False

    def _report(self, test, good, remark=''):
        # A test with several failed sub-tests, or one that fails again in its tearDown, is one point.
        if self._reported:
            return
        self._reported = True
        self._number += 1
        self.bad = self.bad or not good
        print(f"{'ok' if good else 'not ok'} {self._number} {test.id()}{remark}", flush=True)

    def _fail(self, test, error):
        say(''.join(traceback.format_exception(*error)))
        take_picture(test.id().split(' ')[0])
        self._report(test, False)

    def addSuccess(self, test):
        self._report(test, True)

    def addFailure(self, test, err):
        self._fail(test, err)

    def addError(self, test, err):
        # What fails in setUpClass or tearDownClass belongs to no test: it is a point of its own.
        if not isinstance(test, unittest.TestCase):
            self._reported = False
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            say(subtest)
            self._fail(test, err)

    def addSkip(self, test, reason):
        self._report(test, True, f' # SKIP {reason}')


def select(suite, names):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from select(test, names)
        elif not names or any(test.id().endswith(name) or f'.{name}.' in test.id() for name in names):
            yield test


def main(path, *names):
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    specification = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    tests = list(select(unittest.defaultTestLoader.loadTestsFromModule(module), names))
    print(f'1..{len(tests)}', flush=True)
    result = TapResult()
    unittest.TestSuite(tests).run(result)
    return 1 if result.bad or not tests else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
