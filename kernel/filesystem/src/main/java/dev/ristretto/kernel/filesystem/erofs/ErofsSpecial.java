package dev.ristretto.kernel.filesystem.erofs;

import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.SpecialFile;

/** A device, pipe or socket. */
final class ErofsSpecial extends ErofsInode implements SpecialFile {
    ErofsSpecial(ErofsImage image, long number, Head head) {
        super(image, number, head);
    }

    @Override
    public FileKind kind() {
        return switch (head().mode() & ErofsFormat.KIND) {
            case ErofsFormat.BLOCK_DEVICE -> FileKind.BLOCK_DEVICE;
            case ErofsFormat.PIPE -> FileKind.PIPE;
            case ErofsFormat.SOCKET -> FileKind.SOCKET;
            default -> FileKind.DEVICE;
        };
    }

    @Override
    public int device() {
        return kind() == FileKind.DEVICE || kind() == FileKind.BLOCK_DEVICE ? (int) head().place() : 0;
    }
}
