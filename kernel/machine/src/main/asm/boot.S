# From the hypervisor's jump to the kernel's first Java function.
#
# Entered through the PVH note (Xen "x86/HVM direct boot ABI"): 32-bit protected mode, paging off, %ebx = hvm_start_info.
# Everything in .boot is linked at its physical address; all the rest runs at IMAGE_BASE + physical address.

    .include "abi.inc"
    .include "layout.inc"
    boot_note

    .set PRESENT_WRITE, 3
    .set LARGE_PAGE,    0x80
    .set SERIAL,        0x3f8

# x86-64-v3 or stop: compiled Java uses AVX2, BMI and FMA everywhere. The same instructions in 32-bit and 64-bit code.
    .set V3_LEAF1, (1<<0)|(1<<9)|(1<<12)|(1<<13)|(1<<19)|(1<<20)|(1<<22)|(1<<23)|(1<<26)|(1<<28)|(1<<29)
    .macro require_x86_64_v3 otherwise
    movl $0x80000000, %eax
    cpuid
    cmpl $0x80000001, %eax
    jb   \otherwise
    movl $0x80000001, %eax
    cpuid
    andl $((1<<29)|(1<<20)), %edx               # long mode, no-execute
    cmpl $((1<<29)|(1<<20)), %edx
    jne  \otherwise
    testl $(1<<5), %ecx                         # LZCNT
    jz   \otherwise
    movl $1, %eax
    cpuid
    andl $V3_LEAF1, %ecx                        # SSE3 SSSE3 FMA CX16 SSE4.1 SSE4.2 MOVBE POPCNT XSAVE AVX F16C
    cmpl $V3_LEAF1, %ecx
    jne  \otherwise
    movl $7, %eax
    xorl %ecx, %ecx
    cpuid
    andl $((1<<3)|(1<<5)|(1<<8)), %ebx          # BMI1 AVX2 BMI2
    cmpl $((1<<3)|(1<<5)|(1<<8)), %ebx
    jne  \otherwise
    .endm

    .section .note.pvh,"a",@note
    .align 4
    .long 4, 8, 18                              # name size, descriptor size, XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .quad start32

    .section .boot,"ax",@progbits
    .code32
    .globl start32
start32:
    cld
    cli
    movl %ebx, %ebp                             # hvm_start_info, kept until Java takes over
    movl $boot_stack_end, %esp

    require_x86_64_v3 unsupported_cpu

    # The first GiB of RAM at 0 (this code), at IMAGE_BASE (the image) and at the direct map (boot information).
    movl $boot_pdpt + PRESENT_WRITE, %eax
    movl %eax, boot_pml4
    movl %eax, boot_pml4 + 8*(IMAGE_BASE >> 39)
    movl %eax, boot_pml4 + 8*(DIRECT_MAP >> 39)
    movl $boot_pd + PRESENT_WRITE, boot_pdpt
    movl $boot_pd, %edi
    movl $(PRESENT_WRITE | LARGE_PAGE), %eax
    movl $512, %ecx
1:  movl %eax, (%edi)
    addl $0x200000, %eax
    addl $8, %edi
    loop 1b

enter_long_mode:                                # %ebp = hvm_start_info, 0 for all processors but the first
    movl %cr4, %eax
    orl  $((1<<5)|(1<<7)|(1<<9)|(1<<10)|(1<<18)), %eax  # PAE PGE OSFXSR OSXMMEXCPT OSXSAVE
    movl %eax, %cr4
    movl $boot_pml4, %eax
    movl %eax, %cr3
    movl $0xc0000080, %ecx                      # EFER: long mode, no-execute
    rdmsr
    orl  $((1<<8)|(1<<11)), %eax
    wrmsr
    movl %cr0, %eax
    andl $~((1<<2)|(1<<3)|(1<<29)|(1<<30)), %eax        # EM TS NW CD off
    orl  $((1<<31)|(1<<16)|(1<<5)|(1<<1)|1), %eax       # PG WP NE MP PE
    movl %eax, %cr0
    lgdt boot_gdt_pointer
    ljmp $8, $start64

unsupported_cpu:
    movl $message_cpu, %esi
2:  lodsb
    testb %al, %al
    jz   4f
    movb %al, %bl
    movw $SERIAL + 5, %dx
3:  inb  %dx, %al
    testb $0x20, %al
    jz   3b
    movb %bl, %al
    movw $SERIAL, %dx
    outb %al, %dx
    jmp  2b
4:  movl $message_exit, %esi                    # the report channel: why the machine ends
    movw $REPORT_PORT, %dx
5:  lodsb
    testb %al, %al
    jz   6f
    outb %al, %dx
    jmp  5b
6:  movw $EXIT_PORT, %dx
    movb $1, %al
    outb %al, %dx
7:  hlt
    jmp 7b

# Another processor begins here in real mode, at the start of a page below 1 MiB to which the kernel has copied this.
    .code16
    .globl processor_trampoline, processor_trampoline_end
processor_trampoline:
    cli
    lgdtl %cs:trampoline_gdt_pointer - processor_trampoline
    movl %cr0, %eax
    orl  $1, %eax
    movl %eax, %cr0
    ljmpl $0x18, $start32_processor
    .align 4
trampoline_gdt_pointer:
    .word boot_gdt_pointer - boot_gdt - 1
    .long boot_gdt
processor_trampoline_end:
    .code32
start32_processor:
    movl $0x20, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    xorl %ebp, %ebp
    jmp  enter_long_mode

    .code64
start64:
    movl $0x10, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    xorl %eax, %eax
    movl %eax, %fs
    movl %eax, %gs
    xorl %ecx, %ecx                             # XCR0 = x87, SSE, AVX
    xorl %edx, %edx
    movl $7, %eax
    xsetbv
    fninit
    movabsq $start_high, %rax
    jmp *%rax

    .align 8
boot_gdt:
    .quad 0
    .quad 0x00209a0000000000                    # code, 64-bit
    .quad 0x0000920000000000                    # data
    .quad 0x00cf9a000000ffff                    # code and data, 32-bit
    .quad 0x00cf92000000ffff
boot_gdt_pointer:
    .word boot_gdt_pointer - boot_gdt - 1
    .long boot_gdt
message_cpu:
    .asciz "ristretto: this CPU lacks x86-64-v3 (AVX2, BMI2, FMA, MOVBE). Run on a newer CPU, with QEMU '-cpu max', or with '-cpu host' under KVM.\n"
message_exit:
    report_of_panic "unsupported CPU"
    .byte 0
    .align 4096
boot_pml4: .skip 4096
boot_pdpt: .skip 4096
boot_pd:   .skip 4096
    .skip 256
boot_stack_end:

    .text
start_high:
    testl %ebp, %ebp
    jz   start_processor
    lgdt gdt_pointer(%rip)
    leaq boot_stack_top(%rip), %rsp
    movl $0xc0000101, %ecx                      # GS base: this CPU's block
    leaq cpu0_block(%rip), %rax
    movq %rax, %rdx
    shrq $32, %rdx
    wrmsr
    leaq task_state(%rip), %rax
    movw %ax, gdt_task+2(%rip)
    shrq $16, %rax
    movb %al, gdt_task+4(%rip)
    movb %ah, gdt_task+7(%rip)
    shrq $16, %rax
    movl %eax, gdt_task+8(%rip)
    movw $0x18, %ax
    ltr  %ax
    movl %ebp, %edi                             # physical address of hvm_start_info
    xorl %ebp, %ebp
    call kernel_start
    ud2

# One of the other processors, which finds what it needs in processor_start (ProcessorStart.java). Whoever comes after
# the first has given it up sees that in CLAIM, and halts for ever.
start_processor:
    movl $1, %eax
    xchgq %rax, START_CLAIM + processor_start(%rip)
    testq %rax, %rax
    jnz  2f
    movq START_ROOT + processor_start(%rip), %rax
    movq %rax, %cr3
    movq START_SEGMENTS + processor_start(%rip), %rax
    lgdt (%rax)
    movw $0x18, %ax
    ltr  %ax
    movq START_STACK + processor_start(%rip), %rsp
    movl $0xc0000101, %ecx
    movq START_BLOCK + processor_start(%rip), %rax
    movq %rax, %rdx
    shrq $32, %rdx
    wrmsr
    xorl %ebp, %ebp
    call processor_begin
    ud2
2:  hlt
    jmp  2b

    .data
    .align 8
    .globl processor_start
processor_start: .skip 40
    .align 16
gdt:
    .quad 0
    .quad 0x00209a0000000000
    .quad 0x0000920000000000
gdt_task:
    .quad 0x0000890000000067
    .quad 0
    .quad 0x0000f20000000000                    # data and code of ring 3, in the order that SYSCALL's kin want
    .quad 0x0020fa0000000000
gdt_pointer:
    .word gdt_pointer - gdt - 1
    .quad gdt
    .align 16
# The first processor's; the others have theirs from the kernel (ProcessorArea.java).
task_state:                                     # 64-bit TSS: RSP0-2, reserved, IST1 = exceptions, IST2 = interrupts
    .long 0
    .quad 0, 0, 0
    .quad 0
    .quad fault_stack_top, interrupt_stack_top, 0, 0, 0, 0, 0
    .quad 0
    .long 0x680000

    .bss
    .align 4096
    .globl cpu0_block
cpu0_block: .skip 4096                          # per-CPU data, see CpuPointer.java
    .globl boot_stack
boot_stack: .skip 16384                         # becomes the stack of the idle loop
boot_stack_top:
    .skip 32768
fault_stack_top:
    .skip 4096
interrupt_stack_top:
    .section .note.GNU-stack,"",@progbits
