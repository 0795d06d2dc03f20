# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the window share: a server's HTTP face, and how a person gets in."""
import json
import urllib.error
import urllib.request
import uuid

PASSWORD = 'correct horse battery'


class Api:
    """Asks the server as another device of somebody would."""

    def __init__(self, server):
        self.server = server
        self.tokens = {}

    def call(self, method, path, body=None, who=None):
        request = urllib.request.Request(self.server.address + '/api/v1' + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header('Content-Type', 'application/json')
        if who:
            request.add_header('Authorization', 'Bearer ' + self.tokens[who])
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def register(self, username, name):
        answer = self.call('POST', '/register', {'username': username, 'display_name': name, 'password': PASSWORD})
        self.tokens[username] = answer['token']

    def send(self, who, to, body):
        return self.call('POST', '/messages', {'client_id': str(uuid.uuid4()), 'to': to, 'body': body}, who)

    def bodies(self, who):
        """The texts of the person's newest conversation as the server has them for that person, oldest first."""
        conversation = self.call('GET', '/conversations', who=who)['items'][0]['id']
        items = self.call('GET', f'/conversations/{conversation}/messages', who=who)['items']
        return [item['body'] for item in sorted(items, key=lambda item: item['seq'])]


def give_address(window, button, address):
    window.find('button', button).click()
    window.find('text', 'Address').set_text(address)
    window.press('Return')


def give_password(window, username, password):
    window.find('text', 'Username', timeout=20).set_text(username)
    window.find(None, 'Password').set_text(password)
    window.press('Return')


def sign_in(window, server, username):
    give_address(window, 'Sign In', server.address)
    give_password(window, username, PASSWORD)
    window.find('button', 'Conversations', timeout=20)
