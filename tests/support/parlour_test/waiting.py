# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a condition, to a deadline."""
import time


class Timeout(AssertionError):
    pass


PATIENCE = 20.0     # of whatever a person would see at once: two busy cores may run three tests with three windows each
STEP_MAX = 0.2      # what waits long asks less often: asking takes the other side's time as well


def wait_for(condition, what, timeout=PATIENCE, step=0.02):
    """Calls `condition` until it returns something true, and returns that. `what` says what was waited for; it may be
    a function, for a sentence that tells how things stood at the deadline."""
    end = time.monotonic() + timeout
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise Timeout(f'{timeout:g} s were not enough for {what() if callable(what) else what}')
        time.sleep(step)
        step = min(step * 1.5, STEP_MAX)
