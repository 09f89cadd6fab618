package dev.understudy.simulation;

/**
 * The clock of one machine: it may be hours off, and run fast or slow.
 *
 * @param percent how fast it runs; 100 is right
 * @param offset what it showed when the simulation began, in milliseconds
 */
record LocalClock(int percent, long offset, Timeline time) {
  static final int SLOWEST = 50;
  static final int FASTEST = 200;

  static LocalClock byChance(Chance chance, Timeline time) {
    int percent = chance.percent(50) ? 100 : (int) chance.between(SLOWEST, FASTEST);
    long anHour = 3_600_000;
    return new LocalClock(percent, chance.between(0, 2 * anHour), time);
  }

  /** Of a process that elects: as fast as its library bears. */
  static LocalClock ofWorkload(Chance chance, Timeline time) {
    int percent = chance.percent(50) ? 100 : (int) chance.between(85, 120);
    return new LocalClock(percent, chance.between(0, 7_200_000), time);
  }

  long millis() {
    return offset + time.now() * percent / 100;
  }

  long nanos() {
    return millis() * 1_000_000;
  }

  /** How long it really takes until this clock has gone so far. */
  long takes(long millis) {
    return millis * 100 / percent + 1;
  }
}
