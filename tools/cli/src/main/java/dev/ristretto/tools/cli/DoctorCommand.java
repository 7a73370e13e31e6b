package dev.ristretto.tools.cli;

import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.Finding.Level;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;

/** Looks at the host and says what stands in the way. */
@Command(
        name = "doctor",
        description = {
            "Check what building and running images needs, and say how to get what is missing.",
            "Ends with status 1 if something must be solved first."
        },
        footer = {"", "Example: ristretto doctor --format json"})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    DoctorCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(HostExamination.examine(host));
        host.hypervisors().forEach(hypervisor -> findings.addAll(hypervisor.examine()));
        if (format.isJson()) {
            Json.print(
                    host.output(), findings.stream().map(DoctorCommand::toMap).toList());
        } else {
            print(findings);
        }
        return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM) ? 1 : 0;
    }

    private static Map<String, String> toMap(Finding finding) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("subject", finding.subject());
        map.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        map.put("detail", finding.detail());
        finding.remedy().ifPresent(remedy -> map.put("remedy", remedy));
        return map;
    }

    private void print(List<Finding> findings) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        for (Finding finding : findings) {
            String mark = switch (finding.level()) {
                case OK -> Ansi.AUTO.string("@|green ok     |@");
                case WARNING -> Ansi.AUTO.string("@|yellow warning|@");
                case PROBLEM -> Ansi.AUTO.string("@|red problem|@");
            };
            host.streams()
                    .trustedOutput()
                    .printf(
                            Locale.ROOT,
                            "%s  %-" + width + "s  %s%n",
                            mark,
                            Visible.line(finding.subject()),
                            Visible.line(finding.detail()));
            finding.remedy()
                    .ifPresent(
                            remedy -> host.output().printf(Locale.ROOT, "%s  -> %s%n", " ".repeat(9 + width), remedy));
        }
    }
}
