package dev.understudy.register;

/**
 * What a client did, and how it ended. Times are nanoseconds of the machine's monotonic clock,
 * which all processes on one machine share, in containers, too.
 *
 * @param value written, or read; 0 if a read was not answered
 */
record Operation(int client, Kind kind, long value, long call, long end, Outcome outcome) {

  enum Kind {
    WRITE,
    READ;

    String word() {
      return switch (this) {
        case WRITE -> "write";
        case READ -> "read";
      };
    }
  }

  /** OK; surely not happened; may have happened, or may yet. */
  enum Outcome {
    OK,
    REFUSED,
    UNKNOWN;

    String word() {
      return switch (this) {
        case OK -> "ok";
        case REFUSED -> "refused";
        case UNKNOWN -> "unknown";
      };
    }
  }

  /** As the checker reads it. */
  String toJson() {
    return "{\"client\":%d,\"op\":\"%s\",\"value\":%d".formatted(client, kind.word(), value)
        + ",\"call\":%d,\"return\":%d,\"outcome\":\"%s\"}".formatted(call, end, outcome.word());
  }
}
