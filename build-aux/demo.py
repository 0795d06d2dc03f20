#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows Parlour to whoever looks: one person hosts a place, another joins, step by step. build-aux/demo starts this inside a
session of its own and says where the pictures go.

The windows are driven by real key presses and clicks; what they show is read as a screen reader reads it.
"""
import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from parlour_test.paths import program
from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import Timeout, wait_for
from parlour_test.window import press, type_text, xdo

PLACE = 'Elm Street 7'
WORDS = re.compile(r'^[a-z]+( [a-z]+){5}$')
PASSWORD = 'twelve lanterns'
BACKGROUND = '#e4e1ec'
MARGIN = 36
CORNER = 12
FRAME = 4       # what GTK draws around a window where nothing draws its shadow
TITLE = 'Summer party'
FIRST = 'Shall we have it in the courtyard on Saturday? I can bring two cakes.'
TALK = (('ben', 'Lovely! I bring lemonade and the long table.'),
        ('ada', 'And the lanterns from last year?'),
        ('ben', 'All twelve are in my cellar. I will hang them up on Friday.'),
        ('ada', 'Perfect. See you at five, then!'))
DELETED = TALK[1][1]
MEANWHILE = 'Did the lights go out for you as well?'
LAST = 'They did. All is well again.'
NEIGHBOURS = (('jonas', 'Jonas Weber', 'The projector is back from repair.', ''),
              ('maya', 'Maya Torres', 'The scores are on the piano, second pile.', 'Choir on Thursday'))


def message_name(text, state=''):
    """What a message in the log is called; unlike the entry of its conversation, it starts with who and when."""
    return re.compile(r'^[^,]+, \d+:\d\d[^:]*: .*' + re.escape(text) + '.*' + state, re.DOTALL)


def click_until(condition, window, role, name):
    """Clicks on a row until that has shown an effect: rows are made anew when the server says something new, and a click
    that falls into that moment is lost."""
    window.find(role, name)
    for timeout in (3, 3, 10):
        for row in window.find_all(role, name)[:1]:
            row.click()
        try:
            return wait_for(condition, f'an effect of the click on {name!r}', timeout)
        except Timeout:
            if timeout == 10:
                raise


class StepFailed(Exception):
    """What did not happen; the reason is its cause."""


class Pictures:
    """Draws the two windows as they lie on the screen, on a plain ground, whatever else the screen shows."""

    def __init__(self, folder, people):
        self.folder = folder
        self.people = people
        self._drawing = []
        self._parts = tempfile.mkdtemp()

    def take(self, name):
        """Keeps what the windows show now; the picture is drawn from it while the demonstration goes on."""
        path = os.path.join(self.folder, name + '.png')
        windows = [self._keep(window) for window in self._windows()]
        left, top = (min(window[axis] for window in windows) - MARGIN for axis in (1, 2))
        width = max(window[1] + window[3] for window in windows) + MARGIN - left
        height = max(window[2] + window[4] for window in windows) + MARGIN - top
        command = ['convert', '-size', f'{width}x{height}', 'xc:' + BACKGROUND]
        for file, x, y, window_width, window_height in windows:
            shape = f'roundrectangle 0,0 {window_width - 1},{window_height - 1} {CORNER},{CORNER}'
            command += ['(', file, '(', '-size', f'{window_width}x{window_height}', 'xc:black', '-fill', 'white',
                        '-draw', shape, ')', '-alpha', 'off', '-compose', 'CopyOpacity', '-composite', '-compose',
                        'over', '-repage', f'+{x - left}+{y - top}',
                        '(', '+clone', '-background', 'black', '-shadow', '38x9+0+3', ')', '+swap', ')']
        command += ['-background', 'none', '-layers', 'merge', '-crop', f'{width}x{height}+0+0', '+repage', '-strip',
                    '-alpha', 'off', '-define', 'png:compression-level=9', path]
        self._drawing.append((path, subprocess.Popen(command)))

    def finish(self):
        """The paths of all pictures, once they are drawn."""
        return [path for path, drawing in self._drawing if drawing.wait(60) == 0]

    def _windows(self):
        """The X windows of all people, the lowest first."""
        listed = subprocess.run(['xprop', '-root', '_NET_CLIENT_LIST_STACKING'], capture_output=True, text=True).stdout
        own = {int(window) for person in self.people if person.window
               for window in subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(person.window.process.pid)],
                                            capture_output=True, text=True).stdout.split()}
        return [window for window in (int(number, 16) for number in re.findall(r'0x[0-9a-f]+', listed)) if window in own]

    def _keep(self, window):
        """What this window shows without its shadow or frame: a file, then where it lies."""
        about = subprocess.run(['xwininfo', '-id', str(window)], capture_output=True, text=True, check=True).stdout
        x, y, width, height = (int(re.search(what + r':\s*(-?\d+)', about).group(1)) for what in (
            'Absolute upper-left X', 'Absolute upper-left Y', 'Width', 'Height'))
        frame = subprocess.run(['xprop', '-id', str(window), '_GTK_FRAME_EXTENTS'], capture_output=True, text=True).stdout
        left, right, above, below = [int(number) for number in re.findall(r'\d+', frame.partition('=')[2])] or [FRAME] * 4
        width, height = width - left - right, height - above - below
        file = os.path.join(self._parts, f'{len(self._drawing)}-{window}.miff')
        subprocess.run(['import', '-window', str(window), '-crop', f'{width}x{height}+{left}+{above}', '+repage', file],
                       check=True, timeout=30)
        return file, x + left, y + above, width, height


class ServerKiller(threading.Thread):
    """Kills the server that somebody hosts as often as the app starts it again."""

    def __init__(self, person):
        super().__init__(daemon=True)
        self.person = person
        self._end = threading.Event()

    def run(self):
        while not self._end.wait(0.02):
            for server in self.person.servers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(server, signal.SIGKILL)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self.join()


class Demo:
    def __init__(self, session, ada, ben, folder):
        self.session = session
        self.link = None
        self.ada = ada
        self.ben = ben
        self.pictures = Pictures(folder, (ada, ben))
        self._writing = set()
        self._start = time.monotonic()

    @contextlib.contextmanager
    def step(self, text):
        try:
            yield
        except Exception as error:
            raise StepFailed(text) from error
        print(f'{time.monotonic() - self._start:5.1f} s  {text}', flush=True)

    def run(self):
        with self.step('Ada opens Parlour and chooses “Host on This Computer”'):
            self.ada.open()
            self.place_ada()
            self.fill_host_page()
        with self.step('the server runs, with TLS and a key of its own; the invite and its QR code are on the screen'):
            self.start_hosting()
        with self.step('Ben opens the link: the place and the words that tell its key are those on Ada’s screen'):
            self.open_link()
        with self.step('he creates an account, and is welcomed in the conversation that all have in common'):
            self.create_account()
        with self.step('two neighbours write to Ada with parlour-cli'):
            self.let_neighbours_write()
        with self.step('Ada composes a message with a title'):
            self.compose()
        with self.step("it arrives in Ben's window, and he opens it"):
            self.open_conversation_of_ben(FIRST)
        with self.step('Ben replies, and they write back and forth'):
            for who, text in TALK:
                self.write(self.ben if who == 'ben' else self.ada, text)
                self.find_message(self.ada if who == 'ben' else self.ben, text)
            self.ben.window.focus()     # only what an active window shows counts as read
            self.find_message(self.ada, TALK[-1][1], 'Read')
            self.pictures.take('3-conversation')
        with self.step('Ada deletes a message for herself alone'):
            self.delete_for_me()
        with self.step('Ben still has it'):
            self.find_message(self.ben, DELETED)
            self.dismiss_toast()
        with self.step('the server is killed (kill -9), again and again: both are offline, and a message waits'), \
                ServerKiller(self.ada):
            for person in (self.ada, self.ben):
                person.window.find(None, re.compile('^Offline'))
            self.write(self.ada, MEANWHILE)
            self.find_message(self.ada, MEANWHILE, 'Waiting to be sent')
            self.pictures.take('6-offline')
        with self.step('the app has started it anew: the message is sent and arrives'):
            self.find_message(self.ben, MEANWHILE, timeout=30)
            for person in (self.ada, self.ben):
                person.window.wait_gone(None, re.compile('^Offline'))
        with self.step('Ben closes Parlour and starts it again: he is still signed in'):
            self.restart_ben()
        with self.step('and he answers'):
            self.write(self.ben, LAST)
            self.find_message(self.ada, LAST)
            self.pictures.take('7-back')

    def place_ada(self):
        """Ada's window wide, with her list beside the conversation, Ben's narrow, to the right of it."""
        screen_width, screen_height = map(int, xdo('getdisplaygeometry').split())
        height = min(640, screen_height - 120)
        self.place_ben = (min(820, screen_width - 480), 60, 420, height)
        self.place(self.ada, 20, 60, min(760, screen_width - 540), height)

    @staticmethod
    def place(person, x, y, width, height):
        person.window.resize(width, height)
        person.window.place(x, y)

    def fill_host_page(self):
        window = self.ada.window
        window.find('button', 'Host on This Computer').click()
        window.find(None, 'Name of the Place').click()
        type_text(PLACE)
        press('Tab', 'Tab')     # past the switch that lets anyone in
        for text in ('Ada Lindqvist', 'ada'):
            type_text(text)
            press('Tab')
        type_text(PASSWORD)
        self.pictures.take('0-host')

    def start_hosting(self):
        press('Return')
        self.link = self.ada.window.find('label', re.compile('^parlour://join'), timeout=30).name

    def open_link(self):
        window = self.ben.open(self.link)
        self.place(self.ben, *self.place_ben)
        words = window.find('label', WORDS).name
        self.ada.window.find('label', words)
        self.pictures.take('1-invite')
        self.ada.window.press('Escape')
        self.ada.window.wait_gone('label', re.compile('^parlour://join'))

    def create_account(self):
        window = self.ben.window
        window.find('button', 'Create an Account').click()
        window.find(None, re.compile('^Your Name')).click()
        for text in ('Ben Okafor', 'ben'):
            type_text(text)
            press('Tab')
        type_text(PASSWORD)
        press('Return')
        window.find('label', re.compile('^Welcome! '), timeout=20)
        window.find('button', 'Back to the List').click()
        window.find('button', 'New Message')

    def let_neighbours_write(self):
        for username, name, text, subject in NEIGHBOURS:
            common = [program('parlour-cli'), '--profile', username, '--token-file',
                      os.path.join(self.session.folder, username + '.token')]
            subprocess.run(common + ['--server', self.link, '--display-name', name, '--password-stdin',
                                     'register', username], input=PASSWORD + '\n', text=True, check=True, timeout=20,
                           env=self.session.environment, stdout=subprocess.DEVNULL)
            subprocess.run(common + ['--subject', subject, 'send', 'ada', text], check=True, timeout=20,
                           env=self.session.environment, stdout=subprocess.DEVNULL)
            self.ada.window.find(None, re.compile(f'^{name}, '))

    def compose(self):
        window = self.ada.window
        window.press('ctrl+n')
        to = window.find(None, 'To')
        to.type('be')
        click_until(lambda: to.text == 'ben', window, 'list item', 'Ben Okafor')
        window.find('text', re.compile('^Title')).click()
        type_text(TITLE)
        window.find(None, 'Text').type(FIRST)
        self.pictures.take('2-compose')
        press('ctrl+Return')
        self.find_message(self.ada, FIRST)

    def write(self, person, text):
        """Once somebody writes, the composer keeps the keyboard."""
        if person in self._writing:
            person.window.focus()
        else:
            person.window.find(None, 'Message').click()
            self._writing.add(person)
        type_text(text)
        press('Return')

    @staticmethod
    def find_message(person, text, state='', timeout=10):
        """The message in the person's log, in the state that is asked for."""
        return person.window.find(None, message_name(text, state), timeout)

    def delete_for_me(self):
        window = self.ada.window
        self.find_message(self.ada, DELETED).click(button=3)
        window.find(None, 'Delete…')
        press('Up', 'Return')
        button = window.find('button', 'Only for Me')
        self.pictures.take('4-delete')
        button.click()
        window.find(None, 'Message deleted for you')
        window.wait_gone(None, message_name(DELETED))
        self.pictures.take('5-deleted')

    def dismiss_toast(self):
        """The server is told once Undo has gone."""
        window = self.ada.window
        window.find('button', 'Dismiss').click()
        window.wait_gone(None, 'Message deleted for you')

    def open_conversation_of_ben(self, text):
        window = self.ben.window
        click_until(lambda: window.has(None, message_name(text)), window, None, re.compile(r'^Ada Lindqvist, (?!\d+:)'))

    def restart_ben(self):
        self.ben.close()
        self._writing.discard(self.ben)
        self.ben.open()
        self.place(self.ben, *self.place_ben)
        self.open_conversation_of_ben(MEANWHILE)


def report_failure(demo, failure, folder):
    """One line for the eye; all that is known goes to a file beside a picture."""
    cause = str(failure.__cause__).strip().split('\n')[0] or repr(failure.__cause__)
    print(f'FAILED   {failure}: {cause}', flush=True)
    path = os.path.join(folder, 'failed.txt')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(''.join(traceback.format_exception(failure)))
        for person in (demo.ada, demo.ben):
            file.write(f'\n--- {person.name} ---\n' + person.log())
            with contextlib.suppress(Exception):
                file.write(person.window.tree() + '\n')
    with contextlib.suppress(Exception):
        demo.pictures.take('failed')
    print(f'More about it: {path}')


def leave_open(people):
    print('Both windows are yours now; the demonstration ends once they are closed.', flush=True)
    for person in people:
        if person.window:
            person.window.process.wait()


def show(arguments):
    started = time.monotonic()
    with Session() as session, Person(session, 'Ada') as ada, Person(session, 'Ben') as ben:
        demo = Demo(session, ada, ben, arguments.pictures)
        try:
            demo.run()
            print(f'Done in {time.monotonic() - started:.0f} s.')
            if arguments.stay:
                leave_open((ada, ben))
        except StepFailed as failure:
            report_failure(demo, failure, arguments.pictures)
            return 1
        finally:
            print('Pictures:', *demo.pictures.finish(), sep='\n  ', flush=True)
    return 0


def main():
    parser = argparse.ArgumentParser(prog='build-aux/demo')
    parser.add_argument('--stay', action='store_true')
    parser.add_argument('pictures')
    arguments = parser.parse_args()
    tempfile.tempdir = os.environ['PARLOUR_SESSION_DIR']      # removed with the session, whatever happens here
    ended = []

    def end(*_):
        ended.append(True)
        sys.exit(143)
    signal.signal(signal.SIGTERM, end)
    try:
        return show(arguments)
    except Exception:
        if not ended:
            raise
        return 143      # the session's bus was ended as well; what stumbles over that is no news


if __name__ == '__main__':
    sys.exit(main())
