package dev.understudy.load;

/** Opens a connection for each request. */
final class FreshCaller implements Caller {

  @Override
  public Reply call(Target target, Deadline deadline) throws FailedException {
    try (var connection = ClientConnection.open(target, deadline)) {
      return connection.exchange(Kind.FRESH, deadline);
    }
  }
}
