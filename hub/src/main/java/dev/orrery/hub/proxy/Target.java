package dev.orrery.hub.proxy;

/** Where a request to a user's server goes. */
public sealed interface Target {

    /** To the server on this port of 127.0.0.1. */
    record Ready(int port) implements Target {}

    /** Nowhere yet: the server is on its way. */
    record NotReady(String message) implements Target {}

    /** There is no server. */
    record None() implements Target {}

    /** Finds the target by the user's name and the path's segment after it, which may name a server; asked for each request. */
    @FunctionalInterface
    interface Finder {
        Target of(String user, String segment);
    }
}
