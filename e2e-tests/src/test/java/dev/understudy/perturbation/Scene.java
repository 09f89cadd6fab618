package dev.understudy.perturbation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the operator hears and writes in one namespace, in which one story runs. Writes and events
 * are counted for each object by itself: in what order the operator hears of two objects is by
 * chance.
 */
final class Scene {
  /**
   * A write that changed something.
   *
   * @param cause the event that was told last before it
   * @param decidedFrom whether decisions are made from what it changed
   */
  record Taken(String at, String cause, String versionBefore, boolean decidedFrom) {}

  private static final long QUIET_NANOS = Duration.ofMillis(250).toNanos();

  private static final long FIRST_LOOK_NANOS = Duration.ofMillis(500).toNanos();

  /** Of the time that the operator needed to start: the machine may be busy. */
  private static final int FIRST_LOOK_SHARE = 2;

  private static final int QUIET_SHARE = 10;

  private final String namespace;
  private final Optional<Point> point;
  private final Runnable kill;
  private final List<Taken> taken = new ArrayList<>();
  private final Map<String, List<String>> history = new TreeMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private String lastHeard = "";
  private boolean begun;
  private long lastActive = System.nanoTime();
  private long pace;
  private int inFlight;
  private int mostInFlight;
  private boolean reached;
  private String heldObject = "";
  private Runnable heldEvent = () -> {};

  /**
   * @param kill what happens at a point that kills
   */
  Scene(String namespace, Optional<Point> point, Runnable kill) {
    this.namespace = namespace;
    this.point = point;
    this.kill = kill;
  }

  String namespace() {
    return namespace;
  }

  /** From here on it is written down and disturbed. */
  synchronized void beginInEarnest() {
    begun = true;
    counts.clear();
    taken.clear();
    history.clear();
    lastHeard = "";
    mostInFlight = inFlight;
  }

  synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** What became of each object by the operator's writes, without repetitions. */
  synchronized Map<String, List<String>> history() {
    Map<String, List<String>> copy = new TreeMap<>();
    history.forEach((object, states) -> copy.put(object, List.copyOf(states)));
    return copy;
  }

  synchronized boolean isReached() {
    return reached;
  }

  /** Nothing was changed by the operator, and nothing told to it, for a while. */
  synchronized boolean isQuiet() {
    return inFlight == 0
        && System.nanoTime() - lastActive > Math.max(QUIET_NANOS, pace / QUIET_SHARE);
  }

  /** An operator has just begun to work: it needs longer for its first look than for others. */
  synchronized void operatorBegins() {
    lastActive = System.nanoTime() + Math.max(FIRST_LOOK_NANOS, pace / FIRST_LOOK_SHARE);
  }

  /**
   * @param nanos that the operator needed to start
   */
  synchronized void pace(long nanos) {
    pace = nanos;
  }

  synchronized void active() {
    lastActive = Math.max(lastActive, System.nanoTime());
  }

  // Writes.

  synchronized void begin() {
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  /**
   * How many writes the API server had to deal with at the same time, since it began in earnest.
   */
  synchronized int mostInFlight() {
    return mostInFlight;
  }

  synchronized void end() {
    inFlight--;
  }

  /**
   * @return false if the operator was killed, and the write must not be sent
   */
  boolean mayPass(Request request) {
    return !killsAt(Point.Kind.KILLED_BEFORE, next(request));
  }

  /**
   * The API server took a write.
   *
   * @param versionBefore of all there is
   * @return false if the operator was killed, and is not told any more
   */
  boolean mayHear(Request request, JsonNode answer, String versionBefore) {
    String at;
    synchronized (this) {
      if (!isNews(answer, versionBefore)) {
        return true; // nothing was changed by it
      }
      at = next(request);
      counts.merge(request.key(), 1, Integer::sum);
      Optional<String> state = States.after(request, answer);
      taken.add(new Taken(at, lastHeard, versionBefore, state.isPresent()));
      active();
      state.ifPresent(it -> remember(request.object(), it));
    }
    return !killsAt(Point.Kind.KILLED_AFTER, at);
  }

  private static boolean isNews(JsonNode answer, String versionBefore) {
    JsonNode version = answer.at("/metadata/resourceVersion");
    return version.isMissingNode()
        || version.asLong() > Long.parseLong(versionBefore)
        || wasTheLastHold(answer);
  }

  /** A pod that goes because nothing holds it any more is shown as it was, at its old version. */
  private static boolean wasTheLastHold(JsonNode pod) {
    JsonNode grace = pod.at("/metadata/deletionGracePeriodSeconds");
    return grace.isInt() && grace.asInt() == 0 && pod.at("/metadata/finalizers").isMissingNode();
  }

  private void remember(String object, String state) {
    List<String> states = history.computeIfAbsent(object, _ -> new ArrayList<>());
    if (states.isEmpty() || !states.getLast().equals(state)) {
      states.add(state);
    }
  }

  private synchronized String next(Request request) {
    return request.key() + "/" + (counts.getOrDefault(request.key(), 0) + 1);
  }

  private boolean killsAt(Point.Kind kind, String at) {
    synchronized (this) {
      if (!begun || reached || !point.equals(Optional.of(new Point(kind, at)))) {
        return false;
      }
      reached = true;
    }
    kill.run();
    return true;
  }

  // Events.

  /**
   * @param late tells of it after all
   * @return false if it must not be told now
   */
  synchronized boolean mayTell(String object, Runnable late) {
    active();
    int count = counts.merge(object, 1, Integer::sum);
    lastHeard = object + "/" + count;
    if (heldObject.equals(object)) {
      heldObject = "";
      return true;
    }
    if (begun && !reached && point.equals(Optional.of(new Point(Point.Kind.WITHHELD, lastHeard)))) {
      reached = true;
      heldObject = object;
      heldEvent = late;
      return false;
    }
    return true;
  }

  /** The object of which an event is withheld; empty if there is none. */
  synchronized String heldObject() {
    return heldObject;
  }

  /** There will be no later event of that object. */
  synchronized void release() {
    heldObject = "";
    active();
    heldEvent.run();
  }
}
