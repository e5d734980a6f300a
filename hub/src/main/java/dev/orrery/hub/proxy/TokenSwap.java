package dev.orrery.hub.proxy;

/** What a user server gets to see of a token that somebody sends to it: user code must learn none of the platform's. */
@FunctionalInterface
public interface TokenSwap {
    /**
     * @param user and segment: the server, as {@link Target.Finder#of}
     * @return the token itself where it is none of the platform's
     */
    String inPlaceOf(String token, String user, String segment);
}
