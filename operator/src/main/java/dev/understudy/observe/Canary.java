package dev.understudy.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a watch that is open and mute. Its connection lives and its pings are answered, so that
 * nothing else tells it from one that has nothing to tell.
 *
 * <p>Every few seconds it asks the API server for what has happened since the newest version in the
 * cache, by a watch of a second. Mostly nothing has. What it is told must be in the cache when it
 * looks again: the watch had longer for it. Whatever cannot be asked or is not answered proves
 * nothing.
 */
public final class Canary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Canary.class);

  /** Told of what was seen, by threads of the canary. */
  public interface Listener {
    /** The API server said what has happened. */
    void asked(Feed feed);

    /**
     * The watch did not bring what the API server tells others.
     *
     * @param object that has changed
     */
    void mute(Feed feed, String object);
  }

  /**
   * How often it asks and how long it gives a watch.
   *
   * @param between from an answer to the next question
   * @param grace after which what is missing must be in the cache
   */
  public record Times(Duration between, Duration grace) {
    /** Two seconds: a busy machine may need one to read what has come. */
    public static final Times DEFAULT = new Times(Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  /**
   * The API server remembers what happened for a little more than a minute: a cache in which
   * nothing changes is too old to ask from.
   */
  private static final int QUESTIONS_PER_REVISION = 6;

  private final KubernetesClient client;
  private final Times times;
  private final Listener listener;
  private final List<Thread> threads;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param client may wait longer than a second for an answer
   */
  public Canary(KubernetesClient client, List<Feed> feeds, Times times, Listener listener) {
    this.client = client;
    this.times = times;
    this.listener = listener;
    this.threads =
        feeds.stream()
            .map(feed ->
                Thread.ofVirtual().name("canary-" + feed.resource()).unstarted(new Ear(feed)))
            .toList();
  }

  public void start() {
    threads.forEach(Thread::start);
  }

  @Override
  public void close() {
    closing.countDown();
    threads.forEach(Thread::interrupt);
  }

  /** Listens for one watch. */
  private final class Ear implements Runnable {
    private final Feed feed;
    private final Missed missed = new Missed();
    private long since;
    private long next;
    private int questions;
    private Duration pause = times.between();

    Ear(Feed feed) {
      this.feed = feed;
    }

    @Override
    public void run() {
      attempt(this::advance); // what happens before the first question is told as well
      try {
        while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          pause = times.between();
          attempt(this::listen);
        }
      } catch (InterruptedException e) {
        log.debug("woken to stop");
      }
    }

    private void listen() {
      advance();
      compare(ask(Math.max(since, feed.newest())));
    }

    private void attempt(Runnable question) {
      try {
        question.run();
      } catch (KubernetesClientException | Told.RefusedException e) {
        questions = 0; // maybe what was asked from is too long ago
        log.atDebug().addKeyValue("resource", feed.resource()).log("Not asked: {}", e.getMessage());
      } catch (RuntimeException e) {
        log.atWarn().addKeyValue("resource", feed.resource()).setCause(e).log("Not asked.");
      }
    }

    private void compare(List<Told> told) {
      listener.asked(feed);
      Optional<Told> still = missed.look(told, feed::version);
      if (still.isPresent()) {
        listener.mute(feed, still.get().id().toString());
      } else if (missed.isAwaiting()) {
        pause = times.grace();
      }
    }

    /** To a revision that is some questions old: what happened since then is told twice. */
    private void advance() {
      if (questions % QUESTIONS_PER_REVISION == 0) {
        long now = revision();
        since = questions == 0 ? now : next;
        next = now;
      }
      questions++;
    }

    /** Of now. */
    private long revision() {
      JsonNode list = client.getKubernetesSerialization().unmarshal(get("limit=1"), JsonNode.class);
      return Long.parseLong(list.at("/metadata/resourceVersion").asText());
    }

    private List<Told> ask(long from) {
      String labels = feed.selector().isEmpty() ? "" : "&labelSelector=" + feed.selector();
      return Told.read(
          client.getKubernetesSerialization(),
          get("watch=true&timeoutSeconds=1&resourceVersion=" + from + labels));
    }

    private String get(String query) {
      return Optional.ofNullable(client.raw(feed.path() + "?" + query))
          .orElseThrow(() -> new Told.RefusedException("not found"));
    }
  }
}
