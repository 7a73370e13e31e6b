#!/usr/bin/env bash
# Regenerates the C structure layouts in src/main/resources/dev/ristretto/build/compiler/cap, which the ahead-of-time
# compiler reads in place of running a C compiler. Needed only when the version of SubstrateVM changes; users never
# need it. Takes gcc, the headers of glibc and a JDK 25 in JAVA_HOME; run after `mvn -DskipTests package`.
#
#   build/pipeline/src/main/scripts/regenerate-layouts.sh
set -euo pipefail
: "${JAVA_HOME:?set JAVA_HOME to a JDK 25}"
root=$(cd "$(dirname "$0")/../../../../.." && pwd)
modules=$root/build/builder/target/compiler
target=$root/build/pipeline/src/main/resources/dev/ristretto/build/compiler/cap
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/stubs/include" "$work/classes" "$work/cap"

# Headers of GraalVM's own C helpers, which are not on Maven Central: one char for each CPU feature, the locale's names.
for architecture in amd64:AMD64 aarch64:AArch64 riscv64:RISCV64; do
  package=${architecture%%:*}
  {
    echo 'typedef struct {'
    "$JAVA_HOME/bin/javap" -p -cp "$(ls "$modules"/svm-[0-9]*.jar)" \
      "com.oracle.svm.core.$package.${architecture##*:}LibCHelper\$CPUFeatures" |
      grep -o ' f[A-Za-z0-9_]*()' | sed 's/()//; s/^ /  char /; s/$/;/'
    echo '} CPUFeatures;'
  } > "$work/stubs/include/${package}cpufeatures.h"
done
cat > "$work/stubs/include/svm_locale.h" <<'H'
typedef struct {
  char *format_language, *format_script, *format_country, *format_variant;
  char *display_language, *display_script, *display_country, *display_variant;
} svm_locale_props_t;
static const int SVM_LOCALE_INITIALIZATION_USE_DEFAULT = 0;
static const int SVM_LOCALE_INITIALIZATION_SUCCEEDED = 1;
static const int SVM_LOCALE_INITIALIZATION_OUT_OF_MEMORY = 2;
H
echo 'public class Empty { public static void main(String[] a) {} }' > "$work/Empty.java"
"$JAVA_HOME/bin/javac" -d "$work/classes" "$work/Empty.java"

# The layouts are those of the headers alone, whatever the program; the last value of an option wins.
"$JAVA_HOME/bin/java" -cp "$root/abi/target/classes:$root/run/host/target/classes:$root/image/target/classes:$root/build/pipeline/target/classes:$root/build/pipeline/target/test-classes" \
  dev.ristretto.build.pipeline.DevBuild \
  --modules "$modules" --patch "$root/build/builder/target/classes" --app "$work/classes" --main Empty --work "$work/build" \
  -H:CLibraryPath="$work/stubs" -H:-UseCAPCache -H:+NewCAPCache -H:CAPCacheDir="$work/cap" -H:+ExitAfterCAPCache \
  -H:CCompilerPath="$(command -v gcc)" -H:CLibraryPath="$JAVA_HOME" || true # there is no object to link
[ -s "$work/cap/PosixDirectives.cap" ] || { cat "$work/build/build.log"; exit 1; }
rm -f "$target"/*.cap
cp "$work/cap"/*.cap "$target"
ls -l "$target"
