# SPDX-License-Identifier: GPL-3.0-or-later
"""From nothing to the first message between two computers on one network, which share neither address, system bus nor
Avahi: one hosts, the other joins, as both would do it by hand."""
import re
import subprocess
import time
import unittest

from parlour_test import network
from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from place import PASSWORD, open_conversation

CLICKS_MAX = 8
SECONDS_MAX = 30
PLACE = 'Elm Street 7'
HELLO = 'Hello from the other computer'
ANSWER = 'Good to have you here'


class Hands:
    """What both people do together, from the first start on. A click is what decides something: each press of a pointer's
    button, and each key that is pressed in a button's place (Return that submits, a shortcut that opens or sends), so that
    nothing is won by the keyboard. Writing, pasting, and going from field to field by Tab are typing. How a link gets from
    one computer to the other is not Parlour's, and not counted."""

    def __init__(self):
        self.clicks = 0
        self.start = time.monotonic()

    def click(self, element):
        self.clicks += 1
        element.click()

    def decide(self, *keys):
        self.clicks += 1
        press(*keys)

    @staticmethod
    def fill(window, *fields):
        """Writes into the field that has the keyboard, then into those after it; of each the name and the text."""
        for index, (name, text) in enumerate(fields):
            window.find('text', name)
            press(*['Tab'] * bool(index))
            type_text(text)
            wait_for(lambda: window.find('text', name).text == text, f'{text!r} in {name!r}')


@unittest.skipIf(network.missing(), network.missing())
class TwoHostsTest(unittest.TestCase):
    def setUp(self):
        self.computers = self.enterContext(network.Network()).computers
        self.ada, self.ben = (self.enterContext(Person(self.enterContext(Session(computer=computer)), name))
                              for computer, name in zip(self.computers, ('Ada', 'Ben')))
        self.hands = Hands()

    def host(self, anyone=False):
        """Ada hosts; the invite stands on her screen a moment later, and its link is returned."""
        window = self.ada.open()
        self.hands.click(window.find('button', 'Host on This Computer'))
        self.hands.fill(window, ('Name of the Place', PLACE))
        press('Tab')
        if anyone:
            self.hands.click(window.find('check box', 'Anyone on the Network May Join'))
        press('Tab')
        self.hands.fill(window, (re.compile('^Your Name'), 'Ada Lindqvist'), ('Your Username', 'ada'),
                        ('Your Password', PASSWORD))
        self.hands.decide('Return')
        return window.find('label', re.compile('^parlour://join'), timeout=20).name

    def create_account(self):
        """What the invite or the network says of the place is shown, and Ben goes on from there."""
        window = self.ben.window
        window.find('label', 'Words to compare aloud', timeout=20)
        window.find('label', PLACE)
        self.hands.click(window.find('button', 'Create an Account'))
        self.hands.fill(window, (re.compile('^Your Name'), 'Ben Okafor'), ('Username', 'ben'), ('Password', PASSWORD))
        self.hands.decide('Return')
        window.find('button', 'New Message', timeout=20)

    def write(self):
        """The first message; with it the counting ends. Then the other way."""
        window = self.ben.window
        self.hands.decide('ctrl+n')
        self.hands.fill(window, ('To', 'ada'))
        press('Return', 'Return')       # on to the title, on to the text
        self.hands.fill(window, ('Text', HELLO))
        self.hands.decide('ctrl+Return')
        self.ada.window.find(None, re.compile(HELLO), timeout=20)
        self.check_cost()
        self.ada.window.press('Escape')     # the invite
        open_conversation(self.ada.window, 'Ben Okafor')
        self.ada.window.find('text', 'Message').type(ANSWER)
        self.ada.window.press('Return')
        window.find('list item', re.compile(ANSWER), timeout=20)

    def check_cost(self):
        seconds = time.monotonic() - self.hands.start
        print(f'# {self.hands.clicks} clicks and {seconds:.1f} s to the first message', flush=True)
        self.assertLessEqual(self.hands.clicks, CLICKS_MAX)
        self.assertLessEqual(seconds, SECONDS_MAX)

    def close(self):
        self.ben.close()
        self.ada.close()

    def ask_for_link(self):
        window = self.ben.open()
        self.hands.click(window.find('button', 'Join a Place'))
        window.find('text', 'Link or Address')

    def test_joins_what_it_finds_on_the_network(self):
        self.ben.open()
        self.host(anyone=True)
        self.hands.click(self.ben.window.find('list item', re.compile(PLACE), timeout=20))
        self.create_account()
        self.write()
        self.close()

    def test_joins_by_a_link_that_is_pasted(self):
        self.host()
        self.hands.click(self.ada.window.find('button', 'Copy Link'))
        self.ada.window.find('label', 'Copied')
        self.ask_for_link()
        press('ctrl+v')
        self.create_account()
        self.write()
        self.close()

    def test_joins_by_a_link_as_the_programs_argument(self):
        link = self.host()
        self.hands.click(self.ada.window.find('button', 'Copy Link'))
        self.hands.clicks += 1      # on the link, wherever it stands
        self.ben.open(link)
        self.create_account()
        self.write()
        self.close()

    def test_joins_by_the_text_under_the_code(self):
        link = self.host()
        self.assertEqual(self.read_code(), link)
        self.ask_for_link()
        type_text(link)
        self.hands.decide('Return')
        self.create_account()
        self.write()
        self.close()

    def read_code(self):
        """What a camera would read off Ada's screen."""
        picture = self.ada.window.picture('two-hosts-invite')
        done = subprocess.run(['zbarimg', '--quiet', '--raw', picture], capture_output=True, text=True, timeout=30)
        return done.stdout.strip()


if __name__ == '__main__':
    unittest.main()
