# SPDX-License-Identifier: GPL-3.0-or-later
"""Several accounts side by side: one is shown, all are connected, each has its own copy."""
import re
import unittest

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import PASSWORD, Api, give_address, give_password, open_conversation, sign_in

ACCOUNT = re.compile('^Account')


def add_account(window, server, username):
    window.choose(ACCOUNT, 'Add an Account…')
    give_address(window, 'Sign In', server.address)
    give_password(window, username, PASSWORD)


class AccountsTest(unittest.TestCase):
    def test_two_places_side_by_side(self):
        with Session() as session, Server(options=['--name', 'Home']) as home, \
                Server(options=['--name', 'Club']) as club, Person(session, 'Ada') as ada:
            session.environment['GSETTINGS_BACKEND'] = 'keyfile'        # survives the program's end
            at_home, at_club = Api(home), Api(club)
            for api, friend in (at_home, 'ben'), (at_club, 'cleo'):
                api.register('ada', 'Ada')
                api.register(friend, friend.capitalize())
                api.send(friend, 'ada', 'Hello from ' + friend)
            window = ada.open()
            sign_in(window, home, 'ada')
            window.find('group', re.compile('^Ben'), timeout=20)

            # Turning back leaves everything as it was.
            window.choose(ACCOUNT, 'Add an Account…')
            window.find('button', 'Join a Place')
            window.press('Escape')
            window.find('group', re.compile('^Ben'))

            add_account(window, club, 'ada')
            window.find('group', re.compile('^Cleo'), timeout=20)
            self.assertFalse(window.has('group', re.compile('^Ben')))
            open_conversation(window, 'Cleo')
            window.find('text', 'Message').type('Hello from the club')
            window.press('Return')
            wait_for(lambda: at_club.bodies('cleo')[-1] == 'Hello from the club', 'the message in the club', 20)

            # What comes for the other one is told at the menu, and stands there at once.
            at_home.send('ben', 'ada', 'Are you at the club?')
            window.find(None, 'Account, 1 unread in another', timeout=20)
            window.choose(ACCOUNT, 'Ada in Home (1 unread)')
            window.find('group', re.compile('^Ben.*Are you at the club'), timeout=20)
            window.find(None, 'Account')
            window.choose(ACCOUNT, 'Ada in Club')
            window.find('group', re.compile('^Cleo'))
            holder = window.find(None, ACCOUNT)
            holder.act_inside()
            window.find('menu item', 'Ada in Home (1 unread)')
            window.press('Escape')
            ada.close()

            # The next start shows the one that was shown last, and has both.
            window = ada.open()
            window.find('group', re.compile('^Cleo'), timeout=20)
            window.choose(ACCOUNT, 'Sign Out…')
            window.find('button', 'Sign Out').click()
            window.find('group', re.compile('^Ben'), timeout=20)
            self.assertEqual(len(at_home.call('GET', '/sessions', who='ada')['items']), 2)
            wait_for(lambda: len(at_club.call('GET', '/sessions', who='ada')['items']) == 1, 'the session to end', 20)
            ada.close()

    def test_the_same_account_again_is_shown_and_not_doubled(self):
        with Session() as session, Server(options=['--name', 'Home']) as home, Person(session, 'Ada') as ada:
            api = Api(home)
            api.register('ada', 'Ada')
            api.register('ben', 'Ben')
            api.send('ben', 'ada', 'Good morning')
            window = ada.open()
            sign_in(window, home, 'ada')
            window.find('group', re.compile('^Ben'), timeout=20)
            add_account(window, home, 'ada')
            window.find('group', re.compile('^Ben'), timeout=20)
            holder = window.find(None, ACCOUNT)
            holder.act_inside()
            window.find('menu item', 'Add an Account…')
            self.assertFalse(window.has('menu item', re.compile('^Ada in Home')))
            window.press('Escape')      # GDK 4.8 may trip over a menu that is open at the end
            ada.close()


if __name__ == '__main__':
    unittest.main()
