#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compiles the physics as Embedded Swift for WebAssembly, so that it stays ready for a browser:
# no existentials, no untyped throws, no key paths, no Foundation, every import written out.
# Then links a little module and runs it, where a C library for WebAssembly and node are at hand
# (Debian: wasi-libc, libclang-rt-14-dev-wasm32, nodejs). Skips, saying so, what the machine cannot.
set -euo pipefail
cd "$(dirname "$0")/../.."

# In the order of the manifest: each sees the modules before it; families do not see one another.
modules=(KeyRateNumerics KeyRateSecurity KeyRateLinks KeyRateBounds)
families=(BB84 TwinField SendingOrNotSending ContinuousVariable MDI Entanglement PhotonSources)
triple=wasm32-unknown-none-wasm
numerics=.build/checkouts/swift-numerics/Sources
out=.build/embedded

skip() {
  echo "embedded: skipped, $1"
  exit 0
}

compiler=$(command -v swiftc) || skip "there is no swiftc"
usr=$(dirname "$(dirname "$(readlink -f "$compiler")")")
library=$usr/lib/swift/embedded
[ -e "$library/Swift.swiftmodule/$triple.swiftmodule" ] || skip "this toolchain has no $triple library in $library"
[ -d "$numerics" ] || swift package resolve
rm -rf "$out"
mkdir -p "$out"

compile() {
  local module=$1
  shift
  echo "embedded: $module"
  swiftc -enable-experimental-feature Embedded -target "$triple" -wmo -parse-as-library -O -swift-version 6 \
    -package-name keyrate -Xfrontend -disable-stack-protector -Werror EmbeddedRestrictions \
    -I "$out" -I "$numerics/_NumericsShims/include" \
    -module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule" -c -o "$out/$module.o" "$@"
}

target() {
  local sources
  mapfile -t sources < <(find "Sources/$1" -name '*.swift' | sort)
  compile "$1" "${sources[@]}"
}

compile RealModule "$numerics"/RealModule/*.swift
# Not its coding, which throws untyped and is not available in Embedded Swift.
mapfile -t complex < <(find "$numerics/ComplexModule" -name "*.swift" ! -name "*Codable.swift" | sort)
compile ComplexModule "${complex[@]}"
for module in "${modules[@]}"; do target "$module"; done
jobs=()
for family in "${families[@]}"; do
  target "$family" &
  jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job"; done
echo "embedded: $((${#modules[@]} + ${#families[@]})) targets compile for $triple"

builtins=$(find /usr/lib -name 'libclang_rt.builtins-wasm32.a' 2>/dev/null | sort | tail -1)
[ -e /usr/lib/wasm32-wasi/libc.a ] && [ -n "$builtins" ] || skip "the example: no wasi-libc, libclang-rt-dev-wasm32"
command -v node >/dev/null || skip "the example: there is no node"
compile FiniteKeyExample Tests/Embedded/FiniteKeyExample.swift
"$usr/bin/wasm-ld" --no-entry --gc-sections --strip-all -o "$out/example.wasm" \
  "$out"/{FiniteKeyExample,BB84,KeyRateBounds,KeyRateLinks,KeyRateSecurity,KeyRateNumerics,RealModule,ComplexModule}.o \
  "$library/$triple/libswiftUnicodeDataTables.a" -L /usr/lib/wasm32-wasi -lc -lm "$builtins"
echo "embedded: $(node Tests/Embedded/run.mjs "$out/example.wasm" Tests/Embedded/finite-key.csv)"
