package io.camelops.agent.gateway;

import java.util.Map;

/**
 * All that can be called from outside: nothing else of this JVM can. Arguments are strings, whole numbers, numbers, booleans
 * or null; an answer is a tree that is sent as JSON, so that no object leaves.
 *
 * <p>A context is named, and a route by its id; {@code "*"} stands for all of them, also those that appear later.
 */
interface Facade {
    /** Which agent this is, its options, and the contexts. */
    Map<String, ?> describe();

    /** Contexts, and their routes as they are at this moment. */
    Map<String, ?> routes();

    /**
     * What of these routes is kept, from the next exchange on. Null: as it was set when the JVM was started.
     *
     * @param share of ordinary exchanges, 0 to 1
     * @param perSecond of ordinary exchanges, and as many again of slow and rare ones
     * @param slowMs one that takes longer is slow; -1: longer than 99 of 100 in the last minute
     */
    Map<String, ?> setSampling(String context, String route, Double share, Double perSecond, Long slowMs)
            throws Refusal;

    /** Of which exchanges that are kept bodies and headers are told: all, failed, none. Null as above. */
    Map<String, ?> setCapture(String context, String route, String mode) throws Refusal;

    /** To Started, of one that is stopped or suspended. */
    Map<String, ?> startRoute(String context, String route, Long timeoutMs) throws Refusal;

    /** To Stopped, once what is under way has ended; when it has not within the time the route runs on. */
    Map<String, ?> stopRoute(String context, String route, Long timeoutMs) throws Refusal;

    /** To Suspended: it keeps what it listens with, and takes nothing. */
    Map<String, ?> suspendRoute(String context, String route, Long timeoutMs) throws Refusal;

    /** To Started, as {@link #startRoute}. */
    Map<String, ?> resumeRoute(String context, String route, Long timeoutMs) throws Refusal;
}
