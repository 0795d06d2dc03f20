# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the programs under test lie."""
import os

SOURCE = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..', '..'))
BUILD = os.environ.get('PARLOUR_BUILD_DIR') or os.path.join(SOURCE, '_build')

_FOLDERS = {'parlour': 'app', 'parlour-server': 'server', 'parlour-cli': 'cli'}


def program(name):
    """The path of one of the three programs in the build folder."""
    path = os.path.join(BUILD, 'src', _FOLDERS[name], name)
    if not os.access(path, os.X_OK):
        raise FileNotFoundError(f'{path} is not built')
    return path


def pictures():
    """The folder that pictures of windows go to: PARLOUR_TEST_PICTURES, or one in the build folder."""
    folder = os.environ.get('PARLOUR_TEST_PICTURES') or os.path.join(BUILD, 'meson-logs', 'pictures')
    os.makedirs(folder, exist_ok=True)
    return folder
