package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.posix.headers.Pthread.pthread_t;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.threads.ProcessorTime;
import org.graalvm.word.WordFactory;

/** What processor time another thread takes, for which Linux has a clock of each thread's own. */
@TargetClass(className = "com.oracle.svm.core.posix.linux.LinuxThreadCpuTimeSupport")
final class Target_com_oracle_svm_core_posix_linux_LinuxThreadCpuTimeSupport {
    private Target_com_oracle_svm_core_posix_linux_LinuxThreadCpuTimeSupport() {}

    @Substitute
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long fastCpuTime(pthread_t thread) {
        return ProcessorTime.of(WordFactory.pointer(thread.rawValue()));
    }
}
