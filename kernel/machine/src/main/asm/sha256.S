# SHA-256 by the SHA instructions (Intel Software Developer's Manual, volume 1, section 5.12; FIPS 180-4, section 6.2).

    .macro rounds message constants             # four rounds
    movdqa \message, %xmm0
    paddd  16 * \constants(%rcx), %xmm0
    sha256rnds2 %xmm1, %xmm2
    pshufd $0x0e, %xmm0, %xmm0
    sha256rnds2 %xmm2, %xmm1
    .endm

    .macro schedule m0 m1 m2 m3                 # the next four message words take the place of the oldest
    sha256msg1 \m1, \m0
    movdqa \m3, %xmm7
    palignr $4, \m2, %xmm7
    paddd  %xmm7, \m0
    sha256msg2 \m3, \m0
    .endm

    .text
# Declared in Sha256.java: (state of eight words, block of 64 bytes). ABEF is in xmm1, CDGH in xmm2, the message in xmm3 to 6.
function sha256_compress
    vzeroupper
    leaq sha256_constants(%rip), %rcx
    movdqu (%rdi), %xmm1
    movdqu 16(%rdi), %xmm2
    pshufd $0xb1, %xmm1, %xmm1
    pshufd $0x1b, %xmm2, %xmm2
    movdqa %xmm1, %xmm7
    palignr $8, %xmm2, %xmm1
    pblendw $0xf0, %xmm7, %xmm2
    movdqa %xmm1, %xmm8
    movdqa %xmm2, %xmm9

    movdqa sha256_big_endian(%rip), %xmm7
    movdqu (%rsi), %xmm3
    movdqu 16(%rsi), %xmm4
    movdqu 32(%rsi), %xmm5
    movdqu 48(%rsi), %xmm6
    pshufb %xmm7, %xmm3
    pshufb %xmm7, %xmm4
    pshufb %xmm7, %xmm5
    pshufb %xmm7, %xmm6
    rounds %xmm3 0
    rounds %xmm4 1
    rounds %xmm5 2
    rounds %xmm6 3
    .irp turn, 4, 8, 12
    schedule %xmm3 %xmm4 %xmm5 %xmm6
    rounds %xmm3 (\turn)
    schedule %xmm4 %xmm5 %xmm6 %xmm3
    rounds %xmm4 (\turn+1)
    schedule %xmm5 %xmm6 %xmm3 %xmm4
    rounds %xmm5 (\turn+2)
    schedule %xmm6 %xmm3 %xmm4 %xmm5
    rounds %xmm6 (\turn+3)
    .endr

    paddd  %xmm8, %xmm1
    paddd  %xmm9, %xmm2
    pshufd $0x1b, %xmm1, %xmm1
    pshufd $0xb1, %xmm2, %xmm2
    movdqa %xmm1, %xmm7
    pblendw $0xf0, %xmm2, %xmm1
    palignr $8, %xmm7, %xmm2
    movdqu %xmm1, (%rdi)
    movdqu %xmm2, 16(%rdi)
    ret

    .section .rodata
    .align 16
sha256_big_endian:
    .quad 0x0405060700010203, 0x0c0d0e0f08090a0b
sha256_constants:
    .long 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5
    .long 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5
    .long 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3
    .long 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174
    .long 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc
    .long 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da
    .long 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7
    .long 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967
    .long 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13
    .long 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85
    .long 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3
    .long 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070
    .long 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5
    .long 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3
    .long 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208
    .long 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
    .section .note.GNU-stack,"",@progbits
