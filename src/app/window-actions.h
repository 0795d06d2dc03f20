/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"

G_BEGIN_DECLS

/** parlour_window_add_actions: puts every win.* action into @self. Main thread. */
void parlour_window_add_actions (ParlourWindow *self);

/** parlour_window_enable_actions: those that need an account work only while one is shown. */
void parlour_window_enable_actions (ParlourWindow *self, gboolean enabled);

G_END_DECLS
