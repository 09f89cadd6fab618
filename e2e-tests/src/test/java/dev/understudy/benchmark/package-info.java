/** How long clients are without service, with Understudy and without; what the operator takes. */
package dev.understudy.benchmark;
