package dev.understudy.load;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at constant rates, whatever becomes of them.
 *
 * <p>Every request that is issued is recorded exactly once. It has a virtual thread of its own, so
 * that a slow one delays none after it; the number in flight is bounded, and a request over that
 * bound is recorded as {@link Failure#SATURATED}.
 */
final class LoadRun {

  private final LoadConfig config;
  private final AttemptLog log;
  private final long startNanos;
  private final Semaphore inFlight;
  private final Caller fresh = new FreshCaller();
  private final Caller kept;
  private final Thread pacer;
  private final AtomicBoolean othersLogged = new AtomicBoolean();
  private volatile Target target;
  private volatile int issued;
  private volatile boolean stopping;

  private LoadRun(LoadConfig config) {
    this.config = config;
    this.log = new AttemptLog(Attempt.micros(Instant.now()), config.capacity());
    this.startNanos = System.nanoTime();
    this.inFlight = new Semaphore(config.maxInFlight());
    this.kept = new KeptCaller(config.keptConnections());
    this.target = config.target();
    this.pacer = Thread.ofPlatform().name("pacer").daemon().unstarted(this::pace);
  }

  static LoadRun start(LoadConfig config) {
    var run = new LoadRun(config);
    run.pacer.start();
    return run;
  }

  AttemptLog log() {
    return log;
  }

  int issued() {
    return issued;
  }

  /** Nothing more will be issued, and what was issued is recorded. */
  boolean isComplete() {
    return !pacer.isAlive() && log.recorded() == issued;
  }

  void retarget(Target next) {
    target = next;
  }

  /** Returns when everything that was issued is recorded: after the timeout at the latest. */
  void stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(pacer);
    pacer.join();
    inFlight.acquire(config.maxInFlight());
    inFlight.release(config.maxInFlight());
  }

  private void pace() {
    var schedule = new Schedule(config.rate(), config.keptRate(), config.length());
    Optional<Schedule.Due> due = schedule.next();
    while (due.isPresent() && awaitDue(due.get().nanos())) {
      issue(issued, due.get());
      due = schedule.next();
    }
  }

  private boolean awaitDue(long dueNanos) {
    long wait = dueNanos - sinceStart();
    while (wait > 0 && !stopping) {
      LockSupport.parkNanos(this, wait);
      wait = dueNanos - sinceStart();
    }
    return !stopping;
  }

  private void issue(int sequence, Schedule.Due due) {
    issued = sequence + 1;
    if (!inFlight.tryAcquire()) {
      record(sequence, due, sinceStart(), Reply.none(Failure.SATURATED));
      return;
    }
    Thread.startVirtualThread(() -> {
      try {
        send(sequence, due);
      } finally {
        inFlight.release();
      }
    });
  }

  private void send(int sequence, Schedule.Due due) {
    long begun = sinceStart();
    Reply reply = Reply.none(Failure.OTHER);
    try {
      Caller caller =
          switch (due.kind()) {
            case FRESH -> fresh;
            case KEPT -> kept;
          };
      reply = caller.call(target, Deadline.in(config.timeout()));
    } catch (FailedException e) {
      reply = Reply.none(e.failure());
      logOther(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      record(sequence, due, begun, reply);
    }
  }

  private void record(int sequence, Schedule.Due due, long begun, Reply reply) {
    long lag = begun / 1000 - due.nanos() / 1000;
    long latency = sinceStart() / 1000 - due.nanos() / 1000;
    long scheduled = log.startMicros() + due.nanos() / 1000;
    log.record(
        new Attempt(sequence, due.kind(), scheduled, lag, latency, reply.outcome(), reply.pod()));
  }

  private void logOther(FailedException e) {
    if (e.failure() == Failure.OTHER && !othersLogged.getAndSet(true)) {
      System.err.println("first failure of its kind: " + e.getCause());
    }
  }

  private long sinceStart() {
    return System.nanoTime() - startNanos;
  }
}
