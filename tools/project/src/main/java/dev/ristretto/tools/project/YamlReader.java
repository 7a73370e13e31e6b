package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.error.FleetException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML 1.2 without losing places. What a text means, number or not, is up to who asks for it. */
final class YamlReader {

    private static final int LARGEST = 1 << 20;

    private final String file;
    private final Variables variables;

    /** What an anchor names is read once, however often it is used: a few lines cannot become a huge tree. */
    private final Map<Node, Value> known = new IdentityHashMap<>();

    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    YamlReader(String file, Variables variables) {
        this.file = file;
        this.variables = variables;
    }

    /**
     * Reads a file of one document.
     *
     * @throws FleetException if it is not YAML, uses a key twice, or needs a variable that is not set
     */
    Value read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LARGEST)
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(LARGEST)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.map(this::value).orElseGet(() -> new Value.Text(new SourcePosition(file, 1, 1), ""));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw position(mark).error("not YAML: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            throw new SourcePosition(file, 1, 1).error("not YAML: " + e.getMessage());
        }
    }

    private Value value(Node node) {
        Value value = known.get(node);
        if (value == null) {
            if (!open.add(node)) {
                throw position(node).error("this contains itself: use its anchor elsewhere");
            }
            value = convert(node);
            open.remove(node);
            known.put(node, value);
        }
        return value;
    }

    private Value convert(Node node) {
        SourcePosition at = position(node);
        return switch (node) {
            case ScalarNode scalar -> new Value.Text(at, at.check(() -> variables.replace(text(scalar))));
            case SequenceNode sequence ->
                new Value.Items(
                        at, sequence.getValue().stream().map(this::value).toList());
            case MappingNode mapping -> entries(at, mapping);
            default -> throw at.error("this cannot be read: write a text, a list or a mapping");
        };
    }

    private Value.Entries entries(SourcePosition at, MappingNode mapping) {
        Map<Value.Text, Value> values = new LinkedHashMap<>();
        Map<String, SourcePosition> places = new TreeMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SourcePosition place = position(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw place.error("a key is a single word: put what this means behind one");
            }
            SourcePosition first = places.putIfAbsent(key.getValue(), place);
            if (first != null) {
                throw place.error("'" + key.getValue() + "' is there twice, first in line " + first.line()
                        + "\nRemove or rename one of them");
            }
            values.put(new Value.Text(place, key.getValue()), value(tuple.getValueNode()));
        }
        return new Value.Entries(at, values);
    }

    /** The ways to write nothing (YAML 1.2, 10.3.2) are nothing, unless in quotes. */
    private static String text(ScalarNode scalar) {
        String text = scalar.getValue();
        return scalar.isPlain() && Set.of("~", "null", "Null", "NULL").contains(text) ? "" : text;
    }

    private SourcePosition position(Node node) {
        return position(node.getStartMark());
    }

    private SourcePosition position(Optional<Mark> mark) {
        return new SourcePosition(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }
}
