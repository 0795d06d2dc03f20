# SPDX-License-Identifier: GPL-3.0-or-later
"""What Parlour's tests above the C level share: a real server, desktop sessions, keyrings, people and their windows."""
