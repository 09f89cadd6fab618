package dev.understudy.register;

/**
 * One value, and the newest epoch that anybody came with. As a fenced store it refuses whoever
 * comes with an older one; as an unfenced one it accepts all, and counts what it should not have.
 */
final class Register {

  sealed interface Answer {
    record Value(long value) implements Answer {}

    record Stale(long newest) implements Answer {}
  }

  /**
   * @param epoch the newest
   * @param refused accesses at an older epoch that were refused
   * @param late writes at an older epoch that were accepted, unfenced
   * @param shared accesses at an epoch at which another member had come before
   */
  record Counts(long epoch, long accepted, long refused, long late, long shared) {
    String toJson() {
      return "{\"epoch\":%d,\"accepted\":%d,\"refused\":%d,\"late\":%d,\"shared\":%d}"
          .formatted(epoch, accepted, refused, late, shared);
    }
  }

  /** Who comes, and at which epoch it believes to lead. */
  record Caller(String member, long epoch) {}

  private long value;
  private Caller newest = new Caller("", 0);
  private long accepted;
  private long refused;
  private long late;
  private long shared;

  synchronized Answer write(Caller caller, long written) {
    if (isStale(caller)) {
      return refuse();
    }
    value = written;
    return accept();
  }

  synchronized Answer read(Caller caller) {
    return isStale(caller) ? refuse() : accept();
  }

  synchronized Answer writeUnfenced(Caller caller, long written) {
    if (isStale(caller)) {
      late++;
    }
    value = written;
    return accept();
  }

  synchronized Answer readUnfenced(Caller caller) {
    isStale(caller);
    return accept();
  }

  synchronized Counts counts() {
    return new Counts(newest.epoch(), accepted, refused, late, shared);
  }

  private boolean isStale(Caller caller) {
    if (caller.epoch() > newest.epoch()) {
      newest = caller;
    } else if (caller.epoch() == newest.epoch() && !caller.member().equals(newest.member())) {
      shared++;
    }
    return caller.epoch() < newest.epoch();
  }

  private Answer accept() {
    accepted++;
    return new Answer.Value(value);
  }

  private Answer refuse() {
    refused++;
    return new Answer.Stale(newest.epoch());
  }
}
