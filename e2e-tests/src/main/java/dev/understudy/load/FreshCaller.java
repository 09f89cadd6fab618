package dev.understudy.load;

/** Opens a connection for each request. */
final class FreshCaller implements Caller {

  @Override
  public Reply call(Target target, Deadline deadline) throws FailedException {
    return switch (target.protocol()) {
      case HTTP -> http(target, deadline);
      case REDIS -> Redis.write(target, deadline);
      case POSTGRES -> Postgres.write(target, deadline);
    };
  }

  private static Reply http(Target target, Deadline deadline) throws FailedException {
    try (var connection = ClientConnection.open(target, deadline)) {
      return connection.exchange(Kind.FRESH, deadline);
    }
  }
}
