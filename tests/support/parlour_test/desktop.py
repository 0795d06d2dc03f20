# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop is asked for by a program that stays in the background."""
import json
import os

from . import paths
from .waiting import wait_for

_SERVICES = os.path.join(paths.SOURCE, 'tests', 'support', 'desktop-services.py')


class Desktop:
    """The background portal and the session manager of a Session; `allows`: what the portal answers."""

    def __init__(self, session, allows=True):
        self._path = os.path.join(session.folder, 'desktop')
        with open(self._path, 'wb') as out:
            session.start(['/usr/bin/python3', _SERVICES, 'allow' if allows else 'deny'], stdout=out)
        wait_for(lambda: self.calls('ready'), 'the desktop')

    def calls(self, event):
        """All calls of this kind so far, oldest first."""
        with open(self._path, encoding='utf-8') as file:
            lines = [json.loads(line) for line in file if line.endswith('\n')]
        return [line for line in lines if line['event'] == event]

    def wait(self, event, timeout=20.0, **wanted):
        """The newest call of this kind, as soon as it says what is wanted."""
        def newest():
            calls = self.calls(event)
            return calls and all(calls[-1][name] == value for name, value in wanted.items()) and calls[-1]
        return wait_for(newest, lambda: f'{event} {wanted} among {self.calls(event)}', timeout)
