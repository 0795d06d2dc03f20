# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of what whoever hosts sees, in every look, with two hundred accounts and names of all kinds, for people to look
at. As with gallery.py, not a proof that it looks right; `PARLOUR_TEST_PICTURES` names the folder."""
import concurrent.futures
import os
import re
import subprocess
import time
import unittest

import pseudo
from parlour_test import paths
from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.window import press

from gallery import CROWD, LONG_NAME, NOISE, UNBROKEN
from hosted import HostedPlace, host
from place import Api

PEOPLE = {'wil': LONG_NAME, 'noa': 'נועה ברק', 'uni': 'Zoë 🎈 Ünal', 'one': 'M', 'gap': 'x' * 80, 'unb': UNBROKEN[:80]}
WIDE = (720, 640)
NARROW = (360, 640)
WHEEL_DOWN = 5
MENU = 'What to Do with This Account'
# GTK 4.8 says so of a short label in some fonts; nothing of ours asks for it.
LABEL_OF_GTK = re.compile(r'^.*GtkLabel .* reported min width.*$', re.MULTILINE)
PAGES = ('server', 'accounts', 'invites', 'reports', 'backup', 'activity')


class HostingGallery(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        host(self.ada.open())
        self.place = HostedPlace(self.ada)

    def seed(self, crowd):
        place = self.place
        people = dict(PEOPLE, **{f'p{number}': f'Neighbour {number}' for number in range(1, crowd + 1)})
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda pair: place.add_user(*pair), people.items()))
        api = Api(place)
        api.sign_in('one')
        api.sign_in('wil')
        api.send('one', 'wil', 'Hello')
        place.ask('user', 'disable', 'noa')
        place.ask('user', 'disable', 'wil')
        place.ask('user', 'change', 'wil', '--role', 'admin')
        place.ask('settings', 'set', '--name', LONG_NAME)
        for uses in (1, 5, 100):
            place.invite('--uses', str(uses))
        for invite in place.ask('invite', 'list')[:2]:
            place.ask('invite', 'revoke', invite['id'])
        self.ada.close()

    def take(self, name):
        time.sleep(0.4)     # for the eye: what is on its way arrives
        path = os.path.join(paths.pictures(), f'hosting-{name}.png')
        subprocess.run(['import', '-window', 'root', path], check=True, timeout=30)

    def scale_text(self, factor):
        set_resources = ['xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER']
        subprocess.run([*set_resources, f'Xft.dpi:\t{96 * factor:g}\n'], check=True)

    def turn_to(self, window, index):
        """By its place: a language has its own names, and a narrow window has the tabs twice."""
        window.find_all('page tab')[index - len(PAGES)].click()
        window.find('scroll pane')

    def tour(self, look, size, program=None, **environment):
        kept = dict(self.session.environment)
        self.session.environment.update(environment)
        ada = self.enterContext(Person(self.session, 'Ada', program))
        window = ada.open()
        window.find('window').act('win.server')
        window.find('page tab', timeout=20)
        window.resize(*size)
        for index, page in enumerate(PAGES):
            self.turn_to(window, index)
            self.take(f'{look}-{page}')
            window.find_all('scroll pane')[-1].click(button=WHEEL_DOWN, count=40)
            self.take(f'{look}-{page}-end')
        log = ada.log()
        ada.kill()
        self.session.environment = kept
        self.assertEqual(NOISE.findall(LABEL_OF_GTK.sub('', log)), [])

    def test_dialogs(self):
        """Those that the pages open, where the window is narrow and the place has a long name."""
        self.seed(1)
        window = self.ada.open()
        window.find('window').act('win.server')
        window.find('page tab', timeout=20)
        window.resize(*NARROW)
        self.turn_to(window, 1)
        window.find('button', 'Add…').click()
        self.leave(window, 'Add Account', 'add')
        window.choose(MENU, 'Delete…')
        self.leave(window, None, 'delete')
        window.choose(MENU, 'Reset Password…')
        self.leave(window, 'Reset Password', 'password')
        self.turn_to(window, 2)
        window.find('button', 'New Invite…').click()
        dialog = window.find('dialog', 'Invite People')
        self.take('dialog-new-invite')
        dialog.find('button', 'Make Invite').click()
        dialog.find('button', 'Copy Link', timeout=20)
        self.leave(window, 'Invite People', 'invite')
        self.turn_to(window, PAGES.index('backup'))
        window.find('button', 'Back Up Now').click()
        window.find('label', 'The backup is made', timeout=20)
        self.take('dialog-backed-up')
        window.find('button', 'Restore…').click()
        self.leave(window, 'Restore a Backup', 'restore')
        window.find_all('button', 'Move…')[0].act()
        dialog = window.find('dialog', 'Move to Another Computer')
        dialog.find('button', 'Move…').click()
        self.leave(window, 'Move to Another Computer', 'move')
        self.ada.kill()

        newcomer = self.enterContext(Person(self.session, 'New')).open()
        newcomer.resize(*NARROW)
        newcomer.find('button', 'Host on This Computer').click()
        newcomer.find('button', 'Take Over a Moved Place…')
        self.take('dialog-host')
        newcomer.find('button', 'Take Over a Moved Place…').click()
        newcomer.find('button', 'Take Over').click()
        newcomer.find('label', 'Choose the file that was made there.')
        self.take('dialog-take-over')

    def leave(self, window, title, name):
        window.find('dialog', title)
        self.take('dialog-' + name)
        press('Escape')
        window.wait_gone('dialog', title)

    def test_every_look(self):
        self.seed(CROWD)
        pseudo_program = pseudo.make_program(os.path.join(self.session.folder, 'pseudo'))
        os.symlink(paths.program('parlour-server'), os.path.join(os.path.dirname(pseudo_program), 'parlour-server'))
        self.tour('light', WIDE)
        self.tour('dark-narrow', NARROW, ADW_DEBUG_COLOR_SCHEME='prefer-dark')
        self.tour('rtl', WIDE, pseudo_program, LANGUAGE=pseudo.LANGUAGE)
        self.tour('german-narrow', NARROW, LANGUAGE='de')
        self.scale_text(1.5)
        self.addCleanup(self.scale_text, 1)
        self.tour('large-narrow', NARROW)


if __name__ == '__main__':
    unittest.main()
