# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of groups and their people in every look, with three hundred members and names of all kinds, for people to look
at. As with gallery.py, not a proof that it looks right; `PARLOUR_TEST_PICTURES` names the folder, `PARLOUR_GROUPS_PLACE` one
that keeps the place with its people for the next time."""
import concurrent.futures
import os
import re
import shutil
import subprocess
import time
import unittest
import uuid

import pseudo
from parlour_test import paths
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.window import press, type_text

from gallery import LONG_NAME, NOISE
from place import Api, click_until, open_conversation, sign_in

MEMBERS = 300
PEOPLE = {'ada': 'Ada Lindqvist', 'ben': 'Ben Okafor', 'wil': LONG_NAME, 'noa': 'נועה ברק', 'uni': 'Zoë 🎈 Ünal', 'gap': 'x' * 80}
LONG_TITLE = 'Everybody who has ever had anything to do with the courtyard, its beds and benches'[:80]


def make(api, maker, title, members, **rules):
    return api.call('POST', '/conversations', {'client_id': str(uuid.uuid4()), 'kind': 'group', 'title': title,
                                               'members': members, **rules}, maker)['id']


def seed(api):
    """A large group of Ada's where only admins write, small ones with Ben, and open ones that she is not in."""
    people = dict(PEOPLE, **{f'p{number}': f'Neighbour {number}' for number in range(1, MEMBERS - len(PEOPLE) + 1)})
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: api.register(*pair), people.items()))
    ids = {who: api.call('GET', '/me', who=who)['id'] for who in people}
    large = make(api, 'ada', 'House meeting', [ids[who] for who in people if who != 'ada'], posting='admins')
    api.call('PATCH', f'/conversations/{large}', {'description': 'What is decided. ' * 8}, 'ada')
    api.call('PATCH', f"/conversations/{large}/members/{ids['wil']}", {'role': 'admin'}, 'ada')
    for number in range(1, 4):
        api.say('ada', large, f'Announcement {number}: the meeting is on Thursday at eight, in the courtyard.')
    last = api.call('GET', f'/conversations/{large}', who='ada')['top']
    for who in list(people)[2:60]:
        api.call('POST', f'/conversations/{large}/read', {'seq': last}, who)
    long = make(api, 'ben', LONG_TITLE, [ids['ada'], ids['wil'], ids['noa']])
    api.say('wil', long, 'Would @ada look after the key?')
    api.say('noa', long, 'כן, בבקשה')
    for number in range(1, 7):
        make(api, 'ben', f'{LONG_TITLE[:40]} {number}' if number % 2 else f'Choir {number}', [ids['noa']], joining='open',
             description='All that sings. ' * number)
    api.send('ben', 'ada', 'Good morning')


class GroupsGallery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(options=['--name', 'Elm Street 7', '--registrations', str(2 * MEMBERS)])
        cls.addClassCleanup(cls.server.close)
        cls.api = Api(cls.server)
        kept = os.environ.get('PARLOUR_GROUPS_PLACE')
        if kept and os.path.exists(kept):
            shutil.copytree(kept, cls.server.folder)
        cls.server.start()
        if kept and os.path.exists(kept):
            cls.api.sign_in('ben')
            return
        seed(cls.api)
        if kept:
            cls.server.stop()
            shutil.copytree(cls.server.folder, kept)
            cls.server.start()

    def setUp(self):
        self.session = self.enterContext(Session())

    def open(self, look, size, program=None, **environment):
        self.session.environment.update(environment)
        self.look = look
        self.ada = self.enterContext(Person(self.session, 'Ada', program))
        window = self.ada.open()
        window.resize(*size)
        return window

    def take(self, name):
        time.sleep(0.4)     # for the eye: what is on its way arrives
        path = os.path.join(paths.pictures(), f'groups-{self.look}-{name}.png')
        subprocess.run(['import', '-window', 'root', path], check=True, timeout=30)

    def back(self, window):
        """In a narrow window, to the list."""
        if not window.has('button', 'Conversations'):
            window.press('Escape')

    def tour(self, window):
        open_conversation(window, 'House meeting')
        self.take('conversation')
        window.choose('Conversation', 'Group and Members…')
        window.find('list item', re.compile('^Ben Okafor'))
        self.take('members')
        window.find('text', 'Add Somebody').type('nobody of that name')
        self.take('nobody')
        press('Escape')
        window.wait_gone('text', 'Add Somebody')
        click_until(window, lambda: window.find('list item', re.compile('Announcement 3')), 'menu item', 'Details', 3)
        window.find('menu item', 'Details').act()
        window.find('list item', re.compile('^Ben Okafor'), timeout=20)
        self.take('receipts')
        press('Escape')
        window.find('text', 'Message').type('@')
        window.find('label', '@everyone')
        self.take('mention')
        press('Escape')
        window.find('text', 'Message').set_text('')
        self.back(window)
        self.take('list')
        open_conversation(window, LONG_TITLE[:30])
        self.take('long-title')
        window.choose('Conversation', 'Group and Members…')
        window.find('list item', 'Ben Okafor')
        self.take('member')
        window.find('list item', 'Ben Okafor').click()
        window.find('label', 'Groups in Common', timeout=20)
        self.take('person')
        press('Escape', 'Escape')
        window.wait_gone('label', 'Groups in Common')
        self.back(window)
        window.press('F10')
        window.find('menu item', 'Find Groups').act()
        window.find('button', 'Join “Choir 2”', timeout=20)
        self.take('find')
        type_text('nothing')
        window.wait_gone('button', 'Join “Choir 2”', timeout=20)
        self.take('find-none')
        press('Escape', 'Escape')

    def end(self):
        log = self.ada.log()
        self.ada.close()
        self.assertEqual(NOISE.findall(log), [])

    def look_round(self, look, size, **environment):
        window = self.open(look, size, **environment)
        sign_in(window, self.server, 'ada')
        self.tour(window)
        self.end()

    def test_light(self):
        self.look_round('light', (960, 680))

    def test_dark(self):
        self.look_round('dark', (960, 680), ADW_DEBUG_COLOR_SCHEME='prefer-dark')

    def test_narrow(self):
        self.look_round('narrow', (360, 640))

    def test_right_to_left(self):
        window = self.open('rtl', (960, 680))
        sign_in(window, self.server, 'ada')
        window.press('ctrl+q')
        self.ada.window.process.wait(20)
        self.session.environment['LANGUAGE'] = pseudo.LANGUAGE
        program = pseudo.make_program(os.path.join(self.session.folder, 'pseudo'))
        window = self.open('rtl', (960, 680), program)
        click_until(window, lambda: window.find('group', re.compile('House meeting'), timeout=20), 'list item',
                    re.compile('Announcement 3'))
        self.take('conversation')
        window.find('group', re.compile(LONG_TITLE[:30])).click()
        window.find('label', re.compile('Would @ada'), timeout=20).click()
        self.take('long-title')
        self.end()


if __name__ == '__main__':
    unittest.main()
