# SPDX-License-Identifier: GPL-3.0-or-later
"""Going back to a backup, and moving a place to another computer, by the window and the real server."""
import os
import re
import unittest

from parlour_test.person import Person
from parlour_test.session import Session
from parlour_test.window import press, type_text

from hosted import HostedPlace, close_server, host, show_server
from place import PASSWORD, Api

PASSPHRASE = 'a long and secret phrase'
SIGNED_OUT = 'You are signed out. What is here stays here.'


def choose_file(window, button, path):
    """In the toolkit's own dialog, by its name."""
    window.find('button', button).act()     # wherever the page is scrolled to
    window.find('button', 'Open')
    press('ctrl+l')
    type_text(path)
    window.find('button', 'Open').wait_until('sensitive').act()
    window.wait_gone('button', 'Open')


class MoveTest(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(Session())
        self.ada = self.enterContext(Person(self.session, 'Ada'))
        self.window = self.ada.open()
        host(self.window)
        self.place = HostedPlace(self.ada)
        self.place.ask('settings', 'set', '--registration', 'open')
        self.api = Api(self.place)
        self.api.register('ben', 'Ben')

    def test_restores_a_kept_backup(self):
        server = show_server(self.window, 'Backup')
        server.find('button', 'Back Up Now').click()
        self.window.find('label', 'The backup is made', timeout=20)
        self.api.register('late', 'Late')
        server.find('list', 'Kept on This Computer').find('button', 'Restore…').click()
        dialog = self.window.find('dialog', 'Restore a Backup')
        dialog.find('button', 'Cancel').click()
        self.window.wait_gone('dialog', 'Restore a Backup')
        self.assertIn('late', self.place.users())
        server.find('list', 'Kept on This Computer').find('button', 'Restore…').click()
        dialog = self.window.find('dialog', 'Restore a Backup')
        dialog.find('button', 'Restore').click()
        self.window.wait_gone('dialog', 'Restore a Backup', timeout=40)
        self.window.find('label', 'The backup is restored', timeout=20)
        self.assertEqual(set(self.place.users()), {'ada', 'ben'})
        close_server(self.window)

        # Everybody is signed out, the owner too, whose window goes on after the password.
        self.window.find('label', SIGNED_OUT, timeout=40)
        self.window.find('button', 'Sign In').click()
        self.window.find('dialog').find(None, 'Password').set_text(PASSWORD)
        self.window.press('Return')
        self.window.wait_gone('label', SIGNED_OUT, timeout=20)
        self.ada.close()

    def test_file_that_is_no_backup_changes_nothing(self):
        path = os.path.join(self.session.folder, 'no.backup')
        with open(path, 'w', encoding='ascii') as file:
            file.write('no backup')
        server = show_server(self.window, 'Backup')
        choose_file(self.window, 'Choose…', path)
        dialog = self.window.find('dialog', 'Restore a Backup')
        dialog.find('button', 'Restore').click()
        dialog.find('label', re.compile('^Nothing was changed. '), timeout=40)
        dialog.find('button', 'Cancel').click()
        self.assertEqual(set(self.place.users()), {'ada', 'ben'})
        self.api.call('GET', '/me', who='ben')
        close_server(self.window)
        self.ada.close()

    def test_moves_out_and_is_taken_over(self):
        path = os.path.join(self.session.folder, 'place.moved')
        show_server(self.window, 'Backup').find('button', 'Move…').act()
        dialog = self.window.find('dialog', 'Move to Another Computer')
        move = dialog.find('button', 'Move…')
        dialog.find(None, 'Passphrase').set_text('short')
        move.click()
        dialog.find('label', 'A passphrase has at least 10 characters.')
        dialog.find(None, 'Passphrase').set_text(PASSPHRASE)
        move.click()
        dialog.find('label', 'These are two different passphrases.')
        dialog.find(None, 'The Same Again').set_text(PASSPHRASE)
        move.click()
        self.save_as(path)
        dialog.find('label', path, timeout=60)
        dialog.find('button', 'Done').click()
        self.window.wait_gone('window', 'Server')
        self.window.find('label', re.compile('^Offline'), timeout=20)
        self.ada.close()

        # It is not started again here, and the menu no longer offers to administer it.
        window = self.ada.open()
        window.find('label', re.compile('^Offline'), timeout=20)
        self.assertEqual(self.ada.servers(), [])
        self.ada.close()

        laptop = self.enterContext(Person(self.session, 'Laptop'))
        self.take_over(laptop.open(), path)
        there = HostedPlace(laptop)
        self.assertEqual(set(there.users()), {'ada', 'ben'})
        api = Api(there)
        api.tokens = self.api.tokens
        api.call('GET', '/me', who='ben')
        laptop.close()

    def save_as(self, path):
        """In the toolkit's own dialog, whose name field takes a whole path."""
        self.window.find('button', 'Save')
        press('ctrl+a')
        type_text(path)
        press('Return')

    def take_over(self, window, path):
        window.find('button', 'Host on This Computer').click()
        window.find('button', 'Take Over a Moved Place…').click()
        window.find('button', 'Take Over').click()
        window.find('label', 'Choose the file that was made there.')
        choose_file(window, 'Choose…', path)
        window.find('label', os.path.basename(path))
        form = window.find('list item', 'File of the Moved Place').node.parent      # Host's page has such fields, too
        window.find(None, 'Its Passphrase').set_text('another long phrase')
        window.find('text', 'Your Username', inside=form).set_text('ada')
        window.find(None, 'Your Password', inside=form).set_text('not the password')
        window.find('button', 'Take Over').click()
        window.find('label', 'This is not the passphrase of the file.', timeout=40)
        window.find(None, 'Its Passphrase').set_text(PASSPHRASE)
        window.find('button', 'Take Over').click()
        window.find('label', 'The username or the password is wrong.', timeout=60)
        window.find(None, 'Your Password', inside=form).set_text(PASSWORD)
        window.find('button', 'Take Over').click()
        window.find('button', 'Conversations', timeout=20)


if __name__ == '__main__':
    unittest.main()
