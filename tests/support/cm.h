/*
 * tests/support/cm.h - cmocka, with what it wants included before it.
 */
#ifndef NH_TESTS_CM_H
#define NH_TESTS_CM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Elements of an array. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
