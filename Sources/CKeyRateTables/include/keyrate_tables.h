#ifndef KEYRATE_TABLES_H
#define KEYRATE_TABLES_H
#endif
