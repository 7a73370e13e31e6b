package dev.ristretto.kernel.device.block;

/** What a request asks of a disk (virtio 1.2 section 5.2.6). */
enum RequestType {
    READ(0, true),
    WRITE(1, false),
    FLUSH(4, false),
    IDENTIFY(8, true),
    DISCARD(11, false);

    private final int number;
    private final boolean answered;

    RequestType(int number, boolean answered) {
        this.number = number;
        this.answered = answered;
    }

    /** The number of the type in a header. */
    int number() {
        return number;
    }

    /** Whether the device writes the data of the request. */
    boolean isAnswered() {
        return answered;
    }
}
