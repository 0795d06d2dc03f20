# SPDX-License-Identifier: GPL-3.0-or-later
"""What one does with messages: by pointer and by keys alone, with those that were refused, and in a window whose copy is
built anew."""
import contextlib
import glob
import os
import re
import sqlite3
import unittest
import uuid

from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import press, type_text

from place import Api, click_until, delete_for_me, open_conversation, sign_in

MANY = 130


def message(text, state=''):
    return re.compile(r'^[^,]+, (?:edited, )?\d+:\d\d[^:]*: .*' + re.escape(text) + '.*' + state, re.DOTALL)


class MessagesTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        self.api.register('ada', 'Ada Lindqvist')
        self.api.register('ben', 'Ben Okafor')

    def open(self, last):
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        sign_in(self.ada.open(), self.server, 'ada')
        open_conversation(self.ada.window, 'Ben Okafor')
        self.ada.window.find('list item', message(last), timeout=20)
        return self.ada.window

    def close(self):
        log = self.ada.log()
        self.ada.close()
        self.assertNotRegex(log, 'CRITICAL|WARNING')

    def test_menu_by_keys_alone(self):
        for text in ('first', 'second', 'third'):
            self.api.send('ben', 'ada', text)
        window = self.open('third')
        window.press('shift+F6')
        window.find('list item', message('third')).wait_until('focused')
        press('Up')
        window.find('list item', message('second')).wait_until('focused')
        for key in ('Menu', 'shift+F10'):
            with self.subTest(key=key):
                press(key)
                window.find('menu item', 'Reply')
                press('Escape')
                window.wait_gone('menu item', 'Reply')
                window.find('list item', message('second')).wait_until('focused')
        press('Menu')
        window.find('menu item', 'Copy').act()
        window.find('label', 'Copied')
        window.find('text', 'Message').click()
        press('ctrl+v')
        wait_for(lambda: window.find('text', 'Message').text == 'second', 'the text from the clipboard')
        window.find('button', 'Emoji').click()
        window.find('label', re.compile('^Smileys'))
        type_text('balloon')
        press('Down', 'Return')
        wait_for(lambda: re.fullmatch('second\\W+', window.find('text', 'Message').text), 'an emoji behind the text')
        window.press('shift+F6', 'Menu')
        window.find('menu item', 'Details').act()
        window.find('label', 'From')
        self.assertFalse(window.has('label', 'State'))      # of somebody else's message there is none
        press('Escape')
        window.wait_gone('label', 'From')
        self.close()

    def choose(self, text, entry):
        window = self.ada.window
        click_until(window, lambda: window.find('list item', message(text)), 'menu item', entry, button=3)
        window.find('menu item', entry).act()

    def test_link_to_a_message_and_forwarding(self):
        self.api.register('cleo', 'Cleo Sand')
        for text in ('first', *map(str, range(100, 130)), 'second'):
            self.api.send('ben', 'ada', text)
        window = self.open('first')
        self.choose('first', 'Copy Link')
        window.find('label', 'Link copied')
        window.find('text', 'Message').click()
        press('ctrl+v')
        wait_for(lambda: re.fullmatch(r'parlour://message/[0-9a-f-]{36}/1', window.find('text', 'Message').text),
                 'a link in the composer')
        press('Return')
        window.find('list item', message('parlour://message/', '(Sent|Delivered)'), timeout=20)
        self.assertFalse(window.has('list item', message('first')))

        def link():     # which, written anew under the pointer, forgets that the pointer is on it
            return window.find('label', re.compile('^parlour:'), inside=window.find('log').node)
        click_until(window, link, 'menu item', 'Copy the Address', button=3)
        self.assertFalse(window.has('menu item', 'Cut'))        # a label's own menu
        window.find('menu item', 'Copy the Address').act()
        window.find('label', 'Copied')
        click_until(window, link, 'list item', message('first'))
        window.press('ctrl+End')
        self.choose('second', 'Forward…')
        wait_for(lambda: window.find('text', 'Text').text == 'second', 'the text in a new message')
        window.find('text', 'To').set_text('cleo')
        window.press('ctrl+Return')
        window.wait_gone('text', 'To', timeout=20)
        self.assertEqual(self.api.bodies('cleo'), ['second'])
        linked = self.session.run([self.ada.executable, '--profile', 'ada',
                                   'parlour://message/0190b6a1-7e57-7000-8000-000000000001/3'], timeout=20)
        self.assertEqual(linked.returncode, 0, linked.stderr)
        window.find('label', 'This message is in no conversation of yours.', timeout=20)
        self.close()

    def test_editing(self):
        self.api.send('ada', 'ben', 'frist')
        self.api.send('ben', 'ada', 'theirs')
        self.api.send('ada', 'ben', 'secnod')
        window = self.open('secnod')
        window.find('text', 'Message').type('a draft')
        self.choose('frist', 'Edit')
        composer = window.find('text', 'Message')
        wait_for(lambda: composer.text == 'frist', 'the text to edit')
        press('Escape')
        wait_for(lambda: composer.text == 'a draft', 'the draft to come back')
        self.choose('frist', 'Edit')
        composer.set_text('first')
        press('Return')
        window.find('list item', re.compile(r'edited, \d+:\d\d[^:]*: first', re.DOTALL), timeout=20)
        self.assertEqual(composer.text, 'a draft')
        composer.set_text('')
        window.find('text', 'Message').click()
        press('Up')
        wait_for(lambda: composer.text == 'secnod', 'the last one of my own')
        composer.set_text('second')
        press('Return')
        window.find('list item', message('second'), timeout=20)
        self.choose('second', 'Give It a Title')
        window.find('text', 'Title').type('A title')
        press('Return')
        window.find('text', 'Message').wait_until('focused')
        press('Return')
        window.find('list item', message('A title. second'), timeout=20)
        window.picture('edited')
        wait_for(lambda: self.api.bodies('ben') == ['first', 'theirs', 'second'], 'the other one to read it', 20)
        click_until(window, lambda: window.find('list item', message('theirs')), 'menu item', 'Reply', button=3)
        self.assertFalse(window.has('menu item', 'Edit'))
        press('Escape')
        self.close()

    def test_undo_brings_all_back_and_covers_nothing(self):
        for text in ('first', 'second', 'third'):
            self.api.send('ben', 'ada', text)
        window = self.open('third')
        delete_for_me(window, 'first')
        window.find('label', 'Message deleted for you')
        delete_for_me(window, 'second')
        notice = window.find('label', '2 messages deleted for you')
        newest = window.find('list item', message('third'))
        composer = window.find('text', 'Message')
        self.assertLessEqual(newest.place[1] + newest.place[3], notice.place[1])
        self.assertLessEqual(notice.place[1] + notice.place[3], composer.place[1])
        window.find('button', 'Undo').click()
        for text in ('first', 'second'):
            window.find('list item', message(text))
        window.wait_gone('button', 'Undo')
        delete_for_me(window, 'first')
        window.find('button', 'Dismiss').click()
        window.wait_gone('button', 'Undo')
        wait_for(lambda: self.api.bodies('ada') == ['second', 'third'], 'the server to hear of it', 20)
        self.close()

    def test_line_of_new_messages_goes_with_the_answer(self):
        self.api.send('ben', 'ada', 'Did you see it?')
        window = self.open('Did you see it?')
        window.find('label', 'New messages')
        window.find('text', 'Message').type('Yes')
        press('Return')
        window.find('list item', message('Yes', '(Sent|Delivered)'), timeout=20)
        self.assertFalse(window.has('label', 'New messages'))
        self.close()

    def break_outbox(self, statement):
        copy, = glob.glob(os.path.join(self.session.environment['XDG_DATA_HOME'], '**', 'copy.db'), recursive=True)
        with contextlib.closing(sqlite3.connect(copy, timeout=20)) as db, db:
            db.execute(statement)

    def test_refused_message_stands_in_the_conversation(self):
        self.api.send('ben', 'ada', 'Good morning')
        window = self.open('Good morning')
        self.server.kill()
        window.find('label', re.compile('^Offline'), timeout=20)
        for text in ('one', 'two'):
            window.find('text', 'Message').type(text)
            press('Return')
            window.find('list item', message(text, 'Waiting to be sent'))
        self.choose('two', 'Copy')
        window.find('label', 'Copied')
        self.break_outbox('UPDATE outbox SET reply_to = 999999')
        self.server.start()
        window.find('list item', message('one', 'Not sent'), timeout=60)
        window.find('list item', message('two', 'Waiting to be sent'))      # it keeps its place behind the other
        window.find('button', 'Retry').click()
        window.find('list item', message('one', 'Not sent'), timeout=20)
        self.break_outbox("UPDATE outbox SET reply_to = NULL WHERE body = 'one'")
        click_until(window, lambda: window.find('list item', message('one')), 'menu item', 'Retry', button=3)
        window.find('menu item', 'Retry').act()
        window.find('list item', message('one', '(Sent|Delivered)'), timeout=20)
        window.find('list item', message('two', 'Not sent'), timeout=20)
        window.find('button', 'Delete').click()
        wait_for(lambda: not window.has('list item', message('two')), 'the message to go')
        self.assertEqual(self.api.bodies('ben'), ['Good morning', 'one'])
        self.close()

    def test_copy_that_is_built_anew_is_filled_again(self):
        for number in range(1, MANY + 1):
            self.api.send('ben', 'ada', f'Message {number}.')
        window = self.open('Message 1.')
        self.server.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.server.folder, 'parlour.db'))) as db, db:
            db.execute('UPDATE place SET value = ? WHERE name = ?', (str(uuid.uuid4()), 'epoch'))
        window.find('label', re.compile('^Offline'), timeout=20)
        self.server.start()
        window.wait_gone('label', re.compile('^Offline'), timeout=60)
        window.press('ctrl+End')
        window.find('list item', message(f'Message {MANY}.'), timeout=20)
        window.press('shift+F6', 'Home')
        window.find('list item', message('Message 1.'), timeout=20)
        self.assertFalse(window.has('label', 'No messages yet'))
        self.close()


if __name__ == '__main__':
    unittest.main()
