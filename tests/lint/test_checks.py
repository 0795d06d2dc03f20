#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks themselves: each has to fail on what it is there for, and to pass once that is gone."""
import os
import shutil
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.realpath(__file__))
PROJECT = os.path.realpath(os.path.join(HERE, '..', '..'))


class ChecksTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='parlour-lint.')
        self.addCleanup(folder.cleanup)
        self.project = folder.name
        self.source = os.path.join(self.project, 'src')

    def check(self, script, *arguments):
        done = subprocess.run([os.path.join(HERE, script), *arguments], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def write(self, path, text):
        path = os.path.join(self.project, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)


class LayersTest(ChecksTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(PROJECT, 'src'), self.source)

    def assert_refused(self, word):
        status, output = self.check('check-layers.py', self.source)
        self.assertEqual(status, 1, output)
        self.assertIn(word, output)

    def insert(self, layer, line, ending='.c'):
        """Puts `line` at the end of some file of `layer`; returns the file's path below src."""
        name = sorted(name for name in os.listdir(os.path.join(self.source, layer)) if name.endswith(ending))[0]
        with open(os.path.join(self.source, layer, name), 'a', encoding='utf-8') as file:
            file.write(line + '\n')
        return f'{layer}/{name}'

    def header(self, layer):
        return f'{layer}/' + sorted(name for name in os.listdir(os.path.join(self.source, layer))
                                    if name.endswith('.h'))[0]

    def test_the_tree_as_it_stands_passes(self):
        self.assertEqual(self.check('check-layers.py', self.source), (0, ''))

    def test_refuses_gtk_in_core(self):
        path = self.insert('core', '#include <gtk/gtk.h>')
        self.assert_refused(f'{path}: <gtk/gtk.h> belongs to app alone')

    def test_refuses_arrows_that_the_table_lacks(self):
        for layer, other in (('core', 'db'), ('db', 'server'), ('server', 'client'), ('client', 'server'), ('app', 'db'),
                             ('app', 'server')):
            with self.subTest(f'{layer} -> {other}'):
                path = self.insert(layer, f'#include "{self.header(other)}"')
                self.assert_refused(f'{path}: {layer} may not include {other}')

    def test_refuses_libraries_outside_their_layers(self):
        for layer, header in (('core', 'libsoup/soup.h'), ('app', 'json-glib/json-glib.h'), ('server', 'sqlite3.h'),
                              ('client', 'adwaita.h')):
            with self.subTest(f'{layer} -> {header}'):
                path = self.insert(layer, f'#include <{header}>')
                self.assert_refused(f'{path}: <{header}> belongs to')

    def test_refuses_sql_elsewhere(self):
        path = self.insert('server', 'static const char *query = "SELECT id FROM users";')
        self.assert_refused(f'{path}:')

    def test_refuses_a_circle(self):
        self.write('src/core/aa.h', '#include "core/ab.h"')
        self.write('src/core/ab.h', '#include "core/aa.h"')
        self.assert_refused('circle of includes: core/aa.h -> core/ab.h -> core/aa.h')

    def test_refuses_a_program_that_loads_a_toolkit(self):
        self.write('main.c', 'extern int gtk_init_check (void); int main (void) { return gtk_init_check (); }')
        program = os.path.join(self.project, 'program')
        subprocess.run(['cc', '-o', program, program.replace('program', 'main.c'), '-lgtk-4'], check=True)
        status, output = self.check('check-layers.py', self.source, '--program', program)
        self.assertEqual(status, 1)
        self.assertIn('program loads libgtk-4.so', output)


class SourcesTest(ChecksTest):
    def test_length(self):
        self.write('src/a.c', 'int a;\n' * 500)
        self.assertEqual(self.check('check-sources.py', 'length', self.project)[0], 0)
        self.write('src/a.c', 'int a;\n' * 501)
        self.assertEqual(self.check('check-sources.py', 'length', self.project)[0], 1)

    def test_licence(self):
        self.write('src/a.c', '/* SPDX-License-Identifier: GPL-3.0-or-later */\n')
        self.assertEqual(self.check('check-sources.py', 'licence', self.project)[0], 0)
        self.write('src/b.h', 'int a;\n')
        self.assertEqual(self.check('check-sources.py', 'licence', self.project)[0], 1)

    def test_paths(self):
        self.write('src/core/event.c', '')
        for text, status in (('`core/event.c`', 0), ('`core/gone.c`', 1), ('`core/*.c`', 0), ('[it](src/core/)', 0),
                             ('`core/gone/`', 1), ('[it](GONE.md)', 1), ('`application/json`', 0), ('[far](https://example.org/x)', 0)):
            with self.subTest(text):
                self.write('README.md', text)
                self.assertEqual(self.check('check-sources.py', 'paths', self.project)[0], status)

    def test_python(self):
        self.write('a.py', 'a = 1\n')
        self.assertEqual(self.check('check-sources.py', 'python', self.project)[0], 0)
        self.write('tool', '#!/usr/bin/python3\na = = 1\n')
        self.assertEqual(self.check('check-sources.py', 'python', self.project)[0], 1)

    @unittest.skipUnless(shutil.which('clang-format'), 'clang-format is not installed')
    def test_format(self):
        shutil.copy(os.path.join(PROJECT, '.clang-format'), self.project)
        self.write('src/a.c', 'int\nf (int a)\n{\n  return a;\n}\n')
        self.assertEqual(self.check('check-sources.py', 'format', self.project), (0, ''))
        self.write('src/a.c', 'int f(int a) { return a; }\n')
        self.assertEqual(self.check('check-sources.py', 'format', self.project)[0], 1)

    @unittest.skipUnless(shutil.which('shellcheck'), 'shellcheck is not installed')
    def test_shell(self):
        self.write('tool', '#!/bin/bash\necho "$1"\n')
        self.assertEqual(self.check('check-sources.py', 'shell', self.project), (0, ''))
        self.write('tool', '#!/bin/bash\nrm -rf $1/$2\n')
        self.assertEqual(self.check('check-sources.py', 'shell', self.project)[0], 1)


class StringsTest(ChecksTest):
    def setUp(self):
        super().setUp()
        os.mkdir(os.path.join(self.project, 'build-aux'))
        for path in ('build-aux/make-pot', 'meson.build'):
            shutil.copy(os.path.join(PROJECT, path), os.path.join(self.project, path))
        self.write('src/a.c', '_ ("Good morning")')
        self.write('po/POTFILES', 'src/a.c\n')
        self.write('po/LINGUAS', 'de\n')
        self.make_template()
        self.write_german('Guten Morgen')

    def make_template(self):
        subprocess.run([os.path.join(self.project, 'build-aux', 'make-pot'),
                        os.path.join(self.project, 'po', 'parlour.pot')], check=True)

    def write_german(self, text, flag=''):
        self.write('po/de.po', 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"MIME-Version: 1.0\\n"\n'
                   '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
                   '"Project-Id-Version: parlour\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n'
                   f'"Last-Translator: A\\n"\n"Language-Team: A\\n"\n\n{flag}msgid "Good morning"\nmsgstr "{text}"\n')

    def assert_refused(self, word):
        status, output = self.check('check-strings.py', self.project)
        self.assertEqual(status, 1, output)
        self.assertIn(word, output)

    def test_passes_what_is_complete(self):
        self.assertEqual(self.check('check-strings.py', self.project), (0, ''))

    def test_refuses_what_is_not_listed(self):
        self.write('ui/b.ui', '<property name="label" translatable="yes">Hello</property>')
        self.assert_refused('po/POTFILES lacks ui/b.ui')

    def test_refuses_a_list_with_too_much(self):
        self.write('src/a.c', '')
        self.assert_refused('lists src/a.c')

    def test_refuses_a_stale_template(self):
        self.write('src/a.c', '_ ("Good evening")')
        self.assert_refused('po/parlour.pot is not fresh')

    def test_refuses_what_is_not_translated(self):
        self.write_german('')
        self.assert_refused('de.po: untranslated: Good morning')

    def test_refuses_to_be_too_familiar(self):
        self.write_german('Guten Morgen, wie geht es dir?')
        self.assert_refused('de.po: too familiar: Guten Morgen, wie geht es dir?')

    def test_refuses_a_guess(self):
        self.write_german('Guten Morgen', '#, fuzzy\n')
        self.assert_refused('de.po: fuzzy: Good morning')


if __name__ == '__main__':
    unittest.main()
