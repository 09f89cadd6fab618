package dev.understudy.load;

/** The service answered, with this status. */
public record Status(int code) implements Outcome {

  static final String PREFIX = "STATUS_";

  /** Any status of success. */
  public static final Status OK = new Status(200);

  public Status {
    if (code < 100 || code > 999) {
      throw new IllegalArgumentException("status " + code);
    }
  }

  static Status of(int code) {
    return code / 100 == 2 ? OK : new Status(code);
  }

  @Override
  public String text() {
    return isSuccess() ? "OK" : PREFIX + code;
  }
}
