// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef KEYRATE_TABLES_H
#define KEYRATE_TABLES_H

#include <stddef.h>

/// A file compiled into the program.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t length;
} keyrate_file;

/// The checkpoint tables of the self-test.
const keyrate_file *keyrate_checkpoints(void);
size_t keyrate_checkpoint_count(void);

/// The published parameter sets.
const keyrate_file *keyrate_published(void);
size_t keyrate_published_count(void);

/// The JSON Schemas of results, the newest last.
const keyrate_file *keyrate_schemas(void);
size_t keyrate_schema_count(void);

/// The formula sheets of the families.
const keyrate_file *keyrate_formula_sheets(void);
size_t keyrate_formula_sheet_count(void);

#endif
