# Clearing, filling, summing and copying memory, as C functions (System V AMD64 ABI) without alignment demands except where said.
# Elements that are aligned to their size (2, 4 or 8 bytes) are never seen torn: no move splits one, because each lies
# within a cache line and the processor splits moves at cache lines alone. Java's arrays are copied by these.

    .text
function memory_clear_pages                     # (address, bytes), both multiples of 4096
    vpxor %ymm0, %ymm0, %ymm0
1:  vmovdqa %ymm0, (%rdi)
    vmovdqa %ymm0, 32(%rdi)
    vmovdqa %ymm0, 64(%rdi)
    vmovdqa %ymm0, 96(%rdi)
    addq $128, %rdi
    subq $128, %rsi
    jnz  1b
    vzeroupper
    ret
function memset                                 # (target, byte, bytes)
    movq %rdi, %rax
    movzbl %sil, %esi
    movabsq $0x0101010101010101, %rcx
    imulq %rcx, %rsi
1:  cmpq $8, %rdx
    jb   2f
    movq %rsi, (%rdi)
    addq $8, %rdi
    subq $8, %rdx
    jmp  1b
2:  testq %rdx, %rdx
    jz   3f
    movb %sil, (%rdi)
    incq %rdi
    decq %rdx
    jmp  2b
3:  ret
# Ones' complement sum of 64-bit little-endian words, the last one filled with zeros (RFC 1071 section 2, part B): (address, bytes).
function memory_sum
    xorl %eax, %eax
1:  cmpq $32, %rsi
    jb   2f
    addq (%rdi), %rax
    adcq 8(%rdi), %rax
    adcq 16(%rdi), %rax
    adcq 24(%rdi), %rax
    adcq $0, %rax
    addq $32, %rdi
    subq $32, %rsi
    jmp  1b
2:  cmpq $8, %rsi
    jb   3f
    addq (%rdi), %rax
    adcq $0, %rax
    addq $8, %rdi
    subq $8, %rsi
    jmp  2b
3:  testb $4, %sil
    jz   4f
    movl (%rdi), %edx
    addq %rdx, %rax
    adcq $0, %rax
    addq $4, %rdi
4:  testb $2, %sil
    jz   5f
    movzwl (%rdi), %edx
    addq %rdx, %rax
    adcq $0, %rax
    addq $2, %rdi
5:  testb $1, %sil
    jz   6f
    movzbl (%rdi), %edx
    addq %rdx, %rax
    adcq $0, %rax
6:  ret

# memmove(target, source, bytes). What does not fill a register is done by two that overlap: both are loaded before either
# is stored. Longer ranges load their far end first and store it last, so the loop before may end ragged.
    .globl memcpy
memcpy:
function memmove
    movq %rdi, %rax
    cmpq $32, %rdx
    jae  5f
    cmpq $16, %rdx
    jae  4f
    cmpq $8, %rdx
    jae  3f
    cmpq $4, %rdx
    jae  2f
    testq %rdx, %rdx
    jz   1f
    movzbl (%rsi), %ecx                         # 1 to 3 bytes: the first, and the last two if there are
    cmpq $2, %rdx
    jb   0f
    movzwl -2(%rsi,%rdx), %r8d
    movzwl (%rsi), %ecx
    movw %r8w, -2(%rdi,%rdx)
    movw %cx, (%rdi)
    ret
0:  movb %cl, (%rdi)
1:  ret
2:  movl (%rsi), %ecx
    movl -4(%rsi,%rdx), %r8d
    movl %ecx, (%rdi)
    movl %r8d, -4(%rdi,%rdx)
    ret
3:  movq (%rsi), %rcx
    movq -8(%rsi,%rdx), %r8
    movq %rcx, (%rdi)
    movq %r8, -8(%rdi,%rdx)
    ret
4:  vmovdqu (%rsi), %xmm0
    vmovdqu -16(%rsi,%rdx), %xmm1
    vmovdqu %xmm0, (%rdi)
    vmovdqu %xmm1, -16(%rdi,%rdx)
    ret
5:  cmpq $64, %rdx
    ja   6f
    vmovdqu (%rsi), %ymm0
    vmovdqu -32(%rsi,%rdx), %ymm1
    vmovdqu %ymm0, (%rdi)
    vmovdqu %ymm1, -32(%rdi,%rdx)
    vzeroupper
    ret
6:  movq %rdi, %rcx
    subq %rsi, %rcx
    cmpq %rdx, %rcx
    jb   10f                                    # target begins inside source: copy downwards
    vmovdqu -32(%rsi,%rdx), %ymm4
    leaq -32(%rdi,%rdx), %r8
    subq $32, %rdx
7:  cmpq $128, %rdx
    jb   8f
    vmovdqu (%rsi), %ymm0
    vmovdqu 32(%rsi), %ymm1
    vmovdqu 64(%rsi), %ymm2
    vmovdqu 96(%rsi), %ymm3
    vmovdqu %ymm0, (%rdi)
    vmovdqu %ymm1, 32(%rdi)
    vmovdqu %ymm2, 64(%rdi)
    vmovdqu %ymm3, 96(%rdi)
    addq $128, %rsi
    addq $128, %rdi
    subq $128, %rdx
    jmp  7b
8:  testq %rdx, %rdx
    jle  9f
    vmovdqu (%rsi), %ymm0
    vmovdqu %ymm0, (%rdi)
    addq $32, %rsi
    addq $32, %rdi
    subq $32, %rdx
    jmp  8b
9:  vmovdqu %ymm4, (%r8)
    vzeroupper
    ret
10: vmovdqu (%rsi), %ymm4
11: cmpq $160, %rdx
    jb   12f
    vmovdqu -32(%rsi,%rdx), %ymm0
    vmovdqu -64(%rsi,%rdx), %ymm1
    vmovdqu -96(%rsi,%rdx), %ymm2
    vmovdqu -128(%rsi,%rdx), %ymm3
    vmovdqu %ymm0, -32(%rdi,%rdx)
    vmovdqu %ymm1, -64(%rdi,%rdx)
    vmovdqu %ymm2, -96(%rdi,%rdx)
    vmovdqu %ymm3, -128(%rdi,%rdx)
    subq $128, %rdx
    jmp  11b
12: cmpq $32, %rdx
    jbe  13f
    vmovdqu -32(%rsi,%rdx), %ymm0
    vmovdqu %ymm0, -32(%rdi,%rdx)
    subq $32, %rdx
    jmp  12b
13: vmovdqu %ymm4, (%rax)
    vzeroupper
    ret
    .section .note.GNU-stack,"",@progbits
