#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every source file for one thing.

Usage: check-sources.py format|length|licence|paths|python|shell PROJECT
"""
import ast
import glob
import os
import re
import shutil
import subprocess
import sys

LONGEST = 500
SKIPPED = {'.git', '.ci-cache', 'subprojects'}
MISSING = 77    # Meson's status for a test that could not run


def all_files(project):
    """Every file of the project (relative) outside build folders, with its first two kilobytes as text."""
    for folder, folders, names in os.walk(project):
        folders[:] = [name for name in sorted(folders)
                      if name not in SKIPPED and not name.startswith('_build') and name != '__pycache__']
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, 'rb') as file:
                yield os.path.relpath(path, project), file.read(2048).decode('utf-8', errors='replace')


def is_c(path):
    return path.endswith(('.c', '.h'))


def is_python(path, head):
    return path.endswith('.py') or head.startswith('#!/usr/bin/python3')


def is_shell(head):
    return head.startswith(('#!/bin/bash', '#!/bin/sh'))


def run_tool(command, paths):
    if not shutil.which(command[0]):
        print(f'{command[0]} is not installed')
        return MISSING
    done = subprocess.run(command + paths, capture_output=True, text=True)
    print(done.stdout + done.stderr, end='')
    return done.returncode


def check_format(project):
    paths = [path for path, _ in all_files(project) if is_c(path)]
    return run_tool(['clang-format', '--dry-run', '-Werror', '--style=file'], paths)


def check_shell(project):
    return run_tool(['shellcheck'], [path for path, head in all_files(project) if is_shell(head)])


def check_length(project):
    problems = 0
    for path, head in all_files(project):
        if is_c(path) or is_python(path, head):
            with open(path, encoding='utf-8') as file:
                count = sum(1 for _ in file)
            if count > LONGEST:
                print(f'{path} has {count} lines, more than {LONGEST}: look for the second idea in it')
                problems += 1
    return problems


def check_licence(project):
    problems = 0
    for path, head in all_files(project):
        if is_c(path) or is_python(path, head) or is_shell(head) or path.endswith(('.svg', '.css')):
            if 'SPDX-License-Identifier: GPL-3.0-or-later' not in '\n'.join(head.split('\n')[:3]):
                print(f'{path} does not say its licence in its first lines')
                problems += 1
    return problems


def check_python(project):
    problems = 0
    for path, head in all_files(project):
        if is_python(path, head):
            try:
                with open(path, encoding='utf-8') as file:
                    ast.parse(file.read(), path)
            except SyntaxError as error:
                print(f'{path}: {error}')
                problems += 1
    return problems


def named_paths(text):
    """What a document names in backticks as a file, or as a folder in a folder, and what it links to."""
    for path in re.findall(r'`([a-z][\w./*-]*/[\w./*-]*)`', text):
        if re.search(r'\.\w+$', path) or path.endswith('/') and path.count('/') > 1:
            yield path
    for path in re.findall(r'\]\(([^)#:]+)\)', text):
        yield path


def check_paths(project):
    problems = 0
    for document, _ in all_files(project):
        if not document.endswith('.md'):
            continue
        with open(document, encoding='utf-8') as file:
            text = file.read()
        for path in named_paths(text):
            if not any(glob.glob(os.path.join(base, path)) for base in (os.path.dirname(document), '', 'src')):
                print(f'{document}: there is no {path}')
                problems += 1
    return problems


CHECKS = {'format': check_format, 'length': check_length, 'licence': check_licence, 'paths': check_paths,
          'python': check_python, 'shell': check_shell}


def main(check, project):
    os.chdir(project)
    result = CHECKS[check]('.')
    return result if result in (0, MISSING) else 1


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
