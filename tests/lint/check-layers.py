#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the layers apart: who may include what, where SQL may stand, which libraries a program may load.

Usage: check-layers.py SRC [--program FILE]...

SRC is the folder that holds core, db, server and so on. For each FILE the libraries that it loads, directly or through
others, must not contain a toolkit.
"""
import argparse
import os
import re
import subprocess
import sys

# layer: what its files may include besides their own layer
LAYERS = {
    'core': set(),
    'db': {'core'},
    'picture': set(),
    'server': {'core', 'db', 'picture'},
    'client': {'core', 'db', 'picture'},
    'app': {'core', 'client'},
    'cli': {'core', 'client'},
}

# beginning of a library's header: the layers that may include it
LIBRARIES = {
    'adwaita': {'app'},
    'gdk/': {'app'},
    'gdk-pixbuf/': {'app', 'picture'},
    'gnutls/': {'server', 'client'},
    'gsk/': {'app'},
    'gtk/': {'app'},
    'json-glib/': {'core', 'server', 'client', 'cli'},
    'libpq': {'db'},
    'libsecret/': {'client'},
    'libsoup/': {'server', 'client'},
    'sodium': {'server'},
    'sqlite3': {'db'},
}

SQL_FOLDERS = ('db/', 'server/store/', 'client/cache/')
SQL = re.compile(r'"\s*(SELECT|INSERT|UPDATE|DELETE FROM|CREATE (TABLE|INDEX|UNIQUE|TRIGGER|VIEW)|PRAGMA|WITH \w+ AS)\s')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
GENERATED = re.compile(r'^([\w-]+/)*(build-config|[\w-]*resources)\.h$')
TOOLKIT = re.compile(r'lib(gtk|gdk|adwaita)-?\d')


def source_files(root):
    for folder, _, names in os.walk(root):
        for name in sorted(names):
            if name.endswith(('.c', '.h')):
                yield os.path.relpath(os.path.join(folder, name), root)


def check_project_include(root, path, included):
    """What is wrong with an include of one of our own files, or None."""
    layer = path.split('/')[0]
    target = included.split('/')[0]
    if not os.path.exists(os.path.join(root, included)):
        return None if GENERATED.match(included) else f'"{included}" is not a path below {os.path.basename(root)}'
    if target != layer and target not in LAYERS.get(layer, set()):
        return f'{layer} may not include {target} ("{included}")'
    return None


def check_library_include(path, included):
    layer = path.split('/')[0]
    for beginning, allowed in LIBRARIES.items():
        if included.startswith(beginning) and layer not in allowed:
            return f"<{included}> belongs to {', '.join(sorted(allowed))} alone"
    return None


def check_file(root, path, text):
    for bracket, included in INCLUDE.findall(text):
        problem = check_project_include(root, path, included) if bracket == '"' else None
        problem = problem or check_library_include(path, included)
        if problem:
            yield f'{path}: {problem}'
    if path.split('/')[0] not in LAYERS:
        yield f'{path}: no layer of this name is known'
    if not path.startswith(SQL_FOLDERS):
        for found in SQL.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, found.start()) + 1}: SQL stands only in {', '.join(SQL_FOLDERS)}"


def find_circles(graph):
    """One circle of includes for each place where a walk along them meets its own path."""
    done, circles = set(), []

    def visit(path, way):
        if path in way:
            circles.append(' -> '.join(way[way.index(path):] + [path]))
            return
        if path in done:
            return
        for target in graph[path]:
            visit(target, way + [path])
        done.add(path)

    for path in graph:
        visit(path, [])
    return circles


def check_sources(root):
    problems, graph = [], {}
    for path in source_files(root):
        with open(os.path.join(root, path), encoding='utf-8') as file:
            text = file.read()
        problems += check_file(root, path, text)
        graph[path] = [included for bracket, included in INCLUDE.findall(text)
                       if bracket == '"' and os.path.exists(os.path.join(root, included))]
    if not graph:
        problems.append(f'there is no source file in {root}')
    return problems + [f'circle of includes: {circle}' for circle in find_circles(graph)]


def needed_libraries(path):
    output = subprocess.run(['readelf', '--dynamic', '--wide', path], check=True, capture_output=True, text=True,
                            env=dict(os.environ, LC_ALL='C')).stdout
    return re.findall(r'\(NEEDED\).*\[(.+)\]', output)


def library_paths():
    environment = dict(os.environ, PATH=os.environ.get('PATH', '') + ':/sbin:/usr/sbin')
    output = subprocess.run(['ldconfig', '-p'], check=True, capture_output=True, text=True, env=environment).stdout
    paths = {}
    for name, path in re.findall(r'^\s+(\S+) \(.*\) => (\S+)$', output, re.MULTILINE):
        paths.setdefault(name, path)
    return paths


def check_program(program):
    paths, seen, problems = library_paths(), set(), []

    def visit(path, way):
        for name in needed_libraries(path):
            if name in seen:
                continue
            seen.add(name)
            if TOOLKIT.match(name):
                problems.append(f"{os.path.basename(program)} loads {' -> '.join(way + [name])}")
            elif name in paths:
                visit(paths[name], way + [name])

    visit(program, [])
    return problems if seen else [f'{program} loads no library at all: is it the program?']


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('source')
    parser.add_argument('--program', action='append', default=[])
    arguments = parser.parse_args()
    problems = check_sources(arguments.source)
    for program in arguments.program:
        problems += check_program(program)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
