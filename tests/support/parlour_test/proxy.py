# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP proxy on 127.0.0.1 that can treat its connections badly.

Each connection has one thread a direction. `up` is from client to server, `down` from server to client.
"""
import socket
import struct
import threading
import time


class _Connection:
    def __init__(self, proxy, client):
        self._proxy = proxy
        self._sides = {'up': client, 'down': socket.create_connection(('127.0.0.1', proxy.target_port))}
        self._limits = dict(proxy.limits)
        self._ended = False
        self._pumps = 2
        self._lock = threading.Lock()
        for direction, opposite in (('up', 'down'), ('down', 'up')):
            threading.Thread(target=self._pump, args=(direction, self._sides[direction], self._sides[opposite]),
                             daemon=True).start()

    def _pump(self, direction, source, target):
        """Passes on what comes; once the connection has ended it only reads, so that no unread byte turns the end
        that the other side sees into a reset, which would take bytes that have passed with it."""
        passed = 0
        limit = self._limits[direction]
        try:
            while data := source.recv(65536):
                time.sleep(self._proxy.delay)
                while not self._ended and not self._proxy.open_valve.wait(0.05):
                    pass
                if self._ended:
                    continue
                target.sendall(data if limit is None else data[:limit - passed])
                passed += len(data)
                if limit is not None and passed >= limit:
                    self._end()
            if not self._ended:
                target.shutdown(socket.SHUT_WR)
        except OSError:
            self._end()
        self._leave()

    def _end(self):
        """Says the end of the stream to both sides, behind what has passed."""
        self._ended = True
        for side in self._sides.values():
            try:
                side.shutdown(socket.SHUT_WR)
            except OSError:
                pass

    def _leave(self):
        with self._lock:
            self._pumps -= 1
            last = not self._pumps
        if last:
            for side in self._sides.values():
                side.close()
            self._proxy.forget(self)

    def reset(self):
        """Ends both sides at once, with whatever was under way lost."""
        self._ended = True
        for side in self._sides.values():
            try:
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                # Wakes the pumps, which close both sockets; with no time to linger that sends a reset.
                side.shutdown(socket.SHUT_RD)
            except OSError:
                pass


class Proxy:
    """Forwards to 127.0.0.1:`target_port` from `port`, which stays the same for the proxy's life."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.delay = 0.0
        self.limits = {'up': None, 'down': None}
        self.open_valve = threading.Event()
        self.open_valve.set()
        self.accepted = 0
        self._refusing = False
        self._lock = threading.Lock()
        self._connections = set()
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def address(self):
        return f'http://127.0.0.1:{self.port}'

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            if self._refusing:
                client.close()
                continue
            try:
                connection = _Connection(self, client)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._connections.add(connection)

    def forget(self, connection):
        with self._lock:
            self._connections.discard(connection)

    def cut_after(self, count, direction='down'):
        """Each connection made from now on ends when exactly `count` bytes have passed in `direction`; None lifts it."""
        assert count is None or count > 0
        self.limits[direction] = count

    def cut(self):
        """Resets all connections now."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.reset()

    def hold(self):
        """Lets nothing pass any more, while the connections stay open."""
        self.open_valve.clear()

    def release(self):
        self.open_valve.set()

    def refuse(self, refusing=True):
        """Ends new connections at once, as long as `refusing`."""
        self._refusing = refusing

    def close(self):
        # Wakes the thread in accept(), which close() alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.release()
        self.cut()
        self._thread.join()
