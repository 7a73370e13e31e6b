// Preloaded into QEMU in the emulated host. QEMU 7.2's emulation does not let a host see XSETBV of its guest, so KVM never
// learns that the guest has switched AVX on, and the first such instruction after an exit is refused.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/kvm.h>
#include <stdarg.h>

int ioctl(int descriptor, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (request == KVM_SET_XCRS) {
        ((struct kvm_xcrs *)argument)->xcrs[0].value |= 7;
    }
    static int (*next)(int, unsigned long, ...);
    if (!next) {
        next = dlsym(RTLD_NEXT, "ioctl");
    }
    return next(descriptor, request, argument);
}
