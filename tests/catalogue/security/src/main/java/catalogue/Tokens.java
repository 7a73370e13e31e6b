package catalogue;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SignatureException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Tokens that are signed and encrypted by two libraries. */
final class Tokens {
    private static final Date FAR = Date.from(Instant.parse("2100-01-01T00:00:00Z"));

    static void jjwt() {
        var key = Keys.hmacShaKeyFor("a secret that is long enough for HS256".getBytes(StandardCharsets.UTF_8));
        String token = Jwts.builder().subject("ada").claim("roles", List.of("a", "b")).expiration(FAR).signWith(key, Jwts.SIG.HS256).compact();
        System.out.println(token);
        Claims claims = Jwts.parser().verifyWith(key).require("sub", "ada").build().parseSignedClaims(token).getPayload();
        System.out.println(claims.getSubject() + " " + claims.get("roles") + " " + claims.getExpiration().toInstant());
        try {
            Jwts.parser().verifyWith(Keys.hmacShaKeyFor(new byte[32])).build().parseSignedClaims(token);
        } catch (SignatureException e) {
            System.out.println("refused");
        }
        String expired = Jwts.builder().subject("ada").expiration(new Date(1000)).signWith(key).compact();
        try {
            Jwts.parser().verifyWith(key).build().parseSignedClaims(expired);
        } catch (ExpiredJwtException e) {
            System.out.println("expired " + e.getClaims().getSubject());
        }
        var pair = Jwts.SIG.RS256.keyPair().build();
        String signed = Jwts.builder().claim("n", 7).signWith(pair.getPrivate()).compact();
        System.out.println(Jwts.parser().verifyWith(pair.getPublic()).build().parseSignedClaims(signed).getPayload());
        var secret = Jwts.ENC.A256GCM.key().build();
        String encrypted = Jwts.builder().content("hidden", "text/plain").encryptWith(secret, Jwts.ENC.A256GCM).compact();
        var content = Jwts.parser().decryptWith(secret).build().parseEncryptedContent(encrypted);
        System.out.println(content.getHeader().getContentType() + " " + new String(content.getPayload(), StandardCharsets.UTF_8));
    }

    static void nimbus() throws Exception {
        var key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        var claims = new JWTClaimsSet.Builder().subject("ada").audience("cups").expirationTime(FAR).claim("size", 3).build();
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(), claims);
        token.sign(new ECDSASigner(key));
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK()))));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>("cups", new JWTClaimsSet.Builder().subject("ada").build(), Set.of("exp")));
        System.out.println(processor.process(token.serialize(), null).getClaim("size"));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>("pots", null, Set.of()));
        try {
            processor.process(token.serialize(), null);
        } catch (BadJWTException e) {
            System.out.println(e.getMessage());
        }
        var rsa = new RSAKeyGenerator(2048).generate();
        var sealed = new JWEObject(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128CBC_HS256), new Payload("sealed"));
        sealed.encrypt(new RSAEncrypter(rsa));
        var opened = JWEObject.parse(sealed.serialize());
        opened.decrypt(new RSADecrypter(rsa));
        System.out.println(opened.getPayload() + " " + rsa.toPublicJWK().isPrivate() + " " + rsa.getKeyType());
    }
}
