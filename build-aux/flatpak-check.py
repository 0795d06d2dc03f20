#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through the installed Flatpak as a person would. See build-aux/flatpak-check."""
import os
import re
import subprocess
import sys
import time

from parlour_test.accessible import name_of_program, programs, read_tree
from parlour_test.waiting import wait_for
from parlour_test.window import Window

APP = 'im.parlour.Parlour'
HELLO = 'Hello from the next sandbox'
ANSWER = 'Hello from the window'
PASSWORD = 'correct horse battery'
START = time.monotonic()


def say(text):
    print(f'{time.monotonic() - START:6.1f} s  {text}', flush=True)


def run_inside(program, *arguments, stdin=None):
    """What a program prints that runs in a sandbox of its own."""
    done = subprocess.run(['flatpak', 'run', '--user', '--command=' + program, APP, *arguments], input=stdin,
                          capture_output=True, text=True, timeout=60)
    if done.returncode:
        sys.exit(f'{program} {" ".join(arguments)}: status {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout.strip()


class SandboxedWindow(Window):
    """Its process is the sandbox's; the program has another number inside, so it is found by its name."""

    def _look_for_window(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the sandbox ended with status {self.process.returncode}')
        for owner in programs():
            if name_of_program(owner) in (APP, 'parlour') and read_tree(owner).children:
                return owner
        return None

    def _x_windows(self):
        done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', APP], capture_output=True, text=True,
                              timeout=30)
        return done.stdout.split()


def open_window():
    return SandboxedWindow(subprocess.Popen(['flatpak', 'run', '--user', APP]), timeout=60)


def see_programs():
    for program in ('parlour', 'parlour-server', 'parlour-cli'):
        say(f'{run_inside(program, "--version")} is in the sandbox')
    assert run_inside('parlour', '--serve', '--version').startswith('parlour-server ')
    say('and so is “parlour --serve”, the bundled server')


def host(window):
    window.find('button', 'Host on This Computer', timeout=30)
    window.picture('1-welcome')
    window.find('button', 'Host on This Computer').click()
    window.find('text', 'Name of the Place').set_text('Elm Street 7')
    window.find('text', 'Your Username').set_text('ada')
    window.find(None, 'Your Password').set_text(PASSWORD)
    window.press('Return')
    window.find(None, 'Conversations', timeout=40)
    say('Ada hosts a place from the window')


def own_file(*path):
    """A file that every sandbox of the app sees."""
    return os.path.join(os.environ['HOME'], '.var', 'app', APP, 'data', *path)


def join():
    """Ben is another sandbox, which knows the place by the invitation alone."""
    made = run_inside('parlour-server', 'invite', 'create', '--data-dir', own_file('parlour', 'server'))
    link = re.search(r'parlour://join\?\S+', made).group()
    say('an invitation: ' + re.sub(r't=[^&]+', 't=…', link))
    run_inside('parlour-cli', '--profile', 'ben', '--token-file', own_file('token-of-ben'), '--server', link,
               '--password-stdin', 'register', 'ben', stdin=PASSWORD + '\n')
    say('Ben joins by it')


def as_ben(*arguments):
    return run_inside('parlour-cli', '--profile', 'ben', '--token-file', own_file('token-of-ben'), *arguments)


def write(window):
    """Both ways."""
    as_ben('send', 'ada', HELLO)
    window.press('Escape')      # the invite
    window.wait_gone('label', re.compile('^parlour://join'))
    window.find('group', re.compile(HELLO), timeout=30).click()
    window.find('text', 'Message', timeout=20).type(ANSWER)
    window.press('Return')
    window.find('list item', re.compile(ANSWER + '. (Sent|Delivered|Read)$'), timeout=30)
    window.picture('2-messages')
    assert ANSWER in as_ben('history', 'ada')
    say('what he writes is in her window, and what she answers in his terminal')


def main():
    see_programs()
    window = open_window()
    try:
        host(window)
        join()
        write(window)
        window.close()
        wait_for(lambda: window.process.poll() is not None, 'the end of the sandbox', 20)
        window = open_window()
        window.find(None, re.compile(ANSWER), timeout=40)
        window.wait_gone('label', re.compile('^Offline'), timeout=40)
        assert not window.has('button', 'Join a Place')
        window.picture('3-again')
        say('she is still signed in at the next start: her token is in the keyring, by the portal')
    finally:
        if window.process.poll() is None:
            subprocess.run(['flatpak', 'kill', APP], check=False)
            window.process.wait(20)
    print('Pictures: ' + os.environ['PARLOUR_TEST_PICTURES'])


if __name__ == '__main__':
    main()
