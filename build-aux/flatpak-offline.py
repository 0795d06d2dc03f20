#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""flatpak-offline.py MANIFEST SOURCES ROOT OUTPUT: writes the manifest as it can be built without a network.

Archives come from the folder SOURCES, checked against the manifest's sums. A module whose archive is not there is left
out if the Debian in ROOT, which stands in for the runtime, has the library; else this fails. All else stays as it is.
"""
import hashlib
import json
import os
import sys


def fail(text):
    print(f'flatpak-offline: {text}', file=sys.stderr)
    sys.exit(1)


def has_library(root, name):
    folders = [folder for folder, _, _ in os.walk(os.path.join(root, 'usr/lib')) if folder.endswith('/pkgconfig')]
    return any(os.path.exists(os.path.join(folder, name + '.pc')) for folder in folders)


def local_archive(source, sources):
    """The source with the archive of this machine; None if it is not here."""
    path = os.path.join(sources, os.path.basename(source['url']))
    if not os.path.exists(path):
        return None
    with open(path, 'rb') as archive:
        if hashlib.sha256(archive.read()).hexdigest() != source['sha256']:
            fail(f'{path} is not the archive that the manifest names')
    return {'type': 'archive', 'path': path, 'sha256': source['sha256']}


def offline_module(module, manifest_folder, sources, root):
    """The module as it can be built here; None if the runtime stands in for it."""
    here = []
    for source in module['sources']:
        if source['type'] == 'dir':
            source = {**source, 'path': os.path.realpath(os.path.join(manifest_folder, source['path']))}
        elif source['type'] == 'archive':
            source = local_archive(source, sources)
        else:
            fail(f"{module['name']}: a source of the kind {source['type']} is not expected")
        here.append(source)
    if None not in here:
        return {**module, 'sources': here}
    if not has_library(root, module['name']):
        fail(f"{module['name']}: its archive is not in {sources}, and the runtime does not have the library")
    print(f"{module['name']}: from the runtime, as its archive is not in {sources}")
    return None


def main():
    manifest_path, sources, root, output = sys.argv[1:]
    with open(manifest_path, encoding='utf-8') as text:
        manifest = json.load(text)
    folder = os.path.dirname(manifest_path)
    modules = [offline_module(module, folder, sources, root) for module in manifest['modules']]
    manifest['modules'] = [module for module in modules if module]
    with open(output, 'w', encoding='utf-8') as text:
        json.dump(manifest, text, indent=2)


if __name__ == '__main__':
    main()
