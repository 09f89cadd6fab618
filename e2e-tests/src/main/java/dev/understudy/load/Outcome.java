package dev.understudy.load;

/** How a request ended. */
public sealed interface Outcome permits Status, Failure {

  /** As in CSV: OK, STATUS_503, or the name of the failure. */
  String text();

  static Outcome parse(String text) {
    if (text.equals(Status.OK.text())) {
      return Status.OK;
    }
    return text.startsWith(Status.PREFIX)
        ? new Status(Integer.parseInt(text.substring(Status.PREFIX.length())))
        : Failure.valueOf(text);
  }

  default boolean isSuccess() {
    return switch (this) {
      case Status(int code) -> code / 100 == 2;
      case Failure _ -> false;
    };
  }
}
