# The kernel as a Linux process: entry point, system calls, and signals in the place of interrupts.
#
# Each host thread is a CPU. Whether interrupts are on is a word in the CPU's block; a signal that comes while they are
# off is noted in PENDING and handled when they are switched on. Signal handlers run on a stack of their own and never
# switch threads: they only change where the interrupted code goes on, which is hosted_interrupt (HostSignals.java).

    .set SYS_WRITE, 1
    .set SYS_CLONE, 56
    .set SYS_RT_SIGRETURN, 15
    .set SYS_ARCH_PRCTL, 158
    .set SYS_EXIT_GROUP, 231
    .set SYS_PPOLL, 271
    .set ARCH_SET_GS, 0x1001
    .set THREAD_FLAGS, 0x50f00                  # all of the process is shared: CallArguments.THREAD_FLAGS
    .set USER_CODE, 0x33
    .set USER_DATA, 0x2b

    .text
# Linux jumps here; %rsp points to argc, argv, environment and auxiliary vector (System V ABI section 3.4.1).
function start_linux
    xorl %ebp, %ebp
    require_x86_64_v3 linux_unsupported_cpu
    movl $SYS_ARCH_PRCTL, %eax
    movl $ARCH_SET_GS, %edi
    leaq cpu0_block(%rip), %rsi
    syscall
    movq %rsi, %gs:CPU_SELF
    movl $1, %gs:HOSTED
    movq %rsp, %rdi
    leaq boot_stack_top(%rip), %rsp
    call hosted_prepare                         # gives what a hypervisor would: the physical address of hvm_start_info
    movq %rax, %rdi
    call kernel_start
    ud2
linux_unsupported_cpu:
    movl $SYS_WRITE, %eax
    movl $2, %edi
    leaq linux_message_cpu(%rip), %rsi
    movl $linux_message_cpu_end - linux_message_cpu, %edx
    syscall
    movl $SYS_EXIT_GROUP, %eax
    movl $PANIC_STATUS, %edi
    syscall
    ud2

function host_call                              # (number, six arguments) -> result, or minus an error number
    movq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    movq %r9, %r8
    movq 8(%rsp), %r9
    syscall
    ret

# Another CPU: (its block, the end of its stack) -> number of the thread, or minus an error number.
function hosted_clone
    pushq %rbx
    movq %rdi, %rbx
    movl $THREAD_FLAGS, %edi
    xorl %edx, %edx
    xorl %r10d, %r10d
    xorl %r8d, %r8d
    movl $SYS_CLONE, %eax
    syscall
    testq %rax, %rax
    jz   1f
    popq %rbx
    ret
1:  movl $SYS_ARCH_PRCTL, %eax
    movl $ARCH_SET_GS, %edi
    movq %rbx, %rsi
    syscall
    xorl %ebp, %ebp
    call processor_begin
    ud2

hosted_spin_acquire:
    movl %gs:INTERRUPTS, %eax
    testl %eax, %eax
    jz   spin
    cmpb $0, -KERNEL_STACK(%rsp)
    movl $0, %gs:INTERRUPTS
    jmp  spin
hosted_enable_interrupts:
    movl $FLAG_INTERRUPTS, %gs:INTERRUPTS
    cmpl $0, %gs:PENDING
    jne  2f
    ret
2:  pushq %rbp
3:  movl $0, %gs:INTERRUPTS
    call hosted_handle_pending                  # may switch threads
    movl $FLAG_INTERRUPTS, %gs:INTERRUPTS
    cmpl $0, %gs:PENDING
    jne  3b
    popq %rbp
    ret
function hosted_take_pending                    # -> the pending interrupts, which are none from then on
    xorl %eax, %eax
    xchgl %eax, %gs:PENDING
    ret

# Where interrupted code finds itself after a signal handler has noted the interrupt: all registers are as they were,
# interrupts are off, RESUME is where it was. A missing page of its stack is a fault like any other.
    .globl hosted_interrupt
hosted_interrupt:
    movq %rsp, %gs:STACK
    pushq $USER_DATA
    pushq %gs:STACK
    pushfq
    pushq $USER_CODE
    pushq %gs:RESUME
1:  pushq $0
    pushq $0
    pushq %rax
    call_with_saved_registers hosted_interrupt_entry
    movl $FLAG_INTERRUPTS, %gs:INTERRUPTS
    cmpl $0, %gs:PENDING
    jne  2f
    iretq
2:  movl $0, %gs:INTERRUPTS
    jmp  1b

# Sleeps until a descriptor is ready, the time is over or a signal comes: (struct pollfd *, count, struct timespec *).
# A signal between the look at PENDING and the call must not be slept over: its handler moves the code from inside
# hosted_wait_begin to hosted_wait_end.
    .globl hosted_wait_begin, hosted_wait_end
function hosted_wait
    xorl %r10d, %r10d
    movl $8, %r8d
    xorl %eax, %eax
hosted_wait_begin:
    cmpl $0, %gs:PENDING
    jne  hosted_wait_end
    movl $SYS_PPOLL, %eax
    syscall
hosted_wait_end:
    ret

function hosted_signal_entry                    # (number, siginfo_t *, ucontext_t *)
    subq $8, %rsp
    call hosted_signal
    addq $8, %rsp
    ret
function hosted_signal_return
    movl $SYS_RT_SIGRETURN, %eax
    syscall

    .section .rodata,"a",@progbits
linux_message_cpu:
    .ascii "ristretto: this CPU lacks x86-64-v3 (AVX2, BMI2, FMA, MOVBE). Run on a newer CPU.\n"
linux_message_cpu_end:
    .section .note.GNU-stack,"",@progbits
