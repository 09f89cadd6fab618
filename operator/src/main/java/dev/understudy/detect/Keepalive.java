package dev.understudy.detect;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * When the kernel gives up a connection whose peer has gone silent.
 *
 * @param idleSeconds of silence before the kernel asks the peer's kernel
 * @param intervalSeconds between two such questions
 * @param count of questions without an answer
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7), tcp_keepalive_time</a>
 */
public record Keepalive(int idleSeconds, int intervalSeconds, int count) {
  public Keepalive {
    if (idleSeconds < 1 || intervalSeconds < 1 || count < 1) {
      throw new IllegalArgumentException("the kernel knows whole seconds, from 1");
    }
  }

  Duration worst() {
    return Duration.ofSeconds(idleSeconds + (long) intervalSeconds * count);
  }

  void apply(SocketChannel channel) throws IOException {
    channel
        .setOption(StandardSocketOptions.SO_KEEPALIVE, true)
        .setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds)
        .setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, intervalSeconds)
        .setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, count);
  }
}
