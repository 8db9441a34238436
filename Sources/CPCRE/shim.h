// The importer sees functions by the names that they have for a width, such as pcre2_compile_8.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
