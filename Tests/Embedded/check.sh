#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compiles the physics as Embedded Swift for WebAssembly, so that it stays ready for a browser:
# no existentials, no untyped throws, no key paths, no Foundation, every import written out.
# Skips, saying so, where the toolchain cannot.
set -euo pipefail
cd "$(dirname "$0")/../.."

# In the order of the manifest: each sees the modules before it.
modules=(KeyRateNumerics KeyRateSecurity KeyRateLinks KeyRateBounds BB84 TwinField SendingOrNotSending MDI Entanglement PhotonSources)
triple=wasm32-unknown-none-wasm
numerics=.build/checkouts/swift-numerics/Sources
out=.build/embedded

skip() {
  echo "embedded: skipped, $1"
  exit 0
}

compiler=$(command -v swiftc) || skip "there is no swiftc"
library=$(dirname "$(dirname "$(readlink -f "$compiler")")")/lib/swift/embedded
[ -e "$library/Swift.swiftmodule/$triple.swiftmodule" ] || skip "this toolchain has no $triple library in $library"
[ -d "$numerics" ] || swift package resolve
rm -rf "$out"
mkdir -p "$out"

compile() {
  local module=$1
  shift
  echo "embedded: $module"
  swiftc -enable-experimental-feature Embedded -target "$triple" -wmo -parse-as-library -O -swift-version 6 \
    -package-name keyrate -Xfrontend -disable-stack-protector -Werror EmbeddedRestrictions -I "$out" -I "$numerics/_NumericsShims/include" \
    -module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule" -c -o "$out/$module.o" "$@"
}

compile RealModule "$numerics"/RealModule/*.swift
# Not its coding, which throws untyped and is not available in Embedded Swift.
mapfile -t complex < <(find "$numerics/ComplexModule" -name "*.swift" ! -name "*Codable.swift" | sort)
compile ComplexModule "${complex[@]}"
for module in "${modules[@]}"; do
  mapfile -t sources < <(find "Sources/$module" -name '*.swift' | sort)
  compile "$module" "${sources[@]}"
done
echo "embedded: ${#modules[@]} targets compile for $triple"
