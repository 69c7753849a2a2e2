/* Holds a file open, as Excel does: says so, and lets go when its input ends. */
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
    HANDLE file = count == 2 ? CreateFileW(words[1], GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL)
                             : INVALID_HANDLE_VALUE;
    puts(file == INVALID_HANDLE_VALUE ? "cannot" : "held");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return 0;
}
