# Programs in ring 3. Where a thread's registers are while it is not there is its block (UserContextBlock.java), which
# begins with a trap frame (TrapFrame.java). The way there is a function that returns: at a system call, at an exception,
# or when somebody wants the thread back. An interrupt is handled on the thread's stack in between.

    .set MSR_FS_BASE, 0xc0000100
    .set UNMASKABLE, 2                          # the vector of an interrupt, though it is below those of exceptions
    .set CLEAN_FLAGS, 2                         # no AC, which would open the program's pages; interrupts off

    .macro load_vector number
    vmovdqu USER_PLAIN + 32 * \number(%rdi), %ymm\number
    .endm
    .macro store_vector number
    vmovdqu %ymm\number, USER_PLAIN + 32 * \number(%rbx)
    .endm

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
1:  cmpq $0, USER_IS_PLAIN(%rdi)
    jne  user_return_from_call
    movl $7, %eax
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
user_return_from_call:                          # SYSRET leaves the next instruction in %rcx, flags in %r11, as it does
    .set register, 0
    .rept 16
    .altmacro
    load_vector %register
    .noaltmacro
    .set register, register + 1
    .endr
    fldenv USER_ENVIRONMENT(%rdi)
    ldmxcsr USER_CONTROL(%rdi)
    movq 0(%rdi), %r15
    movq 8(%rdi), %r14
    movq 16(%rdi), %r13
    movq 24(%rdi), %r12
    movq 40(%rdi), %r10
    movq 48(%rdi), %r9
    movq 56(%rdi), %r8
    movq 64(%rdi), %rbp
    movq 80(%rdi), %rsi
    movq 88(%rdi), %rdx
    movq 104(%rdi), %rbx
    movq 112(%rdi), %rax
    movq 136(%rdi), %rcx
    movq 152(%rdi), %r11
    movq 160(%rdi), %rsp
    movq 72(%rdi), %rdi
    swapgs
    sysretq

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
    # XSAVE is slow where the processor is emulated. Without anything on the x87 stack, plain stores save the same.
    fnstenv USER_ENVIRONMENT(%rbx)
    cmpw $0xffff, USER_ENVIRONMENT + 8(%rbx)
    jne  1f
    movq $1, USER_IS_PLAIN(%rbx)
    stmxcsr USER_CONTROL(%rbx)
    .set register, 0
    .rept 16
    .altmacro
    store_vector %register
    .noaltmacro
    .set register, register + 1
    .endr
    jmp  2f
1:  fldenv USER_ENVIRONMENT(%rbx)
    movq $0, USER_IS_PLAIN(%rbx)
    movl $7, %eax
    xorl %edx, %edx
    xsave USER_VECTORS(%rbx)
2:  movq USER_KERNEL_STACK(%rbx), %rsp
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
    movq $0, USER_IS_PLAIN(%rbx)
    movl $7, %eax
    xorl %edx, %edx
    xsave USER_VECTORS(%rbx)
    movq USER_KERNEL_STACK(%rbx), %rsp
    movq 120(%rbx), %rax
    cmpl $UNMASKABLE, %eax
    je   1f
    cmpl $32, %eax
    jb   user_return
1:  ldmxcsr usual_mxcsr(%rip)
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
