# Single instructions and the two places where a register set changes hands: interrupt entry and context switch.
# Called from Java as C functions without transition (System V AMD64 ABI); declared in Cpu.java and Instructions.java.

    .macro function name
    .globl \name
    .type \name, @function
    .align 16
\name:
    .endm

    .include "layout.inc"

    .text
function cpu_in8
    movl %edi, %edx
    xorl %eax, %eax
    inb  %dx, %al
    ret
function cpu_in16
    movl %edi, %edx
    xorl %eax, %eax
    inw  %dx, %ax
    ret
function cpu_in32
    movl %edi, %edx
    inl  %dx, %eax
    ret
function cpu_out8
    movl %edi, %edx
    movl %esi, %eax
    outb %al, %dx
    ret
function cpu_out16
    movl %edi, %edx
    movl %esi, %eax
    outw %ax, %dx
    ret
function cpu_out32
    movl %edi, %edx
    movl %esi, %eax
    outl %eax, %dx
    ret
function cpu_ticks
    rdtsc
    shlq $32, %rdx
    orq  %rdx, %rax
    ret
function cpu_read_msr
    movl %edi, %ecx
    rdmsr
    shlq $32, %rdx
    orq  %rdx, %rax
    ret
function cpu_write_msr
    movl %edi, %ecx
    movl %esi, %eax
    movq %rsi, %rdx
    shrq $32, %rdx
    wrmsr
    ret
function cpu_id                                 # (leaf, subleaf, int[4] out)
    pushq %rbx
    movq %rdx, %r8
    movl %edi, %eax
    movl %esi, %ecx
    cpuid
    movl %eax, (%r8)
    movl %ebx, 4(%r8)
    movl %ecx, 8(%r8)
    movl %edx, 12(%r8)
    popq %rbx
    ret
function cpu_random                             # (long *out) -> 1 if RDRAND delivered
    movl $32, %ecx
1:  rdrand %rax
    jc   2f
    pause
    loop 1b
    xorl %eax, %eax
    ret
2:  movq %rax, (%rdi)
    movl $1, %eax
    ret
function cpu_write8
    movb %sil, (%rdi)
    ret
function cpu_read32
    movl (%rdi), %eax
    ret
function cpu_write32
    movl %esi, (%rdi)
    ret
function cpu_read_cr2
    movq %cr2, %rax
    ret
function cpu_write_cr3
    cmpl $0, %gs:HOSTED
    jne  1f                                     # the tables only keep account there: Linux has its own
    movq %rdi, %cr3
1:  ret
function cpu_invalidate_page
    cmpl $0, %gs:HOSTED
    jne  1f
    invlpg (%rdi)
1:  ret
function cpu_load_interrupt_table               # (base, limit)
    subq $16, %rsp
    movw %si, (%rsp)
    movq %rdi, 2(%rsp)
    lidt (%rsp)
    addq $16, %rsp
    ret
function cpu_enable_interrupts_and_halt         # no window between the two: STI takes effect after HLT starts
    sti
    hlt
    cli
    ret
function cpu_halt_forever
    cli
1:  hlt
    jmp 1b
function cpu_current                            # this CPU's block
    movq %gs:CPU_SELF, %rax
    ret
function thread_current                         # one instruction: before a second one it may run on another CPU
    movq %gs:CURRENT_THREAD, %rax
    ret
function cpu_pause
    pause
    ret
# Forgets what it remembers of page tables, as FLUSH says. Who asked may go on before that has happened, but nothing is
# touched in between but this code and the stack.
function cpu_flush
    xorl %ecx, %ecx
    xchgq %rcx, %gs:FLUSH
    testq %rcx, %rcx
    jz   3f
    cmpq $FLUSH_ALL, %rcx
    je   1f
    movq %rcx, %gs:ROOT                         # the tables that it has used are to go
    jmp  2f
1:  movq %cr3, %rcx
2:  movq %rcx, %cr3
3:  ret
function cpu_scale                              # (value * multiplier) >> 32, in 128 bits
    movq %rdi, %rax
    mulq %rsi
    shrdq $32, %rdx, %rax
    ret

# Spin locks hold interrupts off while taken; acquire returns the flags for release. Stacks get their pages when they are
# first touched, which takes the lock of virtual memory: so the outermost acquire touches what the holder may use. Who
# spins goes on forgetting pages, since the holder may wait for that.
    .set KERNEL_STACK, 8192
function spin_acquire
    cmpl $0, %gs:HOSTED
    jne  hosted_spin_acquire
    pushfq
    popq %rax
    testl $FLAG_INTERRUPTS, %eax
    jz   spin
    cmpb $0, -KERNEL_STACK(%rsp)
    cli
spin:
    movl $1, %ecx
    xchgl %ecx, (%rdi)
    testl %ecx, %ecx
    jz   3f
2:  pause
    cmpq $0, %gs:FLUSH
    je   4f
    call cpu_flush
4:  cmpl $0, (%rdi)
    jne  2b
    jmp  spin
3:  ret
function spin_release                           # (lock, flags)
    movl $0, (%rdi)
    testl $FLAG_INTERRUPTS, %esi
    jz   1f
    cmpl $0, %gs:HOSTED
    jne  hosted_enable_interrupts
    sti
1:  ret

# Memory. Plain 32-byte stores: as fast as the string instructions on hardware, several times faster under emulation.

# Context switch: (this thread, the next thread). Only what the ABI says a callee keeps.
function context_switch
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, THREAD_STACK_POINTER(%rdi)
    movq THREAD_STACK_POINTER(%rsi), %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
# First code of a new thread; Context.java lays out its stack: %rbx = function, %r12 = argument.
function context_start
    call scheduler_thread_begins                # gives up the scheduler lock that the switch held, interrupts on
    movq %r12, %rdi
    xorl %ebp, %ebp
    andq $-16, %rsp
    call *%rbx
    movq %rax, %rdi
    call scheduler_thread_ends
    ud2
function context_start_address
    leaq context_start(%rip), %rax
    ret
# The kernel's first thread: (argc, argv) for SubstrateVM's main.
function main_thread
    pushq %rbp
    movq (%rdi), %rax
    movq 8(%rdi), %rsi
    movl %eax, %edi
    xorl %edx, %edx
    call main
    movl %eax, %edi
    call exit
    ud2
function main_thread_address
    leaq main_thread(%rip), %rax
    ret
# Java code of an isolate from a fault: (function's argument, heap base, isolate thread); jumps into panic_in_isolate.
function call_panic_in_isolate
    pushq %rbp
    pushq %r14
    pushq %r15
    movq %rsi, %r14
    movq %rdx, %r15
    call panic_in_isolate
    popq %r15
    popq %r14
    popq %rbp
    ret
# What an interrupt does with the interrupted code's registers: saves them, calls handler(frame) and restores them, up to
# the iretq. %rax is on the stack already, above it vector, error code, rip, cs, rflags, rsp, ss: TrapFrame.java.
    .macro call_with_saved_registers handler
    pushq %rbx
    pushq %rcx
    pushq %rdx
    pushq %rsi
    pushq %rdi
    pushq %rbp
    pushq %r8
    pushq %r9
    pushq %r10
    pushq %r11
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, %rdi
    movq %rsp, %rbx
    subq $832, %rsp                             # XSAVE area: 512 legacy, 64 header, 256 AVX
    andq $-64, %rsp
    xorl %eax, %eax
    movq %rax, 512(%rsp)
    movq %rax, 520(%rsp)
    movq %rax, 528(%rsp)
    movq %rax, 536(%rsp)
    movq %rax, 544(%rsp)
    movq %rax, 552(%rsp)
    movq %rax, 560(%rsp)
    movq %rax, 568(%rsp)
    movl $7, %eax
    xorl %edx, %edx
    xsave (%rsp)
    cld
    call \handler
    movl $7, %eax
    xorl %edx, %edx
    xrstor (%rsp)
    movq %rbx, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %r11
    popq %r10
    popq %r9
    popq %r8
    popq %rbp
    popq %rdi
    popq %rsi
    popq %rdx
    popq %rcx
    popq %rbx
    popq %rax
    addq $16, %rsp
    .endm
# Interrupts: one stub per vector, 16 bytes apart. Exceptions run on a stack of their own and return there (or never).
# Device interrupts enter on another one and move to the interrupted thread's stack, once that has pages to stand on: from
# there they may switch threads.
    .align 16
    .globl interrupt_stubs
interrupt_stubs:
    .set vector, 0
    .rept 256
    .align 16
    .if (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17) || (vector == 21) || (vector == 29) || (vector == 30)
    .else
    pushq $0
    .endif
    pushq $vector
    .if vector < 32
    jmp exception_common
    .else
    jmp interrupt_common
    .endif
    .set vector, vector + 1
    .endr
function interrupt_stubs_address
    leaq interrupt_stubs(%rip), %rax
    ret
interrupt_common:
    pushq %rax
    testb $3, 32(%rsp)
    jnz  user_trap
    movq 48(%rsp), %rax                         # the interrupted stack pointer
    andq $-16, %rax
    cmpb $0, -KERNEL_STACK(%rax)
    subq $64, %rax
    .set word, 0
    .rept 8                                     # rax, vector, error code, rip, cs, rflags, rsp, ss
    pushq word(%rsp)
    popq word(%rax)
    .set word, word + 8
    .endr
    movq %rax, %rsp
    jmp save_registers
exception_common:
    pushq %rax
    testb $3, 32(%rsp)
    jnz  user_trap
save_registers:
    call_with_saved_registers interrupt_entry
    iretq
    .section .note.GNU-stack,"",@progbits
