package dev.understudy.http;

import java.io.IOException;

/** What arrived is not the HTTP/1.1 understood here. */
public final class MalformedException extends IOException {

  private static final long serialVersionUID = 1;

  public MalformedException(String message) {
    super(message);
  }
}
