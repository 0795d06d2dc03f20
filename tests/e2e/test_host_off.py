# SPDX-License-Identifier: GPL-3.0-or-later
"""What a member sees of a host whose computer is switched off or gets another address, and that it can be woken. Two
computers on one network."""
import json
import os
import re
import subprocess
import unittest

from parlour_test import network
from parlour_test.paths import program
from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from hosted import HostedPlace, close_server, fill_in, host, show_server
from place import PASSWORD

SEEMS_OFF = re.compile(r'^The host’s computer seems to be off, last seen \d+:\d\d')
# Port 9 of this computer, as the host's network card would hear it.
LISTENER = '''import socket, sys
heard = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
heard.bind(('', 9))
print('ready', flush=True)
print(heard.recv(200).hex(), flush=True)'''


class HeadlessHost:
    """A place on `computer`, without a window."""

    def __init__(self, session):
        self.session = session
        self.folder = os.path.join(session.folder, 'place')
        self.process = session.start([program('parlour-server'), 'serve', '--data-dir', self.folder, '--listen',
                                      '0.0.0.0:7447'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout.readline().startswith('ready'), 'no server'

    def ask(self, *command):
        done = self.session.run([program('parlour-server'), *command, '--data-dir', self.folder, '--json'])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def close(self):
        self.process.stdout.close()


@unittest.skipIf(network.missing(), network.missing())
class HostOffTest(unittest.TestCase):
    def test_is_told_and_woken(self):
        alpha, beta = self.enterContext(network.Network()).computers
        host = HeadlessHost(self.enterContext(Session(computer=alpha)))
        self.addCleanup(host.close)
        link = host.ask('invite', 'create')['link']
        ben = self.enterContext(Person(self.enterContext(Session(computer=beta)), 'Ben'))
        self.join(ben.open(link))
        address = json.loads(alpha.run('ip', '-json', 'link', 'show', 'lan'))[0]['address']
        ben.close()

        alpha.run('ip', 'link', 'set', 'lan', 'down')
        window = ben.open()
        window.find('label', SEEMS_OFF, timeout=40)
        self.assertIn(bytes.fromhex('ff' * 6 + address.replace(':', '') * 16), self.wake(window, beta))

        # It was asleep; now it answers, and all is well by itself.
        alpha.run('ip', 'link', 'set', 'lan', 'up')
        window.wait_gone('label', SEEMS_OFF, timeout=60)
        ben.close()

    def test_invites_nobody_to_a_computer_in_no_network(self):
        alpha, _ = self.enterContext(network.Network()).computers
        alpha.run('ip', 'link', 'set', 'lan', 'down')
        ada = self.enterContext(Person(self.enterContext(Session(computer=alpha)), 'Ada'))
        window = ada.open()
        window.find('button', 'Host on This Computer').click()
        fill_in(window)
        window.press('Return')
        window.find('label', re.compile('^This computer is in no network'), timeout=20)
        place = HostedPlace(ada)
        self.assertEqual(place.ask('invite', 'list'), [])
        alpha.run('ip', 'link', 'set', 'lan', 'up')
        wait_for(lambda: place.ask('status')[0]['addresses'], 'the network', 20)
        window.find('button', 'Make Invite').click()
        window.find('label', re.compile('^parlour://join'))
        window.press('Escape')
        ada.close()

    def test_is_followed_to_another_address(self):
        alpha, beta = self.enterContext(network.Network()).computers
        ada = self.enterContext(Person(self.enterContext(Session(computer=alpha)), 'Ada'))
        host(ada.open())
        ben = self.enterContext(Person(self.enterContext(Session(computer=beta)), 'Ben'))
        self.join(ben.open(HostedPlace(ada).invite()))
        show_server(ada.window).find('label', re.compile(r'^10\.77\.0\.1:'))

        # No cable is drawn and nobody takes leave: the old address is just nobody's any more.
        alpha.run('ip', 'addr', 'add', '10.77.0.50/24', 'dev', 'lan')
        alpha.run('ip', 'addr', 'del', '10.77.0.1/24', 'dev', 'lan')
        alpha.run('ip', 'addr', 'replace', '10.77.0.50/24', 'dev', 'lan')
        ada.window.find('label', re.compile(r'^10\.77\.0\.50:'), timeout=20)
        close_server(ada.window)
        ben.window.press('ctrl+n')
        ben.window.find('text', 'To').set_text('ada')
        ben.window.find('text', 'Text').set_text('Still here')
        ben.window.press('ctrl+Return')
        ada.window.find(None, re.compile('Still here'), timeout=30)
        ben.close()
        ada.close()

    @staticmethod
    def join(window):
        window.find('button', 'Create an Account', timeout=20).click()
        window.find('text', re.compile('^Your Name')).set_text('Ben Okafor')
        window.find('text', 'Username').set_text('ben')
        window.find(None, 'Password').set_text(PASSWORD)
        window.press('Return')
        window.find('button', 'Conversations', timeout=20)

    @staticmethod
    def wake(window, computer):
        """What is heard on the network once *Wake* was chosen."""
        heard = subprocess.Popen([*computer.prefix, '/usr/bin/python3', '-c', LISTENER], stdout=subprocess.PIPE, text=True)
        try:
            assert heard.stdout.readline() == 'ready\n'
            window.find('button', re.compile('^Wake')).click()
            return bytes.fromhex(wait_for(heard.stdout.readline, 'the packet').strip())
        finally:
            heard.kill()
            heard.wait()
            heard.stdout.close()


if __name__ == '__main__':
    unittest.main()
