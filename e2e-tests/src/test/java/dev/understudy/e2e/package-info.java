/** Stories on a real cluster, one {@code ...IT} a subject. None asserts a time. */
package dev.understudy.e2e;
