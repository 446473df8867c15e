// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

// A package of its own, so that building and testing KeyRate does not pay for the harness.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "KeyRate", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "KeyRateBenchmarks",
      dependencies: [
        .product(name: "KeyRateBenchmarkJobs", package: "KeyRate"), .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/KeyRateBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
