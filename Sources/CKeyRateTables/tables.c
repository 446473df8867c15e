#include "keyrate_tables.h"
