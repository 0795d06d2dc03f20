# SPDX-License-Identifier: GPL-3.0-or-later
"""Profile pictures: Ada chooses one, and Ben sees it wherever she stands, also without network."""
import os
import re
import struct
import subprocess
import unittest
import uuid
import zlib

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from place import Api, open_conversation, sign_in

GREEN = (0, 230, 118)  # no avatar has it by itself
ORANGE = (255, 110, 10)
ENOUGH = 300  # pixels of a small round picture
ACCOUNT = re.compile('^Account')


def write_png(path, colour, side=300):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = (b'\0' + bytes(colour) * side) * side
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', side, side, 8, 2, 0, 0, 0))
                   + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


class Screen:
    """The pixels of a window, by the places that its elements say they have."""

    def __init__(self, window, name='pictures'):
        path = window.picture(name)
        size = subprocess.run(['identify', '-format', '%w %h', path], capture_output=True, text=True, check=True)
        self.width, self.height = (int(value) for value in size.stdout.split())
        self.data = subprocess.run(['convert', path, '-alpha', 'off', '-depth', '8', 'rgb:-'],
                                   capture_output=True, check=True).stdout
        top = list(window.find('button', 'Conversations').node.way_up())[-1]
        left, above, width, height = top.children[0].extents()
        self.left = (self.width - width) // 2 - left
        self.above = (self.height - height) // 2 - above

    def count(self, colour, place):
        """How many pixels of the `place` (x, y, width, height) have that colour, nearly."""
        x, y, width, height = place
        n = 0
        for row in range(max(0, y + self.above), min(self.height, y + self.above + height)):
            for column in range(max(0, x + self.left), min(self.width, x + self.left + width)):
                at = 3 * (row * self.width + column)
                n += all(abs(self.data[at + i] - colour[i]) < 12 for i in range(3))
        return n


def choose_file(window, button, path):
    """In the toolkit's own dialog, by its name."""
    window.find('button', button).click()
    window.find('button', 'Choose')
    press('ctrl+l')
    type_text(path)
    window.find('button', 'Choose').wait_until('sensitive').act()
    window.wait_gone('button', 'Choose')


class PicturesTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server(options=['--name', 'Home']))
        self.api = Api(self.server)
        self.api.register('ada', 'Ada')
        self.api.register('ben', 'Ben')
        self.api.send('ada', 'ben', 'Good morning')
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.ben = self.enterContext(Person(self.session, 'Ben'))

    def open(self, person):
        window = person.open()
        sign_in(window, self.server, person.profile)
        window.find('group', re.compile('^(Ada|Ben)'), timeout=20)
        return window

    def file(self, colour):
        path = os.path.join(self.session.folder, 'picture.png')
        write_png(path, colour)
        return path

    def open_account(self, window):
        window.choose(ACCOUNT, 'Account…')
        window.find('text', 'Your Name').wait_until('sensitive')

    def shown(self, window, colour):
        """Where Ben sees the colour: in the list, the header, beside the message."""
        screen = Screen(window)
        x, y, _, _ = window.find('label', 'Good morning', inside=window.find('log').node).place
        left = window.find('log').place[0]
        places = {'list': window.find('group', re.compile('^Ada')).place,
                  'header': (left, 0, 2000, 50), 'bubble': (left, y - 40, x - left, 80)}
        return {name for name, place in places.items() if screen.count(colour, place) > ENOUGH}

    def wait_shown(self, window, colour, places):
        wait_for(lambda: self.shown(window, colour) == places, lambda: f'the picture in {places}, not '
                 f'{self.shown(window, colour)}', 20)

    def test_a_picture_is_seen_everywhere_and_stays_without_network(self):
        everywhere = {'list', 'header', 'bubble'}
        ben = self.open(self.ben)
        open_conversation(ben, 'Ada')
        self.wait_shown(ben, GREEN, set())
        ada = self.open(self.ada)
        self.open_account(ada)
        choose_file(ada, 'Choose a Picture', self.file(GREEN))
        ada.find('button', 'Remove the Picture', timeout=20)
        self.wait_shown(ben, GREEN, everywhere)

        self.ben.close()
        self.server.stop()
        ben = self.ben.open()
        open_conversation(ben, 'Ada')
        self.wait_shown(ben, GREEN, everywhere)

        self.server.start()
        ada.wait_gone('button', 'Try Again', timeout=40)
        ben.wait_gone('button', 'Try Again', timeout=40)
        choose_file(ada, 'Choose a Picture', self.file(ORANGE))
        self.wait_shown(ben, ORANGE, everywhere)
        ada.find('button', 'Remove the Picture').wait_until('sensitive', timeout=20).click()
        ada.wait_gone('button', 'Remove the Picture')
        self.wait_shown(ben, ORANGE, set())
        self.assertIsNone(self.api.call('GET', '/me', who='ada')['avatar'])
        self.ben.close()
        self.ada.close()

    def test_a_group_has_one_too(self):
        members = [self.api.call('GET', '/me', who='ben')['id']]
        group = self.api.call('POST', '/conversations', {
            'client_id': str(uuid.uuid4()), 'kind': 'group', 'title': 'Choir', 'members': members}, 'ada')['id']
        ada = self.open(self.ada)
        open_conversation(ada, 'Choir')
        ada.choose('Conversation', 'Group and Members…')
        choose_file(ada, 'Choose a Picture', self.file(GREEN))
        ada.find('button', 'Remove the Picture', timeout=20)
        self.assertIsNotNone(self.api.call('GET', f'/conversations/{group}', who='ben')['avatar'])
        ada.picture('group-picture')
        press('Escape')
        ada.wait_gone('button', 'Remove the Picture')
        place = ada.find('group', re.compile('^Choir')).place
        wait_for(lambda: Screen(ada).count(GREEN, place) > ENOUGH, 'the picture in the list', 20)
        wait_for(lambda: Screen(ada).count(GREEN, (ada.find('log').place[0], 0, 2000, 50)) > ENOUGH,
                 'the picture in the header', 20)
        self.ada.close()

    def test_what_is_no_picture_is_told(self):
        ada = self.open(self.ada)
        self.open_account(ada)
        path = os.path.join(self.session.folder, 'picture.png')
        with open(path, 'w', encoding='ascii') as file:
            file.write('not at all')
        choose_file(ada, 'Choose a Picture', path)
        ada.find('label', 'This is no picture that can be used. Choose a PNG or JPEG.', timeout=20)
        self.assertIsNone(self.api.call('GET', '/me', who='ada')['avatar'])
        self.ada.close()


if __name__ == '__main__':
    unittest.main()
