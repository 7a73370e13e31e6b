package differential;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** XML in all its forms. */
final class XmlProbes {
    private static final String XML = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e \"ent\">]><r a=\"1\"><!--c--><x:b xmlns:x=\"urn:x\">t&amp;&e;</x:b><c/><![CDATA[<z>]]><?pi d?></r>";
    private static final String SCHEMA = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='n' type='xs:int'/></xs:schema>";

    private static final String[] WRONG = {"", "<a>", "<a></b>", "<a b=c/>", "<a>&x;</a>", "text", "<a/><b/>", "<a x='1' x='2'/>", "<x:a/>", "<?xml version='9.9'?><a/>"};

    private XmlProbes() {}

    static void run(Probes p) {
        for (String wrong : WRONG) {
            p.of("dom wrong " + wrong, () -> parse(wrong));
            p.of("stax wrong " + wrong, () -> events(wrong));
        }
        parsing(p);
        transforming(p);
        paths(p);
        schemas(p);
        signatures(p);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(stream(xml));
    }

    private static String events(String xml) throws Exception {
        StringBuilder events = new StringBuilder();
        XMLStreamReader reader = XMLInputFactory.newInstance().createXMLStreamReader(new StringReader(xml));
        while (reader.hasNext()) {
            events.append(reader.next()).append(reader.hasName() ? reader.getLocalName() : "").append(' ');
        }
        return events.toString();
    }

    private static String write(Document document, String... properties) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        for (int index = 0; index < properties.length; index += 2) {
            transformer.setOutputProperty(properties[index], properties[index + 1]);
        }
        StringWriter writer = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(writer));
        return writer.toString();
    }

    private static void parsing(Probes p) {
        p.of("dom", () -> parse(XML).getDocumentElement().getTextContent());
        p.of("dom names", () -> {
            NodeList found = parse(XML).getElementsByTagNameNS("urn:x", "*");
            return found.getLength() + found.item(0).getNodeName() + found.item(0).getLocalName();
        });
        p.of("sax", () -> {
            StringBuilder events = new StringBuilder();
            SAXParserFactory.newInstance().newSAXParser().parse(stream(XML), new DefaultHandler() {
                @Override
                public void startElement(String uri, String local, String name, Attributes attributes) {
                    events.append('<').append(name).append(attributes.getLength());
                }

                @Override
                public void characters(char[] text, int start, int length) {
                    events.append(text, start, length);
                }

                @Override
                public void processingInstruction(String target, String data) {
                    events.append(target).append(data);
                }
            });
            return events;
        });
        p.of("stax", () -> events(XML));
        p.of("stax events", () -> {
            var reader = XMLInputFactory.newInstance().createXMLEventReader(new StringReader("<a><b/></a>"));
            StringBuilder all = new StringBuilder();
            reader.forEachRemaining(all::append);
            return all;
        });
        p.of("stax written", () -> {
            StringWriter text = new StringWriter();
            XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            writer.writeStartDocument();
            writer.writeStartElement("a");
            writer.writeAttribute("k", "<\"&");
            writer.writeCharacters("\u00e9<");
            writer.writeEndDocument();
            return text;
        });
        p.of("external entity", () -> parse("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:/absent/x'>]><a>&e;</a>"));
        p.of("doctype forbidden", () -> {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(stream(XML));
        });
        p.of("entity bomb", () -> parse("<!DOCTYPE a [<!ENTITY a '" + "x".repeat(1000) + "'><!ENTITY b '" + "&a;".repeat(200) + "'><!ENTITY c '" + "&b;".repeat(200) + "'>]><a>&c;</a>"));
        p.of("validated", () -> {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setValidating(true);
            var builder = factory.newDocumentBuilder();
            List<String> errors = new java.util.ArrayList<>();
            builder.setErrorHandler(new DefaultHandler() {
                @Override
                public void error(org.xml.sax.SAXParseException e) {
                    errors.add(e.getMessage());
                }
            });
            builder.parse(stream("<!DOCTYPE a [<!ELEMENT a (b)>]><a><c/></a>"));
            return errors;
        });
        p.of("load and save", () -> {
            DOMImplementationLS ls = (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
            return ls.createLSSerializer().writeToString(parse("<a><b/></a>"));
        });
        p.of("factories", () -> DocumentBuilderFactory.newInstance().getClass().getName() + TransformerFactory.newInstance().getClass().getName());
        p.of("encoding", () -> parse("<?xml version='1.0' encoding='none'?><a/>"));
        p.of("latin", () -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream("<?xml version='1.0' encoding='windows-1252'?><a>\u00e9</a>".getBytes(StandardCharsets.ISO_8859_1))).getDocumentElement().getTextContent());
    }

    private static void transforming(Probes p) {
        p.of("identity", () -> write(parse(XML)));
        p.of("indented", () -> write(parse("<a><b>1</b><c/></a>"), OutputKeys.INDENT, "yes", "{http://xml.apache.org/xslt}indent-amount", "2"));
        p.of("as text", () -> write(parse(XML), OutputKeys.METHOD, "text"));
        p.of("as html", () -> write(parse("<html><br/><p>\u00e9</p></html>"), OutputKeys.METHOD, "html", OutputKeys.ENCODING, "US-ASCII"));
        p.of("style sheet", () -> {
            String style = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:output omit-xml-declaration='yes'/><xsl:template match='/'><o><xsl:for-each select='//i'><xsl:sort select='.' data-type='number'/><xsl:value-of select='concat(., position())'/>,</xsl:for-each></o></xsl:template></xsl:stylesheet>";
            StringWriter writer = new StringWriter();
            TransformerFactory.newInstance().newTransformer(new StreamSource(new StringReader(style))).transform(new StreamSource(new StringReader("<a><i>10</i><i>9</i></a>")), new StreamResult(writer));
            return writer;
        });
        p.of("style sheet wrong", () -> {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setErrorListener(new javax.xml.transform.ErrorListener() {
                @Override
                public void warning(javax.xml.transform.TransformerException e) {}

                @Override
                public void error(javax.xml.transform.TransformerException e) {}

                @Override
                public void fatalError(javax.xml.transform.TransformerException e) {}
            });
            return factory.newTransformer(new StreamSource(new StringReader("<xsl:nonsense xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>")));
        });
    }

    private static void paths(Probes p) {
        String[] paths = {"//c", "count(//*)", "/r/@a", "string(/r/*[1])", "sum(//@a) div 0", "substring('abc', 2)", "//*[local-name()='b']", "boolean(//none)", "translate('abc','b','')", "round(2.5)"};
        for (String path : paths) {
            p.of("path " + path, () -> XPathFactory.newInstance().newXPath().evaluate(path, parse(XML)));
        }
        p.of("path nodes", () -> ((NodeList) XPathFactory.newInstance().newXPath().evaluate("//*", parse(XML), XPathConstants.NODESET)).getLength());
        p.of("path wrong", () -> XPathFactory.newInstance().newXPath().compile("//["));
        p.of("path prefix", () -> XPathFactory.newInstance().newXPath().evaluate("//x:b", parse(XML)));
        p.of("path typed", () -> XPathFactory.newInstance().newXPath().evaluateExpression("count(//*)", parse(XML), Integer.class));
    }

    private static void schemas(Probes p) {
        for (String xml : List.of("<n>5</n>", "<n>x</n>", "<m/>")) {
            p.of("schema " + xml, () -> {
                SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new StreamSource(new StringReader(SCHEMA))).newValidator().validate(new StreamSource(new StringReader(xml)));
                return "valid";
            });
        }
        p.of("schema wrong", () -> SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new StreamSource(new StringReader("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element type='none'/></xs:schema>"))));
        p.of("schema language", () -> SchemaFactory.newInstance("http://relaxng.org/ns/structure/1.0"));
        p.of("duration", () -> DatatypeFactory.newInstance().newDuration("P1Y2M3DT4H5M6.7S").negate());
        p.of("calendar", () -> DatatypeFactory.newInstance().newXMLGregorianCalendar("2024-02-29T10:00:00+01:00").normalize());
        p.of("calendar wrong", () -> DatatypeFactory.newInstance().newXMLGregorianCalendar("2024-99"));
    }

    private static void signatures(Probes p) {
        p.of("signed", () -> {
            KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
            var reference = factory.newReference("", factory.newDigestMethod(DigestMethod.SHA256, null), List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)), null, null);
            var info = factory.newSignedInfo(factory.newCanonicalizationMethod(CanonicalizationMethod.INCLUSIVE, (C14NMethodParameterSpec) null), factory.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null), List.of(reference));
            Document document = parse("<doc><a/></doc>");
            factory.newXMLSignature(info, null).sign(new DOMSignContext(pair.getPrivate(), document.getDocumentElement()));
            var node = document.getElementsByTagNameNS("*", "Signature").item(0);
            boolean good = factory.unmarshalXMLSignature(new DOMValidateContext(pair.getPublic(), node)).validate(new DOMValidateContext(pair.getPublic(), node));
            document.getDocumentElement().setAttribute("changed", "1");
            return good + " " + factory.unmarshalXMLSignature(new DOMValidateContext(pair.getPublic(), node)).validate(new DOMValidateContext(pair.getPublic(), node));
        });
        p.of("no mechanism", () -> XMLSignatureFactory.getInstance("none"));
    }
}
