/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-check-step"

#include "client/check-private.h"

/* This file owns one question of a connection check and its answer. Main thread. */

struct _ParlourCheckStep {
  GObject parent_instance;

  char *name;
  char *title;
  ParlourCheckState state;
  char *finding;
  char *advice;
};

G_DEFINE_FINAL_TYPE (ParlourCheckStep, parlour_check_step, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_STATE,
  PROP_FINDING,
  PROP_ADVICE,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

static void
set_text (ParlourCheckStep *self, char **text, const char *value, guint prop)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* The words first: who hears of the state reads them. */
void
parlour_check_step_set (ParlourCheckStep *self,
                        ParlourCheckState state,
                        const char *finding,
                        const char *advice)
{
  set_text (self, &self->finding, finding, PROP_FINDING);
  set_text (self, &self->advice, advice, PROP_ADVICE);
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

const char *
parlour_check_step_get_name (ParlourCheckStep *self)
{
  g_return_val_if_fail (PARLOUR_IS_CHECK_STEP (self), NULL);
  return self->name;
}

const char *
parlour_check_step_get_title (ParlourCheckStep *self)
{
  g_return_val_if_fail (PARLOUR_IS_CHECK_STEP (self), NULL);
  return self->title;
}

ParlourCheckState
parlour_check_step_get_state (ParlourCheckStep *self)
{
  g_return_val_if_fail (PARLOUR_IS_CHECK_STEP (self), PARLOUR_CHECK_WAITING);
  return self->state;
}

const char *
parlour_check_step_get_finding (ParlourCheckStep *self)
{
  g_return_val_if_fail (PARLOUR_IS_CHECK_STEP (self), NULL);
  return self->finding;
}

const char *
parlour_check_step_get_advice (ParlourCheckStep *self)
{
  g_return_val_if_fail (PARLOUR_IS_CHECK_STEP (self), NULL);
  return self->advice;
}

static void
parlour_check_step_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourCheckStep *self = PARLOUR_CHECK_STEP (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_STATE:
    g_value_set_int (value, (int)self->state);
    break;
  case PROP_FINDING:
    g_value_set_string (value, self->finding);
    break;
  case PROP_ADVICE:
    g_value_set_string (value, self->advice);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_check_step_finalize (GObject *object)
{
  ParlourCheckStep *self = PARLOUR_CHECK_STEP (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->finding);
  g_free (self->advice);
  G_OBJECT_CLASS (parlour_check_step_parent_class)->finalize (object);
}

static void
parlour_check_step_class_init (ParlourCheckStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_check_step_get_property;
  object_class->finalize = parlour_check_step_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PARLOUR_CHECK_WAITING,
                                        PARLOUR_CHECK_SKIPPED, PARLOUR_CHECK_WAITING, flags);
  props[PROP_FINDING] = g_param_spec_string ("finding", NULL, NULL, NULL, flags);
  props[PROP_ADVICE] = g_param_spec_string ("advice", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_check_step_init (ParlourCheckStep *self)
{
}

ParlourCheckStep *
parlour_check_step_new (const char *name, const char *title)
{
  ParlourCheckStep *self = g_object_new (PARLOUR_TYPE_CHECK_STEP, NULL);

  self->name = g_strdup (name);
  self->title = g_strdup (title);
  return self;
}
