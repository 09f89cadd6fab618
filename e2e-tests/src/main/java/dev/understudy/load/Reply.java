package dev.understudy.load;

/** What became of a request, without its times. */
record Reply(Outcome outcome, String pod) {

  static Reply none(Failure failure) {
    return new Reply(failure, "");
  }
}
