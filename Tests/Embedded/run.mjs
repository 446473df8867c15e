// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the example: every key must be the integer that the command finds for finite-key.toml.
import { readFileSync } from "node:fs";

const [modulePath, tablePath] = process.argv.slice(2);
const bytes = readFileSync(modulePath);
const module = new WebAssembly.Module(bytes);
// The C library can write and close files; nothing here does.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`${name} was called`);
  };
}
const { secretBits } = new WebAssembly.Instance(module, imports).exports;
const rows = readFileSync(tablePath, "utf8").trim().split("\n").slice(1);
for (const row of rows) {
  const [loss, expected] = row.split(",").map(Number);
  const bits = secretBits(loss, 1e12);
  if (bits !== expected) throw new Error(`${loss} dB: ${bits} bits, not ${expected}`);
}
if (secretBits(-1, 1e12) !== -1 || secretBits(10, NaN) !== -1) throw new Error("a refused input gave a key");
const runs = 200;
const start = performance.now();
for (let i = 0; i < runs; i += 1) secretBits(20, 1e12);
const micros = Math.round(((performance.now() - start) * 1000) / runs);
console.log(`${rows.length} finite keys equal the command's; ${micros} us each, ${Math.round(bytes.length / 1e3)} kB`);
