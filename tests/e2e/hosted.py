# SPDX-License-Identifier: GPL-3.0-or-later
"""A place that somebody's window hosts: how it begins, its *Server* window, and the place as whoever owns its folder
sees it."""
import json
import os
import subprocess

from parlour_test.paths import program
from parlour_test.waiting import wait_for

from place import PASSWORD

OWNER = 'ada'


def fill_in(window, place='Elm Street 7', username=OWNER, password=PASSWORD):
    """The page *Host on This Computer*, up to its button."""
    window.find('text', 'Name of the Place').set_text(place)
    window.find('text', 'Your Username').set_text(username)
    window.find(None, 'Your Password').set_text(password)


def host(window):
    """Hosts a place of one's own, and puts its first invite away."""
    window.find('button', 'Host on This Computer').click()
    fill_in(window)
    window.press('Return')
    window.find('button', 'Copy Link', timeout=30)
    window.press('Escape')
    window.wait_gone('button', 'Copy Link')
    window.find('button', 'Conversations', timeout=20)


def show_server(window, page=None):
    """Opens *Server* and turns to one of its pages."""
    window.choose('Account', 'Server')
    server = window.find('window', 'Server')
    if page:
        turn_to(window, page)
    return server


def turn_to(window, page):
    window.find('window', 'Server').find('page tab', page).click()


def close_server(window):
    window.find('window', 'Server').find('button', 'Close').click()
    window.wait_gone('window', 'Server')


class HostedPlace:
    def __init__(self, person):
        environment = person.session.environment
        profile = f'parlour-{person.profile}'
        self.folder = os.path.join(environment['XDG_DATA_HOME'], profile, 'server')
        self.certificate = os.path.join(self.folder, 'cert.pem')
        self._port_file = os.path.join(environment['XDG_CONFIG_HOME'], profile, 'host-port')

    def _port(self):
        try:
            with open(self._port_file, encoding='ascii') as file:
                return file.read().strip()
        except FileNotFoundError:
            return None

    @property
    def address(self):
        return 'https://127.0.0.1:' + wait_for(self._port, "the server's port", 20)

    def ask(self, *command, **options):
        """What a subcommand of the server answers, one object for each line."""
        done = subprocess.run([program('parlour-server'), *command, '--data-dir', self.folder, '--json'],
                              capture_output=True, text=True, timeout=60, **options)
        assert done.returncode == 0, f'{command}: {done.stdout}{done.stderr}'
        return [json.loads(line) for line in done.stdout.splitlines()]

    def users(self):
        return {user['username']: user for user in self.ask('user', 'list')}

    def add_user(self, username, name):
        self.ask('user', 'add', username, '--display-name', name, '--password-stdin', input=PASSWORD + '\n')

    def settings(self):
        return self.ask('settings', 'get')[0]

    def invite(self, *options):
        """The link of a new invite, made beside the window."""
        return self.ask('invite', 'create', *options)[0]['link']
