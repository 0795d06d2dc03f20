#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the translations complete: every file with texts is in po/POTFILES and only those, the template is fresh, and
no translation of po/LINGUAS lacks or guesses anything, or addresses people in the wrong way.

Usage: check-strings.py PROJECT           says what is wrong
       check-strings.py PROJECT --list    prints what belongs into po/POTFILES
"""
import os
import re
import subprocess
import sys
import tempfile

CODE = re.compile(r'\b(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*"')
MARKED = re.compile(r'translatable="(yes|true)"')
# Where a language has two ways to say "you", the words that would be the other one.
FAMILIAR = {'de': re.compile(r'\b([Dd](u|ich|ir|ein(e[mnrs]?)?)|Gib|Klicke|Lösche|Melde|Nimm|Öffne|Sag|Schreibe?|Versuche|Wähle'
                             r'|Warte)\b(?! Sie)')}
GIVEN = ('.desktop.in.in', '.metainfo.xml.in.in', '.gschema.xml.in')


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def lines(path):
    return [line for line in read(path).splitlines() if line and not line.startswith('#')]


def has_texts(path):
    if path.endswith(('.c', '.h')):
        return bool(CODE.search(read(path)))
    if path.endswith('.ui'):
        return bool(MARKED.search(read(path)))
    return path.endswith(GIVEN)


def files_with_texts(project):
    for top in ('data', 'src', 'ui'):
        for folder, _, names in os.walk(os.path.join(project, top)):
            for name in names:
                path = os.path.join(folder, name)
                if has_texts(path):
                    yield os.path.relpath(path, project)


def check_listed(project):
    listed, found = lines(os.path.join(project, 'po', 'POTFILES')), set(files_with_texts(project))
    for path in sorted(found - set(listed)):
        yield f'po/POTFILES lacks {path}'
    for path in sorted(set(listed) - found):
        yield f'po/POTFILES lists {path}, which is not there or has no text'
    if listed != sorted(set(listed)):
        yield 'po/POTFILES is not sorted'


def without_date(text):
    return re.sub(r'^"POT-Creation-Date:.*\n', '', text, flags=re.MULTILINE)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, LC_ALL='C'))


def check_translations(project, folder):
    po = os.path.join(project, 'po')
    fresh = os.path.join(folder, 'fresh.pot')
    made = run(os.path.join(project, 'build-aux', 'make-pot'), fresh)
    if made.returncode:
        yield made.stderr
        return
    if without_date(read(fresh)) != without_date(read(os.path.join(po, 'parlour.pot'))):
        yield 'po/parlour.pot is not fresh: run build-aux/update-po'
    for language in lines(os.path.join(po, 'LINGUAS')):
        yield from check_language(os.path.join(po, language + '.po'), fresh, os.path.join(folder, language + '.po'))


def check_language(path, template, merged):
    checked = run('msgfmt', '--check', '--output-file=/dev/null', path)
    if checked.returncode:
        yield checked.stderr
        return
    run('msgmerge', '--quiet', '--output-file=' + merged, path, template)
    for option, word in (('--untranslated', 'untranslated'), ('--only-fuzzy', 'fuzzy')):
        left = run('msgattrib', option, '--no-obsolete', '--no-location', '--no-wrap', merged).stdout
        for text in re.findall(r'^msgid "(.+)"$', left, re.MULTILINE):
            yield f'{os.path.basename(path)}: {word}: {text}'
    yield from check_address(path)


def check_address(path):
    name = os.path.basename(path)
    familiar = FAMILIAR.get(name.removesuffix('.po'))
    whole = run('msgattrib', '--no-obsolete', '--no-location', '--no-wrap', path).stdout
    for text in re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', whole, re.MULTILINE):
        if familiar and familiar.search(text):
            yield f'{name}: too familiar: {text}'


def main(project, option=None):
    project = os.path.realpath(project)
    if option == '--list':
        print('\n'.join(sorted(files_with_texts(project))))
        return 0
    problems = list(check_listed(project))
    if not problems:
        with tempfile.TemporaryDirectory(prefix='parlour-strings.') as folder:
            problems += check_translations(project, folder)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
