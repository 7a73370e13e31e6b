package catalogue;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Hashes of passwords, and keys that Tink keeps. */
final class Secrets {
    static void passwords() {
        var argon = Argon2Function.getInstance(1024, 2, 1, 16, Argon2.ID);
        System.out.println(Password.hash("secret").addSalt("salted salt").with(argon).getResult());
        String hash = Password.hash("secret").with(BcryptFunction.getInstance(4)).getResult();
        var bcrypt = BcryptFunction.getInstanceFromHash(hash);
        System.out.println(Password.check("secret", hash).with(bcrypt) + " " + Password.check("wrong", hash).with(bcrypt));
        System.out.println(Password.check("allmine", "$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga").withBcrypt());
        System.out.println(Password.hash("secret").addSalt("salt").withPBKDF2().getResult());
    }

    static void tink() throws Exception {
        AeadConfig.register();
        MacConfig.register();
        byte[] text = "tea".getBytes(StandardCharsets.UTF_8);
        var keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
        var read = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        byte[] sealed = keys.getPrimitive(RegistryConfiguration.get(), Aead.class).encrypt(text, null);
        var aead = read.getPrimitive(RegistryConfiguration.get(), Aead.class);
        System.out.println(new String(aead.decrypt(sealed, null), StandardCharsets.UTF_8));
        try {
            aead.decrypt(sealed, text);
        } catch (GeneralSecurityException e) {
            System.out.println("refused");
        }
        var mac = KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_128BITTAG).getPrimitive(RegistryConfiguration.get(), Mac.class);
        mac.verifyMac(mac.computeMac(text), text);
        System.out.println(mac.computeMac(text).length);
    }
}
