package dev.ristretto.run.vmm.confine;

import java.util.Optional;
import java.util.function.Function;

/**
 * What was found out about the walls of this host.
 *
 * @param wall the best that there is
 * @param obstacle why there is no better one, in one line; empty if there is none to be had
 */
public record GrantedWall(Wall wall, Optional<String> obstacle) {

    /**
     * Tries the walls, the best first.
     *
     * @param obstacle why a wall cannot be put up, in one line; empty if it can
     */
    public static GrantedWall best(Function<Wall, Optional<String>> obstacle) {
        Optional<String> whole = obstacle.apply(Wall.WHOLE);
        if (whole.isEmpty()) {
            return new GrantedWall(Wall.WHOLE, whole);
        }
        Optional<String> calls = obstacle.apply(Wall.CALLS);
        return calls.isEmpty() ? new GrantedWall(Wall.CALLS, whole) : new GrantedWall(Wall.NONE, calls);
    }
}
