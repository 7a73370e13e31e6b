# Programs in ring 3. Where a thread's registers are while it is not there is its block (UserContextBlock.java), which
# begins with a trap frame (TrapFrame.java). The way there is a function that returns: at a system call, at an exception,
# or when somebody wants the thread back. An interrupt is handled on the thread's stack in between.

    .set MSR_FS_BASE, 0xc0000100
    .set CLEAN_FLAGS, 2                         # no AC, which would open the program's pages; interrupts off

    .text
function user_enter                             # (block) -> why it came back
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    cli
    movq %rsp, USER_KERNEL_STACK(%rdi)
user_resume:                                    # %rdi = block, %rsp = its kernel stack, interrupts are off
    movl $USER_INTERRUPTED, %eax
    cmpq $0, USER_PENDING(%rdi)
    jne  user_return
    movq %rdi, %gs:USER_CONTEXT
    movq USER_ROOT(%rdi), %rdx
    cmpq %gs:ROOT, %rdx
    je   1f
    movq %rdx, %gs:ROOT
    movq %rdx, %cr3
1:  movq USER_THREAD_POINTER(%rdi), %rdx
    cmpq %gs:THREAD_POINTER, %rdx
    je   1f
    movq %rdx, %gs:THREAD_POINTER
    movl $MSR_FS_BASE, %ecx
    movl %edx, %eax
    shrq $32, %rdx
    wrmsr
1:  movl $7, %eax
    xorl %edx, %edx
    xrstor USER_VECTORS(%rdi)
    movq %rdi, %rsp
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
    swapgs
    iretq

# Where the SYSCALL instruction leads: %rcx = the next instruction, %r11 = flags. No stack yet, interrupts are off.
    .align 16
user_system_call:
    swapgs
    movq %rsp, %gs:USER_STACK
    movq %gs:USER_CONTEXT, %rsp
    movq %r15, 0(%rsp)
    movq %r14, 8(%rsp)
    movq %r13, 16(%rsp)
    movq %r12, 24(%rsp)
    movq %r11, 32(%rsp)
    movq %r10, 40(%rsp)
    movq %r9, 48(%rsp)
    movq %r8, 56(%rsp)
    movq %rbp, 64(%rsp)
    movq %rdi, 72(%rsp)
    movq %rsi, 80(%rsp)
    movq %rdx, 88(%rsp)
    movq %rcx, 96(%rsp)
    movq %rbx, 104(%rsp)
    movq %rax, 112(%rsp)
    movq %rcx, 136(%rsp)
    movq %r11, 152(%rsp)
    movq %gs:USER_STACK, %rax
    movq %rax, 160(%rsp)
    movq %rsp, %rbx
    movl $7, %eax
    xorl %edx, %edx
    xsave USER_VECTORS(%rbx)
    movq USER_KERNEL_STACK(%rbx), %rsp
    movl $USER_SYSTEM_CALL, %eax
user_return:                                    # %eax = why; what user_enter has pushed lies on the stack
    ldmxcsr usual_mxcsr(%rip)
    fninit
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    sti
    ret

# Interrupts and exceptions from ring 3: %rax, vector, error code, rip, cs, rflags, rsp and ss on an interrupt stack.
user_trap:
    swapgs
    movq %gs:USER_CONTEXT, %rax
    movq %r15, 0(%rax)
    movq %r14, 8(%rax)
    movq %r13, 16(%rax)
    movq %r12, 24(%rax)
    movq %r11, 32(%rax)
    movq %r10, 40(%rax)
    movq %r9, 48(%rax)
    movq %r8, 56(%rax)
    movq %rbp, 64(%rax)
    movq %rdi, 72(%rax)
    movq %rsi, 80(%rax)
    movq %rdx, 88(%rax)
    movq %rcx, 96(%rax)
    movq %rbx, 104(%rax)
    .set word, 112
    .rept 8                                     # rax, vector, error code, rip, cs, rflags, rsp, ss
    popq word(%rax)
    .set word, word + 8
    .endr
    pushq $CLEAN_FLAGS
    popfq
    movq %rax, %rbx
    movq %cr2, %rax
    movq %rax, USER_ADDRESS(%rbx)
    movl $7, %eax
    xorl %edx, %edx
    xsave USER_VECTORS(%rbx)
    movq USER_KERNEL_STACK(%rbx), %rsp
    movq 120(%rbx), %rax
    cmpl $32, %eax
    jb   user_return
    ldmxcsr usual_mxcsr(%rip)
    fninit
    cmpb $0, -KERNEL_STACK(%rsp)
    subq $8, %rsp
    movq %rbx, %rdi
    call interrupt_entry                        # may switch threads
    addq $8, %rsp
    movq %rbx, %rdi
    jmp  user_resume

function user_system_call_address
    leaq user_system_call(%rip), %rax
    ret
function cpu_add_to_cr4                         # (bits)
    movq %cr4, %rax
    orq  %rdi, %rax
    movq %rax, %cr4
    ret

    .section .rodata,"a",@progbits
    .align 4
usual_mxcsr:
    .long 0x1f80
    .section .note.GNU-stack,"",@progbits
