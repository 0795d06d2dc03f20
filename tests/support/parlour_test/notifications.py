# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop's notification daemon is told, and clicks on it."""
import json
import os
import subprocess

from . import paths
from .waiting import wait_for

_DAEMON = os.path.join(paths.SOURCE, 'tests', 'support', 'notification-daemon.py')


class Notifications:
    """The daemon of a Session. `capabilities` are what it says of itself."""

    def __init__(self, session, capabilities=('actions', 'body')):
        self._session = session
        self._path = os.path.join(session.folder, 'notifications')
        with open(self._path, 'ab') as out:
            session.start(['/usr/bin/python3', _DAEMON, *capabilities], stdout=out)
        wait_for(self._lines, 'the notification daemon')

    def _lines(self):
        with open(self._path, encoding='utf-8') as file:
            return [json.loads(line) for line in file if line.endswith('\n')]

    def events(self):
        """All calls so far, oldest first."""
        return self._lines()[1:]

    def shown(self):
        """What stands on the screen: {number: (title, body)}."""
        shown = {}
        for event in self.events():
            shown.pop(event['id'], None)
            if event['event'] == 'notify':
                shown[event['id']] = (event['title'], event['body'])
        return shown

    def wait(self, title, body, timeout=20.0):
        """The number of the notification that says just this, as soon as it is there."""
        return wait_for(lambda: next((number for number, said in self.shown().items() if said == (title, body)), None),
                        lambda: f'a notification {title!r}, {body!r} among {self.shown()}', timeout)

    def wait_gone(self, number, timeout=20.0):
        wait_for(lambda: number not in self.shown(), lambda: f'notification {number} to go', timeout)

    def click(self, number, action='default'):
        self._call('Click', str(number), action)

    def reply(self, number, text):
        self._call('Reply', str(number), text)

    def _call(self, method, *arguments):
        done = self._session.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.Notifications', '--object-path',
                                  '/org/freedesktop/Notifications', '--method', 'im.parlour.Test.' + method, *arguments])
        assert done.returncode == 0, subprocess.list2cmdline(arguments) + ': ' + done.stderr
