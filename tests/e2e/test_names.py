# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader says: everything that takes the keyboard has a name, in every view, and every window that opens over
another goes by Escape."""
import re
import unittest

from gi.repository import GLib

from parlour_test.accessible import in_sight, read_tree
from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press

from hosted import HostedPlace, host
from place import Api, open_conversation

# The focus passes through it to what is in it, which has a name.
FRAME = 'scroll pane'
# What a combo row shows of its choice is a list of one, of the toolkit's own; ours have names.
CHOICE = ('list item', 'GtkListView')
# Each with something that it shows, and what the keyboard has first there.
WINDOWS = {'win.account': 'Account', 'win.preferences': 'Enter Sends', 'win.find-groups': 'Find a group',
           'win.show-stars': 'No starred messages', 'win.add-device': re.compile('Device'),
           'win.check-connection': 'Connection Check'}


def nameless(window):
    """What in sight takes the keyboard and has no name, with where it is."""
    root = read_tree(window._owner)
    nodes = [node for top in root.children for node in top.walk()]
    return [' in '.join(f'{each.role} {each.name!r}' for each in list(node.way_up())[:4])
            for node in in_sight(window._owner, nodes)
            if not node.name.strip() and node.role != FRAME and (node.role, node.parent.name) != CHOICE and
            node.is_in('focusable')]


class NamesTest(unittest.TestCase):
    def check(self):
        """Once all stands still: what is going has lost its name already."""
        found = []

        def all_named():
            try:
                found[:] = nameless(self.window)
            except GLib.Error:      # something vanished on the way
                return False
            return not found
        wait_for(all_named, lambda: f'names for {found} in\n{self.window.tree()}')

    def test_everything_has_a_name_and_escape_closes(self):
        with Session() as session, Person(session, 'Ada') as ada:
            window = self.window = ada.open()
            self.check()
            for way, field in (('Join a Place', 'Link or Address'), ('Host on This Computer', 'Name of the Place')):
                window.find('button', way).click()
                window.find('text', field)
                self.check()
                window.press('Escape')
            host(window)
            place = HostedPlace(ada)
            place.add_user('ben', 'Ben Okafor')
            api = Api(place)
            api.sign_in('ben')
            api.send('ben', 'ada', 'Good morning')
            open_conversation(window, 'Ben Okafor')
            self.check()
            self.look_at_message()
            window.press('ctrl+n')
            window.find('text', 'To')
            self.check()
            self.leave(1)
            self.look_at_windows()
            self.look_at_server()
            window.find(None, 'Received').click()
            window.find('list item', re.compile('^Ben Okafor'))
            self.check()
            ada.close()

    def leave(self, tops):
        press('Escape')
        self.window.find('window', 'Parlour')
        self.window.wait_gone('dialog')
        self.assertEqual(len(read_tree(self.window._owner).children), tops, self.window.tree())

    def look_at_message(self):
        self.window.find('list item', re.compile('Good morning')).click(button=3)
        self.window.find('menu item', 'Reply')
        self.check()
        self.window.find('menu item', 'Details').act()
        self.window.find('dialog', 'Details')
        self.check()
        self.leave(1)

    def look_at_windows(self):
        for action, shows in WINDOWS.items():
            with self.subTest(action):
                self.window.find('window').act(action)
                self.window.find(None, shows)
                self.check()
                self.leave(1)

    def look_at_server(self):
        self.window.find('window').act('win.server')
        server = self.window.find('window', 'Server')
        for index in range(len(server.find_all('page tab'))):
            server.find_all('page tab')[index].click()
            self.check()
        press('Escape')
        self.window.wait_gone('window', 'Server')


if __name__ == '__main__':
    unittest.main()
