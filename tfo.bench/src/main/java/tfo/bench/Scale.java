package tfo.bench;

/** How much work a measurement is given. */
enum Scale {
    /** As little as shows that it works; the figures mean nothing. */
    QUICK,
    /** As much as its figures need. */
    FULL;

    int of(int quick, int full) {
        return this == QUICK ? quick : full;
    }
}
