/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/member.h"

G_BEGIN_DECLS

/** parlour_group_role_words: (transfer none): what a role is called; "" for the usual one. */
const char *parlour_group_role_words (ParlourMemberRole role);

G_END_DECLS
