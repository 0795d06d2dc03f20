# SPDX-License-Identifier: GPL-3.0-or-later
"""*Reports* in the window of whoever administers a place that another computer hosts."""
import re
import subprocess
import unittest

from parlour_test.paths import program
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for

from place import Api, sign_in

ACCOUNT = re.compile('^Account')


class ReportsTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.server = self.enterContext(Server())
        self.api = Api(self.server)
        for username, name in (('ada', 'Ada'), ('ben', 'Ben'), ('cleo', 'Cleo')):
            self.api.register(username, name)

    def report(self, who, message, reason):
        self.api.call('POST', f"/conversations/{message['conversation']}/messages/{message['seq']}/report", {'reason': reason},
                      who)

    def open_reports(self):
        return self.api.call('GET', '/admin/reports?open=true', who='ada')['items']

    def test_an_administrator_looks_after_reports(self):
        self.report('ada', self.api.send('ben', 'ada', 'A rude word'), 'Rude to me')
        self.report('cleo', self.api.send('ben', 'cleo', 'Another rude word'), 'Rude to me, too')
        subprocess.run([program('parlour-server'), 'user', 'change', 'ada', '--role', 'admin', '--data-dir', self.server.folder],
                       check=True, timeout=30, stdout=subprocess.DEVNULL)
        with Person(self.session, 'Ada') as ada:
            window = ada.open()
            sign_in(window, self.server, 'ada')
            window.find('group', re.compile('^Ben'), timeout=20)
            window.choose(ACCOUNT, 'Reports')
            reports = window.find('window', 'Reports')
            foreign = reports.find('list item', 'Cleo reports a message of Ben', timeout=20)
            foreign.find('label', 'Another rude word')
            self.assertEqual(foreign.find_all('button', 'Show Where It Stands'), [])
            window.picture('reports-elsewhere')
            foreign.find('button', 'Done').click()
            window.wait_gone('list item', 'Cleo reports a message of Ben', timeout=20)
            wait_for(lambda: len(self.open_reports()) == 1, 'the report to be closed', 20)
            own = reports.find('list item', 'Ada reports a message of Ben')
            own.find('button', 'Show Where It Stands').click()
            window.wait_gone('window', 'Reports')
            window.find('log', 'Messages', timeout=20).find('label', 'A rude word', timeout=20)
            ada.close()

    def test_members_see_no_reports(self):
        with Person(self.session, 'Ben') as ben:
            window = ben.open()
            sign_in(window, self.server, 'ben')
            window.find('button', ACCOUNT, timeout=20).click()
            window.find('menu item', 'Add a Device…')
            self.assertFalse(window.has('menu item', 'Reports'))
            ben.close()


if __name__ == '__main__':
    unittest.main()
