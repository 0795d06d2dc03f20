# SPDX-License-Identifier: GPL-3.0-or-later
"""File systems of our own, in a mount namespace that ends with the test."""
import ctypes
import os
import subprocess

_CLONE_NEWNS, _CLONE_NEWUSER = 0x00020000, 0x10000000
_libc = ctypes.CDLL(None, use_errno=True)


def _map_root(uid, gid):
    for name, text in (('setgroups', 'deny'), ('uid_map', f'0 {uid} 1'), ('gid_map', f'0 {gid} 1')):
        with open(f'/proc/self/{name}', 'w', encoding='ascii') as file:
            file.write(text)


def enter():
    """Puts this process into a mount namespace, by root's power or by a user namespace. Returns why not, where that
    can't be. To be called before any thread is started.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = _CLONE_NEWNS if uid == 0 else _CLONE_NEWNS | _CLONE_NEWUSER
    if _libc.unshare(flags) != 0:
        return f'no mount namespace here: {os.strerror(ctypes.get_errno())}'
    if uid != 0:
        _map_root(uid, gid)
    done = subprocess.run(['mount', '--make-rprivate', '/'], capture_output=True, text=True)
    return f'no mounts of our own: {done.stderr.strip()}' if done.returncode != 0 else None


def tmpfs(path, size):
    subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}', 'none', path], check=True)


def remount(path, how):
    subprocess.run(['mount', '-o', f'remount,{how}', path], check=True)


def unmount(path):
    subprocess.run(['umount', '-l', path], check=True)
