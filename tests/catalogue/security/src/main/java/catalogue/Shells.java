package catalogue;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A server of SSH whose commands are of Java, and two clients. */
final class Shells {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Answers what it is told, and ends with the number of its letters. */
    private static final class Echo extends AbstractCommandSupport {
        Echo(String command) {
            super(command, null);
        }

        @Override
        public void run() {
            try {
                getOutputStream().write(("told " + getCommand() + "\n").getBytes(StandardCharsets.UTF_8));
                getOutputStream().flush();
                onExit(getCommand().length());
            } catch (Exception e) {
                onExit(-1, e.getMessage());
            }
        }
    }

    static void run() throws Exception {
        var files = Files.createTempDirectory("ssh");
        var generator = SecurityUtils.getKeyPairGenerator("EC");
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        try (var server = SshServer.setUpDefaultServer()) {
            server.setHost("127.0.0.1");
            server.setPort(0);
            server.setKeyPairProvider(KeyPairProvider.wrap(pair));
            server.setPasswordAuthenticator((user, password, session) -> password.equals("secret"));
            server.setPublickeyAuthenticator((user, key, session) -> key.equals(pair.getPublic()));
            server.setCommandFactory((channel, command) -> new Echo(command));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.setFileSystemFactory(new VirtualFileSystemFactory(files));
            server.start();
            jsch(server.getPort());
            mina(server.getPort(), pair);
        }
        System.out.println(Files.readString(files.resolve("cup.txt")));
    }

    private static void jsch(int port) throws Exception {
        var jsch = new JSch();
        var session = jsch.getSession("ada", "127.0.0.1", port);
        session.setPassword("secret");
        session.setConfig("StrictHostKeyChecking", "no");
        session.connect(60_000);
        var exec = (ChannelExec) session.openChannel("exec");
        exec.setCommand("make tea");
        var out = exec.getInputStream();
        exec.connect();
        System.out.print("jsch " + new String(out.readAllBytes(), StandardCharsets.UTF_8));
        while (!exec.isClosed()) {
            Thread.sleep(10);
        }
        System.out.println(exec.getExitStatus());
        var sftp = (ChannelSftp) session.openChannel("sftp");
        sftp.connect();
        sftp.put(new ByteArrayInputStream("of tea".getBytes(StandardCharsets.UTF_8)), "cup.txt");
        sftp.mkdir("shelf");
        System.out.println(sftp.stat("cup.txt").getSize() + " " + sftp.stat("shelf").isDir());
        session.disconnect();
        var wrong = jsch.getSession("ada", "127.0.0.1", port);
        wrong.setPassword("wrong");
        wrong.setConfig("StrictHostKeyChecking", "no");
        wrong.setConfig("PreferredAuthentications", "password");
        try {
            wrong.connect(60_000);
        } catch (JSchException e) {
            System.out.println("refused");
        }
    }

    private static void mina(int port, KeyPair pair) throws Exception {
        try (var client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> key.equals(pair.getPublic()));
            client.start();
            try (var session = client.connect("kurt", "127.0.0.1", port).verify(PATIENCE).getSession()) {
                session.addPublicKeyIdentity(pair);
                session.auth().verify(PATIENCE);
                var out = new ByteArrayOutputStream();
                try (var channel = session.createExecChannel("fill")) {
                    channel.setOut(out);
                    channel.open().verify(PATIENCE);
                    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
                    System.out.println("mina " + out.toString(StandardCharsets.UTF_8).trim() + " " + channel.getExitStatus());
                }
            }
        }
    }
}
