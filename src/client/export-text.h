/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/export.h"
#include "core/message.h"

G_BEGIN_DECLS

/* What an exported conversation looks like. Texts are those of strangers: nothing in them becomes
 * markup. Any thread. */

/** parlour_export_begin: @title: what the conversation is called, @place: where. */
void parlour_export_begin (GString *into,
                           ParlourExportFormat format,
                           const char *title,
                           const char *place);

/**
 * parlour_export_message:
 * @sender: the name to show
 * @day: whether it is the first one of its day
 */
void parlour_export_message (GString *into,
                             ParlourExportFormat format,
                             const ParlourMessage *message,
                             const char *sender,
                             gboolean day);

void parlour_export_end (GString *into, ParlourExportFormat format);

/** parlour_export_same_day: whether both times lie on one local day. */
gboolean parlour_export_same_day (gint64 a, gint64 b);

G_END_DECLS
