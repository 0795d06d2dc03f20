#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an installation puts where, and whether the files that describe the app agree with one another."""
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

PROJECT = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..'))
BUILD = os.environ['PARLOUR_BUILD_DIR']


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


APP_ID = re.search(r"^app_id = '(.+)'$", read(PROJECT, 'meson.build'), re.MULTILINE).group(1)


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix='parlour-install.'))
        done = subprocess.run(['meson', 'install', '-C', BUILD, '--no-rebuild', '--quiet', '--destdir', folder],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        options = json.loads(subprocess.run(['meson', 'introspect', '--buildoptions', BUILD], check=True,
                                            capture_output=True, text=True).stdout)
        prefix = next(option['value'] for option in options if option['name'] == 'prefix')
        cls.prefix = folder + prefix

    def installed(self, *path):
        return os.path.join(self.prefix, *path)

    def test_programs_are_in_bin_and_start(self):
        self.assertEqual(sorted(os.listdir(self.installed('bin'))), ['parlour', 'parlour-cli', 'parlour-server'])
        for name in ('parlour', 'parlour-cli', 'parlour-server'):
            done = subprocess.run([self.installed('bin', name), '--version'], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertRegex(done.stdout, r'\d+\.\d+\.\d+')

    def test_everything_carries_the_id(self):
        for path in (f'share/applications/{APP_ID}.desktop', f'share/metainfo/{APP_ID}.metainfo.xml',
                     f'share/glib-2.0/schemas/{APP_ID}.gschema.xml', f'share/dbus-1/services/{APP_ID}.service',
                     f'share/icons/hicolor/scalable/apps/{APP_ID}.svg',
                     f'share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg', 'share/locale/de/LC_MESSAGES/parlour.mo'):
            self.assertTrue(os.path.isfile(self.installed(path)), path)

    def test_desktop_file_agrees_with_the_rest(self):
        desktop = read(self.installed('share', 'applications', APP_ID + '.desktop'))
        self.assertIn(f'\nIcon={APP_ID}\n', desktop)
        self.assertIn('\nExec=parlour %u\n', desktop)
        self.assertIn('\nMimeType=x-scheme-handler/parlour;\n', desktop)
        self.assertIn('\nComment[de]=', desktop)
        service = read(self.installed('share', 'dbus-1', 'services', APP_ID + '.service'))
        self.assertIn(f'\nName={APP_ID}\n', service)

    def test_server_can_be_a_service(self):
        unit = read(self.installed('lib', 'systemd', 'system', 'parlour-server.service'))
        self.assertRegex(unit, r'\nExecStart=/\S+/bin/parlour-server serve ')
        self.assertNotIn('@', unit.replace('@system-service', '').replace('@privileged', ''))
        for path in ('lib/systemd/system/parlour-server.socket', 'lib/sysusers.d/parlour.conf',
                     'share/doc/parlour/parlour-server.conf', 'share/man/man1/parlour-server.1'):
            self.assertTrue(os.path.isfile(self.installed(path)), path)

    def test_metainfo_names_the_version(self):
        root = ElementTree.parse(self.installed('share', 'metainfo', APP_ID + '.metainfo.xml')).getroot()
        version = re.search(r"^  version: '(.+)',$", read(PROJECT, 'meson.build'), re.MULTILINE).group(1)
        self.assertEqual(root.findtext('id'), APP_ID)
        self.assertEqual(root.find('releases/release').get('version'), version)

    def test_icons_are_square_svg(self):
        for folder, name in (('scalable', APP_ID), ('symbolic', APP_ID + '-symbolic')):
            root = ElementTree.parse(self.installed('share', 'icons', 'hicolor', folder, 'apps', name + '.svg')).getroot()
            self.assertTrue(root.tag.endswith('svg'))
            self.assertEqual(root.get('width'), root.get('height'))


class FlatpakTest(unittest.TestCase):
    def test_manifest_agrees_with_the_rest(self):
        manifest = json.loads(read(PROJECT, 'flatpak', APP_ID + '.json'))
        self.assertEqual(manifest['id'], APP_ID)
        self.assertEqual(manifest['command'], 'parlour')
        self.assertEqual(manifest['runtime'], 'org.gnome.Platform')
        ours = manifest['modules'][-1]
        self.assertEqual((ours['name'], ours['buildsystem']), ('parlour', 'meson'))

    def test_manifest_asks_for_no_more_than_it_needs(self):
        manifest = json.loads(read(PROJECT, 'flatpak', APP_ID + '.json'))
        self.assertEqual(sorted(manifest['finish-args']), ['--device=dri', '--share=ipc', '--share=network',
                                                           '--socket=fallback-x11', '--socket=wayland',
                                                           '--system-talk-name=org.freedesktop.Avahi'])


if __name__ == '__main__':
    unittest.main()
