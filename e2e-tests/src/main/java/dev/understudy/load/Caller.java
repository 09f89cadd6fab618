package dev.understudy.load;

/** A way to send a request. None is sent twice: what a retry would hide is what is looked for. */
sealed interface Caller permits FreshCaller, KeptCaller {

  Reply call(Target target, Deadline deadline) throws FailedException, InterruptedException;
}
