package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Workload;
import java.time.Duration;
import java.util.List;

/** Something that a project is to have. */
public sealed interface ProjectPart {

    /** What the daemon knows it by; unique within the project. */
    String name();

    /** Where the file begins to speak of it. */
    SourcePosition at();

    /** Where the image comes from that runs. */
    ImageOrigin origin();

    /** What runs besides. */
    Workload workload();

    /** What has to be well before this is made, changed or started. */
    List<String> needs();

    /** {@code service} or {@code instance}. */
    String kind();

    /**
     * Replicas behind a port.
     *
     * @param settings how it is reached and changed
     */
    record Service(
            String name,
            SourcePosition at,
            ImageOrigin origin,
            Workload workload,
            ServiceSettings settings,
            List<String> needs)
            implements ProjectPart {
        @Override
        public String kind() {
            return "service";
        }
    }

    /**
     * A single instance.
     *
     * @param ports published ones, {@code ADDRESS:HOST:GUEST[/udp]}
     * @param restart {@code no}, {@code on-failure[:N]} or {@code always}
     * @param deadline how long it may take to be well
     */
    record Instance(
            String name,
            SourcePosition at,
            ImageOrigin origin,
            Workload workload,
            List<String> ports,
            String restart,
            Duration deadline,
            List<String> needs)
            implements ProjectPart {
        @Override
        public String kind() {
            return "instance";
        }
    }
}
