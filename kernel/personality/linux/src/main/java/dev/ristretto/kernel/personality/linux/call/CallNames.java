package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.abi.linux.SystemCallNames;

/** What system calls are called, for messages. */
public final class CallNames {
    private CallNames() {}

    public static String of(long number) {
        String[] names = SystemCallNames.all().split(" ");
        return number >= 0 && number < names.length ? names[(int) number] : "system call " + number;
    }
}
