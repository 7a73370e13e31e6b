package dev.ristretto.abi;

/** Where a frame goes, as seen from the image. */
public enum Direction {
    /** It has come from the link. */
    RECEIVED("receive"),
    /** It goes out over the link. */
    SENT("transmit");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** How it is called in figures. */
    public String label() {
        return label;
    }
}
