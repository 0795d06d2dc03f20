# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the window share: a server's HTTP face, and how a person gets in."""
import json
import re
import ssl
import urllib.request
import uuid

from parlour_test.waiting import Timeout, wait_for

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
        with urllib.request.urlopen(request, timeout=20, context=self._trust()) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _trust(self):
        """A hosted place's own certificate and no other: while that place is down, its port may be another one's."""
        if not self.server.address.startswith('https:'):
            return None
        trust = ssl.create_default_context(cafile=self.server.certificate)
        trust.check_hostname = False
        trust.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        return trust

    def register(self, username, name):
        answer = self.call('POST', '/register', {'username': username, 'display_name': name, 'password': PASSWORD})
        self.tokens[username] = answer['token']

    def sign_in(self, username):
        answer = self.call('POST', '/login', {'username': username, 'password': PASSWORD})
        self.tokens[username] = answer['token']

    def send(self, who, to, body):
        return self.call('POST', '/messages', {'client_id': str(uuid.uuid4()), 'to': to, 'body': body}, who)

    def say(self, who, conversation, body):
        self.call('POST', f'/conversations/{conversation}/messages', {'client_id': str(uuid.uuid4()), 'body': body}, who)

    def bodies(self, who):
        """The texts of the person's newest conversation with one other as the server has them for that person, oldest
        first."""
        conversations = self.call('GET', '/conversations', who=who)['items']
        newest = next(conversation['id'] for conversation in conversations if conversation['kind'] == 'direct')
        items = self.call('GET', f'/conversations/{newest}/messages', who=who)['items']
        return [item['body'] for item in sorted(items, key=lambda item: item['seq'])]


def give_address(window, button, address):
    window.find('button', button).click()
    window.find('text', 'Link or Address').set_text(address)
    window.press('Return')


def give_password(window, username, password):
    window.find('text', 'Username', timeout=20).set_text(username)
    window.find(None, 'Password').set_text(password)
    window.press('Return')


def sign_in(window, server, username):
    give_address(window, 'Sign In', server.address)
    give_password(window, username, PASSWORD)
    window.find('button', 'Conversations', timeout=20)


def click_until_shown(find, look, button=1, timeout=60):
    """Clicks what `find` finds, again where rows were laid out anew under the pointer, until `look` finds something."""
    def shown():
        find().click(button=button)
        try:
            return look()
        except Timeout:
            return None
    return wait_for(shown, 'what a click shows', timeout)


def click_until(window, find, role, name, button=1, timeout=60):
    return click_until_shown(find, lambda: window.find(role, name, timeout=8), button, timeout)


def open_conversation(window, name):
    """Returns once this conversation, and not its neighbour, is open."""
    name = re.compile('^' + name)

    def title():
        page = window.find('generic', 'ParlourConversationPage', timeout=8)
        window.find('text', 'Message', timeout=8)
        return page.find('generic', 'AdwWindowTitle', timeout=8).find('label', name, timeout=8)
    click_until_shown(lambda: window.find('group', name, timeout=20), title)


def type_until_seen(writer, reader):
    """That somebody types is told for a few seconds, which a busy machine may miss: until it is seen there is more."""
    def seen():
        writer.find('text', 'Message').type('so ')
        try:
            return reader.find('label', 'typing…', timeout=3)
        except Timeout:
            return None
    wait_for(seen, 'typing to be seen', 60)


def delete_for_me(window, text):
    click_until(window, lambda: window.find('label', text, timeout=20), 'menu item', re.compile('^Delete'), button=3)
    window.find('menu item', re.compile('^Delete')).act()
    window.find('button', 'Only for Me').click()
    window.wait_gone('label', text)
