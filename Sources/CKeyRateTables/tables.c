// The files are taken in as they stand in the repository, so that there is one copy of each.
#include "keyrate_tables.h"

// #embed is C23; this package's C standard is older, and the compiler says so at every use.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define FILE_NAMED(text, symbol) {text, symbol, sizeof(symbol)}

static const unsigned char bb84[] = {
#embed "checkpoints/bb84.csv"
};
static const unsigned char bounds[] = {
#embed "checkpoints/bounds.csv"
};

static const keyrate_file checkpoints[] = {
    FILE_NAMED("bb84.csv", bb84),
    FILE_NAMED("bounds.csv", bounds),
};

const keyrate_file *keyrate_checkpoints(void) { return checkpoints; }
size_t keyrate_checkpoint_count(void) { return COUNT(checkpoints); }

static const unsigned char gys_2004[] = {
#embed "../../Parameters/published/gys-2004.toml"
};

static const keyrate_file published[] = {
    FILE_NAMED("gys-2004.toml", gys_2004),
};

const keyrate_file *keyrate_published(void) { return published; }
size_t keyrate_published_count(void) { return COUNT(published); }
