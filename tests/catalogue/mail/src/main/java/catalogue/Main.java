package catalogue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.BodyPart;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.search.SubjectTerm;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** A mail server in memory; a message with parts goes there by SMTP and is fetched by IMAP and POP3. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        var setups = List.of(ServerSetup.PROTOCOL_SMTP, ServerSetup.PROTOCOL_IMAP, ServerSetup.PROTOCOL_POP3).stream()
                .map(protocol -> new ServerSetup(0, "127.0.0.1", protocol))
                .toArray(ServerSetup[]::new);
        var server = new GreenMail(setups);
        server.start();
        server.setUser("ada@example.org", "ada", "secret");
        send(server);
        System.out.println("arrived " + server.waitForIncomingEmail(60_000, 2));
        byImap(server);
        byPop(server);
        refuse(server);
        server.stop();
    }

    private static Session session(String protocol, int port) {
        var properties = new Properties();
        properties.put("mail." + protocol + ".host", "127.0.0.1");
        properties.put("mail." + protocol + ".port", port);
        return Session.getInstance(properties);
    }

    private static void send(GreenMail server) throws Exception {
        var session = session("smtp", server.getSmtp().getPort());
        var plain = new MimeMessage(session);
        plain.setFrom(new InternetAddress("kurt@example.org", "Kurt Gödel", "UTF-8"));
        plain.setRecipients(Message.RecipientType.TO, "Ada <ada@example.org>");
        plain.setSubject("Größe", "UTF-8");
        plain.setText("Drei Äpfel\n", "UTF-8");
        Transport.send(plain);
        var text = new MimeBodyPart();
        text.setText("see there");
        var page = new MimeBodyPart();
        page.setContent("<p>see there</p>", "text/html");
        var file = new MimeBodyPart();
        file.setDataHandler(new DataHandler(new ByteArrayDataSource(new byte[5000], "application/octet-stream")));
        file.setFileName("zeros.bin");
        var parts = new MimeMessage(session);
        parts.setFrom("kurt@example.org");
        parts.setRecipients(Message.RecipientType.TO, "ada@example.org");
        parts.setSubject("parts");
        parts.setContent(new MimeMultipart(text, page, file));
        Transport.send(parts);
    }

    private static void byImap(GreenMail server) throws Exception {
        try (var store = session("imap", server.getImap().getPort()).getStore("imap")) {
            store.connect("ada", "secret");
            var inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            System.out.println("imap " + inbox.getMessageCount() + " unread " + inbox.getUnreadMessageCount());
            var plain = inbox.search(new SubjectTerm("Größe"))[0];
            var from = (InternetAddress) plain.getFrom()[0];
            // Compared here: what the console makes of such letters is another matter.
            System.out.println(from.getPersonal().equals("Kurt Gödel") + " " + plain.getSubject().equals("Größe") + " " + plain.getContentType()
                    + " " + plain.getContent().toString().startsWith("Drei Äpfel"));
            show((Multipart) inbox.getMessage(2).getContent());
            System.out.println("unread " + inbox.getUnreadMessageCount() + " " + inbox.getMessage(1).isSet(Flags.Flag.SEEN));
            var kept = store.getFolder("kept");
            System.out.println(kept.create(Folder.HOLDS_MESSAGES));
            inbox.copyMessages(new Message[] {plain}, kept);
            plain.setFlag(Flags.Flag.DELETED, true);
            System.out.println("expunged " + inbox.expunge().length + ", kept " + kept.getMessageCount());
            inbox.close();
        }
    }

    private static void show(Multipart parts) throws Exception {
        System.out.println(parts.getContentType().split(";")[0] + " " + parts.getCount());
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            Object content = part.getContent();
            if (content instanceof InputStream stream) {
                content = stream.readAllBytes().length;
            }
            System.out.println(part.getContentType().split(";")[0] + " " + content + " " + part.getFileName());
        }
    }

    private static void byPop(GreenMail server) throws Exception {
        try (var store = session("pop3", server.getPop3().getPort()).getStore("pop3")) {
            store.connect("ada", "secret");
            var inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            System.out.println("pop3 " + inbox.getMessageCount() + " " + MimeUtility.decodeText(inbox.getMessage(1).getHeader("Subject")[0]));
            inbox.close();
        }
    }

    private static void refuse(GreenMail server) throws Exception {
        try (var store = session("imap", server.getImap().getPort()).getStore("imap")) {
            store.connect("ada", "wrong");
        } catch (AuthenticationFailedException e) {
            System.out.println(e.getMessage());
        }
    }
}
