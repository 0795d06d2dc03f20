# SPDX-License-Identifier: GPL-3.0-or-later
"""A place that goes on without a window, and a computer that is kept awake for it."""
import os
import re
import unittest

from parlour_test.desktop import Desktop
from parlour_test.notifications import Notifications
from parlour_test.person import Person
from parlour_test.server import Server
from parlour_test.session import Session
from parlour_test.waiting import wait_for
from parlour_test.window import Window

from place import PASSWORD, Api, sign_in

SUSPEND = 4     # of GtkApplicationInhibitFlags
STAY = 'Stay in the Background'


def host(window):
    window.find('button', 'Host on This Computer').click()
    window.find('text', 'Name of the Place').set_text('Elm Street 7')
    window.find('text', 'Your Username').set_text('ada')
    window.find(None, 'Your Password').set_text(PASSWORD)
    window.press('Return')
    window.find('label', 'Invite People', timeout=20)
    window.press('Escape')


def switch_staying(window):
    window.press('ctrl+comma')
    window.find('label', STAY, timeout=20).click()
    return window


class BackgroundTest(unittest.TestCase):
    def test_hosts_on_without_a_window(self):
        with Session() as session, Person(session, 'Ada') as ada:
            desktop = Desktop(session)
            window = ada.open()
            host(window)
            self.assertEqual(desktop.wait('inhibit')['flags'], SUSPEND)
            switch_staying(window)
            asked = desktop.wait('background', autostart=True)
            self.assertEqual(asked['commandline'], ['parlour', '--profile', 'ada', '--background'])
            desktop.wait('status', message='Hosting: 1 online')
            window.press('Escape')
            window.wait_gone('label', STAY)
            server, = ada.servers()

            # Without a window the program and its server go on, and a second start brings the window back.
            window.press('ctrl+w')
            wait_for(lambda: not window.find_all('button', 'New Message'), 'the window to close', 20)
            self.assertIsNone(window.process.poll())
            self.assertTrue(os.path.exists(f'/proc/{server}'))
            self.assertEqual(desktop.calls('uninhibit'), [])
            session.run([ada.executable, '--profile', 'ada'])
            window.find('button', 'New Message', timeout=20)

            switch_staying(window)
            desktop.wait('background', autostart=False)
            window.press('Escape')
            window.wait_gone('label', STAY)
            ada.close()
            desktop.wait('uninhibit')
            wait_for(lambda: not os.path.exists(f'/proc/{server}'), 'the end of the server', 20)

    def test_a_member_hears_without_a_window_from_the_start(self):
        """As the desktop starts the program when one logs in."""
        with Session() as session, Server() as server, Person(session, 'Ada') as ada:
            session.environment['GSETTINGS_BACKEND'] = 'keyfile'    # the wish outlives the program
            api = Api(server)
            for username, name in (('ada', 'Ada Lindqvist'), ('ben', 'Ben Okafor')):
                api.register(username, name)
            desktop = Desktop(session)
            notifications = Notifications(session)
            sign_in(ada.open(), server, 'ada')
            switch_staying(ada.window)
            desktop.wait('background', autostart=True)
            ada.window.press('ctrl+q')      # goes with the preferences still open
            self.assertEqual(ada.window.process.wait(20), 0)
            ada.window = None

            process = ada.start('--background')
            self.addCleanup(process.kill)
            api.send('ben', 'ada', 'Are you there?')
            number = notifications.wait('Ben Okafor', 'Are you there?')
            self.assertEqual(session.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)]).stdout, '')
            notifications.click(number)
            ada.window = Window(process)
            ada.window.find('list item', re.compile('Are you there'), timeout=20)
            ada.window.press('ctrl+q')
            self.assertEqual(process.wait(20), 0)
            ada.window = None

    def test_a_desktop_that_forbids_it_is_told(self):
        with Session() as session, Person(session, 'Ada') as ada:
            desktop = Desktop(session, allows=False)
            window = switch_staying(ada.open())
            desktop.wait('background', autostart=True)
            window.find('label', 'The desktop does not let Parlour run in the background.', timeout=20)
            window.press('Escape')
            ada.close()


if __name__ == '__main__':
    unittest.main()
