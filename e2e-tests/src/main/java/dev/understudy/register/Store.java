package dev.understudy.register;

import dev.understudy.http.ClientSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The register, as a member reaches it: a connection for each access, and none is tried again. */
record Store(InetSocketAddress address, String register, String member) {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  sealed interface Result {
    record Value(long value) implements Result {}

    /** It has not happened and never will. */
    record Refused(String why) implements Result {}

    /** It may have happened, or may yet. */
    record Unknown(String why) implements Result {}
  }

  /**
   * @param access as {@link RegisterServer} has them, like {@code GET /read}
   * @param more parameters, each with its ampersand
   */
  Result access(String access, long epoch, String more) {
    try (var session = ClientSession.open(address, TIMEOUT)) {
      return exchange(
          session,
          "%s?register=%s&member=%s&epoch=%d%s".formatted(access, register, member, epoch, more));
    } catch (IOException e) {
      return new Result.Refused("register not reached: " + e.getMessage());
    }
  }

  private static Result exchange(ClientSession session, String request) {
    try {
      ClientSession.Answer answer = session.exchange(request);
      return answer.status() == 200
          ? new Result.Value(Long.parseLong(answer.body()))
          : new Result.Refused(answer.body());
    } catch (IOException e) {
      return new Result.Unknown("register did not answer: " + e.getMessage());
    }
  }
}
