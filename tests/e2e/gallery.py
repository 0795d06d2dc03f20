# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the real window at a real server in every look and state that a person may meet, for people to look at.

Not a proof that it looks right: it fails only where the window does not come to what it is asked to show, or where
something on the way was worth a warning. `PARLOUR_TEST_PICTURES` names the folder; `PARLOUR_GALLERY_PLACE` one that keeps
the place with its two hundred accounts for the next time.
"""
import concurrent.futures
import contextlib
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import time
import unittest
import uuid

import pseudo
from parlour_test import paths
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.window import press

from place import Api, click_until, open_conversation, sign_in

CROWD = 200
DAY_MS = 24 * 3600 * 1000
LONG_NAME = 'Wilhelmina-Alexandrina von Hohenzollern-Sigmaringen zu Oberunterbergfelden'
UNBROKEN = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
TALK = (('ben', 'Good morning! Are we still on for Saturday?', None),
        ('ada', 'Yes. I have asked the neighbours for their long table.', None),
        ('ada', 'And for the benches.', None),
        ('ben', 'Lovely', None),
        ('ben', 'The list so far:\n– two cakes\n– lemonade\n– twelve lanterns', 'Summer party'),
        ('ada', 'https://parlour.example/courtyard?plan=1#tables has the plan.', None),
        ('ben', '👍', None),
        ('ben', '🎉🎂🏮 family: 👨‍👩‍👧‍👦 flag: 🇳🇴', None),
        ('ada', 'שבוע טוב! ניפגש בשבת בחצר?', None),
        ('ben', 'مرحبا، أراكم يوم السبت', None),
        ('ada', 'x' * 150, None),
        ('ben', 'Short again', 'A title that is so long that it has to break into a second line and perhaps a third'),
        ('ben', 'The whole of it, so that nobody has to ask. ' * 12, None),
        ('ada', 'if (here)\n    return there;', None),
        ('ben', UNBROKEN, UNBROKEN))
QUESTION = 'Who brings the lanterns?'
NOISE = re.compile(r'^.*(?:CRITICAL|WARNING).*$', re.MULTILINE)


def write(api, who, to, body, **others):
    """Returns the conversation and the number of the message there."""
    answer = api.call('POST', '/messages', {'client_id': str(uuid.uuid4()), 'to': to, 'body': body, **others}, who)
    return answer['conversation'], answer['seq']


def seed(api):
    """Ada has a long talk with Ben, a few others of all kinds, and a crowd behind them."""
    people = {'ada': 'Ada Lindqvist', 'ben': 'Ben Okafor', 'wil': LONG_NAME, 'noa': 'נועה ברק', 'uni': 'Zoë 🎈 Ünal',
              'one': 'M', 'gap': 'x' * 80, 'new': 'Nobody Yet'}
    people.update({f'p{number}': f'Neighbour {number}' for number in range(1, CROWD + 1)})
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: api.register(*pair), people.items()))
    for number in range(CROWD, 0, -1):
        api.send(f'p{number}', 'ada', f'A word from number {number}')
    for who, text in (('one', 'Hi'), ('uni', '🎈🎈🎈'), ('noa', 'נתראה בשבת'), ('gap', 'y' * 300),
                      ('wil', 'I should like to say a few words about the garden, if I may. ' * 3)):
        api.send(who, 'ada', text)
    api.send('ada', 'one', 'Hello')
    for number in range(1, 331):
        api.send('ben' if number % 3 else 'ada', 'ada' if number % 3 else 'ben', f'Message {number} of many')
    for who, text, subject in TALK:
        write(api, who, 'ben' if who == 'ada' else 'ada', text, **({'subject': subject} if subject else {}))
    conversation, asked = write(api, 'ben', 'ada', QUESTION)
    api.call('POST', f'/conversations/{conversation}/messages',
             {'client_id': str(uuid.uuid4()), 'body': 'I do, all twelve.', 'reply_to': asked}, 'ada')
    gone = write(api, 'ben', 'ada', 'A message that goes again')[1]
    api.call('DELETE', f'/conversations/{conversation}/messages/{gone}?for=everyone', who='ben')
    api.call('POST', f'/conversations/{conversation}/read', {'seq': gone}, 'ada')


def let_days_pass(server):
    """All was written in one minute; the older half of the talk moves to other days."""
    server.stop()
    with contextlib.closing(sqlite3.connect(os.path.join(server.folder, 'parlour.db'))) as db, db:
        stream, top = db.execute('SELECT key >> 32, count (*) FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 1').fetchone()
        for before, days in ((top, 1), (top - 12, 3), (top - 100, 30), (top - 200, 500)):
            db.execute('UPDATE events SET at = at - ? WHERE key >> 32 = ? AND (key & 0xffffffff) < ?',
                       (days * DAY_MS, stream, before - 8))
    server.start()


class Gallery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(options=['--name', 'Elm Street 7', '--registrations', str(2 * CROWD)])
        cls.addClassCleanup(cls.server.close)
        cls.api = Api(cls.server)
        kept = os.environ.get('PARLOUR_GALLERY_PLACE')
        if kept and os.path.exists(kept):
            shutil.copytree(kept, cls.server.folder)
            cls.server.start()
            return
        cls.server.start()
        seed(cls.api)
        let_days_pass(cls.server)
        if kept:
            cls.server.stop()
            shutil.copytree(cls.server.folder, kept)
            cls.server.start()

    def setUp(self):
        self.session = self.enterContext(Session())
        self.look = ''

    def open(self, look, size=(960, 680), program=None, conversation='Ben Okafor', **environment):
        self.session.environment.update(environment)
        self.look = look
        self.ada = self.enterContext(Person(self.session, 'Ada', program))
        window = self.ada.open()
        window.resize(*size)
        if not program:
            sign_in(window, self.server, 'ada')
        if conversation:
            self.show(conversation)
        return window

    def show(self, name):
        open_conversation(self.ada.window, name)

    def take(self, name):
        """All that is on the screen: menus are windows of their own."""
        time.sleep(0.4)     # for the eye: what is on its way arrives
        path = os.path.join(paths.pictures(), f'{self.look}-{name}.png')
        subprocess.run(['import', '-window', 'root', '-crop', '980x720+150+60', '+repage', path], check=True, timeout=30)

    def end(self):
        log = self.ada.log()
        self.ada.close()
        self.assertEqual(NOISE.findall(log), [])

    def scale_text(self, factor):
        """As a desktop's setting for large text does, for programs that start from now on."""
        set_resources = ['xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER']
        subprocess.run([*set_resources, f'Xft.dpi:\t{96 * factor:g}\n'], check=True)
        self.addCleanup(subprocess.run, [*set_resources, ''], check=True)

    def tour(self):
        """The main views as they come."""
        window = self.ada.window
        self.take('conversation')
        window.find('list item', re.compile('I do, all twelve')).click(button=3)
        window.find('menu item', re.compile('Delete'))
        self.take('menu')
        press('Escape')
        window.press('shift+F6', 'Prior', 'Prior')
        self.take('older')
        window.find('button', 'Received').click()
        self.take('received')
        window.find('button', 'Sent').click()
        self.take('sent')
        window.press('ctrl+n')
        window.find('text', 'To').type('be')
        self.take('compose')
        press('Escape', 'Escape')

    def test_light(self):
        self.open('light')
        self.tour()
        self.end()

    def test_dark(self):
        self.open('dark', ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.tour()
        self.end()

    def test_high_contrast(self):
        self.open('contrast', ADW_DEBUG_HIGH_CONTRAST='1')
        self.tour()
        self.end()

    def test_high_contrast_dark(self):
        self.open('contrast-dark', ADW_DEBUG_HIGH_CONTRAST='1', ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.take('conversation')
        self.end()

    def test_large_text(self):
        self.scale_text(1.5)
        self.open('large')
        self.tour()
        self.end()

    def test_large_text_narrow(self):
        self.scale_text(1.5)
        window = self.open('large-narrow', size=(360, 640))
        self.take('conversation')
        window.press('Escape')
        self.take('list')
        self.end()

    def test_narrow(self):
        window = self.open('narrow', size=(360, 640))
        self.take('conversation')
        window.press('shift+F6', 'Prior')
        self.take('older')
        window.press('Escape')
        window.find('button', 'Conversations')
        self.take('list')
        self.show('Wilhelmina')
        self.take('long-name')
        window.press('Escape', 'ctrl+n')
        window.find('text', 'To')
        self.take('compose')
        press('Escape')
        self.end()

    def test_long_names(self):
        self.open('names', conversation='Wilhelmina')
        self.take('long')
        self.show('x' * 20)
        self.take('unbroken')
        self.show('נועה')
        self.take('hebrew')
        self.show('Zoë')
        self.take('emoji')
        self.end()

    def test_crowd(self):
        window = self.open('crowd', conversation=None)
        self.take('top')
        window.find('group', re.compile('^Ben Okafor')).click()
        window.press('shift+F6')
        window.press('shift+F6', *['Down'] * 3)
        self.take('keyboard')
        window.press('End')
        self.take('end')
        window.find('button', 'Unread').click()
        self.take('unread')
        self.end()

    def test_empty(self):
        self.api.register('eve', 'Eve')
        self.look = 'empty'
        self.ada = self.enterContext(Person(self.session, 'Eve'))
        window = self.ada.open()
        window.resize(960, 680)
        self.take('welcome')
        sign_in(window, self.server, 'eve')
        self.take('conversations')
        window.find('button', 'Received').click()
        self.take('received')
        window.find('button', 'Sent').click()
        self.take('sent')
        window.press('ctrl+n')
        window.find('text', 'To').type('zzzz')
        self.take('no-such-person')
        press('Escape', 'Return')
        self.end()

    def test_new_messages(self):
        window = self.open('fresh', conversation=r'Neighbour 3\b')
        self.take('line')
        window.find('text', 'Message').type('Thank you')
        press('Return')
        window.find('list item', re.compile('Thank you.*(Sent|Delivered)'))
        self.take('answered')
        self.end()

    def test_over_the_limit(self):
        window = self.open('limit')
        window.find('text', 'Message').set_text('x' * 16390)
        window.find('label', re.compile('6 '))
        self.take('composer')
        window.find('text', 'Message').set_text('')
        window.press('ctrl+shift+t')
        window.find('text', 'Title').type('A title')
        click_until(window, lambda: window.find('list item', re.compile('I do, all twelve')), 'menu item', 'Reply', 3)
        window.find('menu item', 'Reply').act()
        window.find('button', 'Cancel the reply')
        self.take('reply')
        window.find('text', 'Message').set_text('One line\n' * 30)
        self.take('many-lines')
        window.find('text', 'Message').set_text('')
        self.end()

    def test_dialogs(self):
        window = self.open('dialog')
        for item, name in (('Details', 'details'), ('Delete…', 'delete')):
            click_until(window, lambda: window.find('list item', re.compile('I do, all twelve')), 'menu item', item, 3)
            window.find('menu item', item).act()
            window.find('button', re.compile('Close|Only for Me'))
            self.take(name)
            press('Escape')
        click_until(window, lambda: window.find('list item', re.compile(QUESTION)), 'menu item', 'Delete…', 3)
        window.find('menu item', 'Delete…').act()
        window.find('button', 'Only for Me')
        self.take('delete-theirs')
        window.find('button', 'Only for Me').click()
        window.find('button', 'Undo')
        self.take('toast')
        window.find('button', 'Undo').click()
        window.find('list item', re.compile(QUESTION))
        self.end()

    def test_waiting_and_failed(self):
        window = self.open('offline')
        self.server.kill()
        try:
            window.find('label', re.compile('^Offline'), timeout=20)
            window.find('text', 'Message').type('Did the lights go out?')
            press('Return')
            window.find('list item', re.compile('lights go out.*Waiting'))
            self.take('waiting')
            copy, = glob.glob(os.path.join(self.session.environment['XDG_DATA_HOME'], '**', 'copy.db'), recursive=True)
            with contextlib.closing(sqlite3.connect(copy)) as db, db:
                db.execute('UPDATE outbox SET reply_to = 999999')
        finally:
            self.server.start()
        window.find('button', 'Retry', timeout=60)
        self.take('failed')
        window.resize(360, 640)
        self.take('failed-narrow')
        window.find('button', 'Delete').click()
        window.wait_gone('button', 'Retry')
        self.end()

    def test_german(self):
        self.session.environment['LANGUAGE'] = 'de'
        self.look = 'german'
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        window = self.ada.open()
        window.resize(960, 680)
        self.take('welcome')
        window.find('button', 'Anmelden').click()
        window.find('text', 'Link oder Adresse').set_text(self.server.address)
        window.press('Return')
        window.find('text', 'Benutzername', timeout=20).set_text('ada')
        window.find(None, 'Passwort').set_text('correct horse battery')
        window.press('Return')
        click_until(window, lambda: window.find('group', re.compile('^Ben Okafor'), timeout=20), 'text', 'Nachricht')
        self.take('conversation')
        click_until(window, lambda: window.find('list item', re.compile('I do, all twelve')), 'menu item',
                    re.compile('schen'), 3)
        self.take('menu')
        press('Up', 'Return')
        self.take('delete')
        press('Escape')
        window.press('ctrl+n')
        self.take('compose')
        press('Escape')
        window.resize(360, 640)
        self.take('narrow')
        window.press('Escape')
        self.take('narrow-list')
        self.end()

    def test_right_to_left(self):
        self.open('rtl', conversation=None).press('ctrl+q')
        self.ada.window.process.wait(20)
        self.session.environment['LANGUAGE'] = pseudo.LANGUAGE
        program = pseudo.make_program(os.path.join(self.session.folder, 'pseudo'))
        window = self.open('rtl', program=program, conversation=None)
        click_until(window, lambda: window.find('group', re.compile('Ben Okafor'), timeout=20), 'list item',
                    re.compile('I do, all twelve'))
        self.take('conversation')
        window.find('list item', re.compile('I do, all twelve')).click(button=3)
        self.take('menu')
        press('Escape')
        window.press('shift+F6', 'Prior', 'Prior')
        self.take('older')
        window.press('ctrl+n')
        self.take('compose')
        press('Escape')
        window.resize(360, 640)
        self.take('narrow')
        self.end()


if __name__ == '__main__':
    unittest.main()
