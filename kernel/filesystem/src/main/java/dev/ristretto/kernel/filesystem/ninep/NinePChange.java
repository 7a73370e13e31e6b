package dev.ristretto.kernel.filesystem.ninep;

/**
 * What is to be set of a file's properties (Tsetattr).
 *
 * @param what the bits of those that are set; the others count for nothing
 * @param accessed nanoseconds since 1970-01-01T00:00:00Z, and so is {@code modified}
 */
record NinePChange(int what, int permissions, int user, int group, long size, long accessed, long modified) {
    private static final long SECOND = 1_000_000_000;

    static NinePChange ofPermissions(int permissions) {
        return new NinePChange(NinePMessage.SET_MODE, permissions, 0, 0, 0, 0, 0);
    }

    static NinePChange ofOwner(int user, int group) {
        return new NinePChange(NinePMessage.SET_USER | NinePMessage.SET_GROUP, 0, user, group, 0, 0, 0);
    }

    static NinePChange ofSize(long size) {
        return new NinePChange(NinePMessage.SET_SIZE, 0, 0, 0, size, 0, 0);
    }

    static NinePChange ofTimes(long accessed, long modified) {
        int given = NinePMessage.ACCESSED_GIVEN | NinePMessage.MODIFIED_GIVEN;
        return new NinePChange(
                NinePMessage.SET_ACCESSED | NinePMessage.SET_MODIFIED | given, 0, 0, 0, 0, accessed, modified);
    }

    void write(NinePWriter request) {
        request.u32(what).u32(permissions).u32(user).u32(group).u64(size);
        time(request, accessed);
        time(request, modified);
    }

    private static void time(NinePWriter request, long time) {
        request.u64(Math.floorDiv(time, SECOND)).u64(Math.floorMod(time, SECOND));
    }
}
