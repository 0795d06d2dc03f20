# SPDX-License-Identifier: GPL-3.0-or-later
"""Three people at one place, each at a window of their own: Ada hosts it, Ben and Cleo joined by her link. The windows
stand over all tests of a class."""
import re
import unittest

from parlour_test.notifications import Notifications
from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import Timeout, wait_for
from parlour_test.window import Element, press

from hosted import HostedPlace
from place import PASSWORD, Api, click_until, give_password

PLACE = 'Elm Street 7'
NAMES = {'ada': 'Ada Lindqvist', 'ben': 'Ben Okafor', 'cleo': 'Cleo Sand'}
WELCOME = 'Welcome! Everybody of this place is in this conversation.'


def host(window):
    """Hosts the place and returns the link that lets others in."""
    window.find('button', 'Host on This Computer').click()
    window.find('text', 'Name of the Place').set_text(PLACE)
    window.find('text', re.compile('^Your Name')).set_text(NAMES['ada'])
    window.find('text', 'Your Username').set_text('ada')
    window.find(None, 'Your Password').set_text(PASSWORD)
    window.press('Return')
    link = window.find('label', re.compile('^parlour://join'), timeout=30).name
    window.press('Escape')
    window.wait_gone('button', 'Copy Link')
    return link


def join(window, username):
    window.find('button', 'Create an Account', timeout=20).click()
    window.find('text', re.compile('^Your Name'), timeout=20).set_text(NAMES[username])
    give_password(window, username, PASSWORD)
    window.find('button', 'Conversations', timeout=20)


class Circle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = cls.enterClassContext(Session())
        cls.notifications = Notifications(cls.session)
        cls.people = {name: cls.enterClassContext(Person(cls.session, name.capitalize())) for name in NAMES}
        cls.link = host(cls.people['ada'].open())
        for name in ('ben', 'cleo'):
            join(cls.people[name].open(cls.link), name)
        cls.ada, cls.ben, cls.cleo = (person.window for person in cls.people.values())
        cls.place = HostedPlace(cls.people['ada'])
        cls.api = Api(cls.place)
        for name in NAMES:
            cls.api.sign_in(name)

    @classmethod
    def tearDownClass(cls):
        for name in ('cleo', 'ben', 'ada'):
            person = cls.people[name]
            log = person.log()
            person.close()
            assert not re.search('CRITICAL|WARNING', log), f'{name} got\n{log}'

    def setUp(self):
        """A test that failed may have left a dialog, which would fail the others as well."""
        for window in (self.ada, self.ben, self.cleo):
            for _ in range(4):
                if len(window.find_all(re.compile('^(window|dialog)$'))) == 1:
                    break
                window.press('Escape')

    def row(self, window, text):
        """The conversation's row in the list: what a screen reader says of it begins with this."""
        return window.find('group', re.compile('^' + text, re.DOTALL), timeout=20)

    def wait_for_no_row(self, window, text):
        window.wait_gone('group', re.compile('^' + text), timeout=20)

    def open(self, name, *windows):
        """Opens a conversation in each of the windows, which stay in front until it is read."""
        for window in windows:
            window.focus()
            wait_for(lambda window=window: self._opened(window, name), f'{name} to open', 60)
            wait_for(lambda window=window: ' unread ' not in self.row(window, name).name, f'{name} to be read', 20)

    def _opened(self, window, name):
        """The selected row is the conversation that is open; a row may be laid out anew under the pointer."""
        def is_selected():
            return Element(window, self.row(window, name).node.parent).has('selected')
        if not is_selected():
            self.row(window, name).click()
        try:
            return wait_for(is_selected, 'the row to be selected', 4)
        except Timeout:
            return False

    def choose_for_row(self, window, name, entry):
        click_until(window, lambda: self.row(window, name), 'menu item', entry, button=3)
        window.find('menu item', entry).act()

    def see(self, text, *windows):
        """A message, by what a screen reader says of it, in each of the windows."""
        for window in windows:
            window.find('list item', re.compile(text, re.DOTALL), timeout=20)

    def choose(self, window, text, entry):
        """From the menu of a message."""
        pattern = re.compile(text, re.DOTALL)
        click_until(window, lambda: window.find('list item', pattern, timeout=20), 'menu item', entry, button=3)
        window.find('menu item', entry).act()

    def choose_reaction(self, window, text):
        click_until(window, lambda: window.find('list item', re.compile(text, re.DOTALL)), 'menu item', 'Details', 3)
        window.find('button', 'React with 👍').act()

    def write(self, window, text):
        window.find('text', 'Message').type(text)
        press('Return')
        self.see('^You, .*' + re.escape(text) + '.*(Sent|Delivered|Read)$', window)

    def compose(self, window, to, text, **fields):
        """A new message, with what is asked for on the way."""
        window.press('ctrl+n')
        window.find('text', 'To').set_text(to)
        window.find('text', 'Text').set_text(text)
        press('ctrl+Return')
        for name, value in fields.items():
            window.find('text', name).set_text(value)
            press('ctrl+Return')
        window.wait_gone('text', 'To', timeout=20)

    def make_group(self, title, *others, maker=None):
        """A group that everybody has open, made by writing to several."""
        maker = maker or self.ada
        self.compose(maker, ', '.join(others), f'Welcome to {title}', **{'Name of the Group': title})
        self.see(f'Welcome to {title}', maker)
        for name in others:
            self.open(title, self.people[name].window)

    def change(self, window, name, text):
        """Writes another text into a row that is saved by itself."""
        entry = window.find('text', name)
        entry.click()
        entry.set_text(text)
        press('Return')

    def open_group(self, window):
        """The group's window, of the conversation that is open."""
        window.choose('Conversation', 'Group and Members…')
        window.find('text', 'Name of the Group')

    def set_rule(self, window, rule, value):
        """The second of two values."""
        if not window.has('combo box', rule):
            window.find('list item', 'Rules').click()
        window.find('combo box', rule).click()
        window.find('label', value)
        press('Down', 'Return')

    def change_member(self, window, name, entry):
        row = window.find('list item', name, timeout=20)
        row.act_inside()
        window.find('menu item', entry).act()

    def close_dialog(self, window, name):
        """The dialog that has `name` in it."""
        window.press('Escape')
        window.wait_gone(None, name)

    def close_account(self, window):
        window.find('window', 'Account').find('button', 'Close').click()
        window.wait_gone('window', 'Account')

    def open_account(self, window):
        window.choose(re.compile('^Account'), 'Account…')
        window.find('text', 'Your Name', timeout=20).wait_until('sensitive')

    def conversation(self, who, name):
        """The conversation of a title or with somebody, as the server tells it."""
        items = [item for archived in ('false', 'true')
                 for item in self.api.call('GET', f'/conversations?archived={archived}', who=who)['items']]
        return next(item for item in items
                    if item.get('title') == name or any(member['user']['display_name'] == name
                                                        for member in item.get('members') or ()))

    def wait_for_setting(self, who, name, **wanted):
        wait_for(lambda: wanted.items() <= self.conversation(who, name)['settings'].items(),
                 lambda: f"{wanted} among {self.conversation(who, name)['settings']}", 20)
