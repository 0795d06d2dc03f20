/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-notice-words"

#include "app/history/notice-words.h"

#include <glib/gi18n.h>

/* What the lines between messages say. Stateless. */

static char *
role_line (ParlourMemberRole role, const char *whom)
{
  switch (role) {
  case PARLOUR_MEMBER_OWNER:
    return g_strdup_printf (_ ("%s is an owner now"), whom);
  case PARLOUR_MEMBER_ADMIN:
    return g_strdup_printf (_ ("%s is an administrator now"), whom);
  case PARLOUR_MEMBER_READER:
    return g_strdup_printf (_ ("%s may only read now"), whom);
  case PARLOUR_MEMBER_MEMBER:
  default:
    return g_strdup_printf (_ ("%s is an ordinary member now"), whom);
  }
}

static const char *
own_role_line (ParlourMemberRole role)
{
  switch (role) {
  case PARLOUR_MEMBER_OWNER:
    return _ ("You are an owner now");
  case PARLOUR_MEMBER_ADMIN:
    return _ ("You are an administrator now");
  case PARLOUR_MEMBER_READER:
    return _ ("You may only read now");
  case PARLOUR_MEMBER_MEMBER:
  default:
    return _ ("You are an ordinary member now");
  }
}

/* What another one did; @whom: NULL for oneself; @title: that the group has got. */
static char *
others_notice (ParlourNotice notice, const char *who, const char *whom, const char *title)
{
  switch (notice) {
  case PARLOUR_NOTICE_MADE:
    return g_strdup_printf (_ ("%s made this group"), who);
  case PARLOUR_NOTICE_JOINED:
    return g_strdup_printf (_ ("%s joined"), who);
  case PARLOUR_NOTICE_ADDED:
    /* Translators: in a group; the first one did it to the second one */
    return whom ? g_strdup_printf (_ ("%s added %s"), who, whom)
                : g_strdup_printf (_ ("%s added you"), who);
  case PARLOUR_NOTICE_LEFT:
    return g_strdup_printf (_ ("%s left"), who);
  case PARLOUR_NOTICE_REMOVED:
    return whom ? g_strdup_printf (_ ("%s removed %s"), who, whom)
                : g_strdup_printf (_ ("%s removed you"), who);
  case PARLOUR_NOTICE_RENAMED:
    /* Translators: in a group; the first one gave it the second one as its name */
    return g_strdup_printf (_ ("%s renamed the group “%s”"), who, title);
  case PARLOUR_NOTICE_ROLE:
  case PARLOUR_NOTICE_DESCRIBED:
  case PARLOUR_NOTICE_NONE:
  default:
    return g_strdup_printf (_ ("%s changed the group"), who);
  }
}

static char *
own_notice (ParlourNotice notice, const char *whom, const char *title)
{
  switch (notice) {
  case PARLOUR_NOTICE_MADE:
    return g_strdup (_ ("You made this group"));
  case PARLOUR_NOTICE_JOINED:
    return g_strdup (_ ("You joined"));
  case PARLOUR_NOTICE_ADDED:
    return g_strdup_printf (_ ("You added %s"), whom);
  case PARLOUR_NOTICE_LEFT:
    return g_strdup (_ ("You left"));
  case PARLOUR_NOTICE_REMOVED:
    return g_strdup_printf (_ ("You removed %s"), whom);
  case PARLOUR_NOTICE_RENAMED:
    return g_strdup_printf (_ ("You renamed the group “%s”"), title);
  case PARLOUR_NOTICE_ROLE:
  case PARLOUR_NOTICE_DESCRIBED:
  case PARLOUR_NOTICE_NONE:
  default:
    return g_strdup (_ ("You changed the group"));
  }
}

/* Who gave the role matters less than who has it now; of whom hands over there is nobody to name.
 */
static char *
role_notice (ParlourMessageItem *item)
{
  const char *whom = parlour_message_item_get_person_name (item);
  ParlourMemberRole role = parlour_message_item_get_role (item);
  if (parlour_message_item_get_mentions_me (item))
    return g_strdup (own_role_line (role));
  return role_line (role, whom ? whom : _ ("Somebody"));
}

/* --- several in one line -------------------------------------------------------------------- */

typedef struct {
  const char *first; /* oneself, where one is among them */
  const char *second;
  guint others;
} Several;

static Several
choose (GPtrArray *people, const char *me)
{
  Several several = {.others = people->len - 2};
  guint first = 0;
  for (guint i = 0; i < people->len; i++)
    if (((const ParlourNoticePerson *)people->pdata[i])->me)
      first = i;
  const ParlourNoticePerson *one = people->pdata[first];
  const ParlourNoticePerson *next = people->pdata[first == 0 ? 1 : 0];
  several.first = one->me ? me : one->name ? one->name : _ ("Somebody");
  several.second = next->name ? next->name : _ ("somebody");
  return several;
}

static char *
several_joined (GPtrArray *people)
{
  Several who = choose (people, C_ ("one of those who joined a group", "You"));
  if (who.others == 0)
    return g_strdup_printf (_ ("%s and %s joined"), who.first, who.second);
  /* Translators: two names, then how many people besides */
  return g_strdup_printf (
      ngettext ("%s, %s and %u other joined", "%s, %s and %u others joined", who.others), who.first,
      who.second, who.others);
}

static char *
i_added_several (GPtrArray *people)
{
  Several whom = choose (people, C_ ("one of those who were added to a group", "you"));
  if (whom.others == 0)
    return g_strdup_printf (_ ("You added %s and %s"), whom.first, whom.second);
  /* Translators: two names, then how many people besides */
  return g_strdup_printf (
      ngettext ("You added %s, %s and %u other", "You added %s, %s and %u others", whom.others),
      whom.first, whom.second, whom.others);
}

static char *
others_added_several (const char *who, GPtrArray *people)
{
  Several whom = choose (people, C_ ("one of those who were added to a group", "you"));
  if (whom.others == 0)
    /* Translators: the first one added the other two to a group */
    return g_strdup_printf (_ ("%s added %s and %s"), who, whom.first, whom.second);
  /* Translators: the first one added two more and a number of people besides to a group */
  return g_strdup_printf (
      ngettext ("%s added %s, %s and %u other", "%s added %s, %s and %u others", whom.others), who,
      whom.first, whom.second, whom.others);
}

static char *
several_notice (ParlourMessageItem *item, GPtrArray *people)
{
  const char *who = parlour_message_item_get_sender_name (item);
  if (parlour_message_item_get_notice (item) == PARLOUR_NOTICE_JOINED)
    return several_joined (people);
  if (parlour_message_item_get_mine (item))
    return i_added_several (people);
  return others_added_several (who ? who : _ ("Somebody"), people);
}

char *
parlour_notice_words (ParlourMessageItem *item)
{
  const char *who = parlour_message_item_get_sender_name (item);
  const char *whom = parlour_message_item_get_person_name (item);
  const char *title = parlour_message_item_get_subject (item);
  ParlourNotice notice = parlour_message_item_get_notice (item);
  GPtrArray *people = parlour_message_item_get_people (item);
  if (notice == PARLOUR_NOTICE_ROLE)
    return role_notice (item);
  if (people)
    return several_notice (item, people);
  whom = whom ? whom : _ ("somebody");
  if (parlour_message_item_get_mine (item))
    return own_notice (notice, whom, title);
  return others_notice (notice, who ? who : _ ("Somebody"),
                        parlour_message_item_get_mentions_me (item) ? NULL : whom, title);
}
