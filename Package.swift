// swift-tools-version: 6.1
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let complexModule = Target.Dependency.product(name: "ComplexModule", package: "swift-numerics")

// The targets stand in the order in which they may import one another: each names what it
// may see, so a formula cannot reach for a file format and a report cannot reach for physics.
let package = Package(
  name: "KeyRate",
  // The first with Synchronization; Linux needs nothing said.
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "KeyRate", targets: ["KeyRate"]),
    .executable(name: "keyrate", targets: ["KeyRateCommand"]),
    // What Benchmarks/ times; its harness is a package of its own.
    .library(name: "KeyRateBenchmarkJobs", targets: ["KeyRateBenchmarkJobs"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "CNLopt", pkgConfig: "nlopt", providers: [.apt(["libnlopt-dev"])]),
    .target(name: "KeyRateNumerics", dependencies: ["CGSL", complexModule, realModule]),
    .target(name: "KeyRateSecurity", dependencies: ["KeyRateNumerics", realModule]),
    .target(name: "KeyRateLinks", dependencies: ["KeyRateNumerics", "KeyRateSecurity", realModule]),
    .target(name: "KeyRateBounds", dependencies: ["KeyRateNumerics", "KeyRateLinks", realModule]),
    .target(
      name: "BB84",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "TwinField",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "SendingOrNotSending",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "ContinuousVariable",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", complexModule, realModule,
      ]),
    .target(
      name: "MDI",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "Entanglement",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "PhotonSources",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(name: "KeyRateOptimisation", dependencies: ["CNLopt", "KeyRateNumerics", realModule]),
    .target(name: "CKeyRateTables", exclude: ["checkpoints"]),
    .target(name: "KeyRateText"),
    .target(
      name: "KeyRateReading",
      dependencies: ["CKeyRateTables", "KeyRateText", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "KeyRateDocuments",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", "BB84", "TwinField",
        "SendingOrNotSending", "MDI", "ContinuousVariable", "Entanglement", "PhotonSources", "KeyRateText",
        "KeyRateReading", realModule,
      ]),
    .target(
      name: "KeyRateCalculations",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", "BB84", "TwinField",
        "SendingOrNotSending", "MDI", "ContinuousVariable", "Entanglement", "PhotonSources", "KeyRateOptimisation",
        "KeyRateReading", realModule,
      ]),
    .target(name: "KeyRateReports", dependencies: ["KeyRateText"]),
    .target(
      name: "KeyRateEvidence",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", "KeyRateOptimisation", "KeyRateText",
        "KeyRateReading", "KeyRateDocuments", "KeyRateCalculations", "KeyRateReports", realModule,
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "KeyRate",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", "BB84", "TwinField",
        "MDI", "ContinuousVariable", "Entanglement", "PhotonSources",
        "KeyRateOptimisation", "KeyRateText", "KeyRateReading", "KeyRateDocuments", "KeyRateCalculations",
        "KeyRateReports", "KeyRateEvidence", realModule,
      ]),
    .executableTarget(
      name: "KeyRateCommand",
      dependencies: [
        "KeyRateText", "KeyRateReading", "KeyRateDocuments", "KeyRateReports", "KeyRate",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "KeyRateBenchmarkJobs",
      dependencies: [
        "KeyRateSecurity", "KeyRateLinks", "BB84", "TwinField", "SendingOrNotSending", "MDI", "ContinuousVariable",
        "Entanglement",
        "KeyRateOptimisation", "KeyRateReading", "KeyRateDocuments", "KeyRate", realModule,
      ], path: "Benchmarks/Jobs"),
    // Small programs that see what is public, and nothing else; the tests run them.
    .executableTarget(
      name: "ExampleQuickstart", dependencies: ["KeyRate"], path: "Examples/Quickstart", packageAccess: false),
    .executableTarget(name: "ExampleCurves", dependencies: ["KeyRate"], path: "Examples/Curves", packageAccess: false),
    .executableTarget(
      name: "ExampleMeasuredRun", dependencies: ["KeyRate"], path: "Examples/MeasuredRun", packageAccess: false),
    .executableTarget(name: "ExampleClaim", dependencies: ["KeyRate"], path: "Examples/Claim", packageAccess: false),
    .target(name: "KeyRateTestSupport", dependencies: ["KeyRateNumerics"], path: "Tests/Support"),
    .target(
      name: "CertifiedSamples",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "BB84", "TwinField", "SendingOrNotSending",
        "MDI", "ContinuousVariable", "Entanglement", "PhotonSources", "KeyRateTestSupport",
      ], path: "Tests/CertifiedSamples"),
    .executableTarget(
      name: "CertifiedCheck", dependencies: ["CertifiedSamples", "KeyRateTestSupport"], path: "Tests/CertifiedCheck"),
    .testTarget(
      name: "KeyRateNumericsTests", dependencies: ["KeyRateNumerics", "KeyRateTestSupport", complexModule, realModule],
      exclude: ["Libm/generate.py"], resources: [.copy("Libm/library-functions.csv")]),
    .testTarget(name: "KeyRateSecurityTests", dependencies: ["KeyRateSecurity", "KeyRateTestSupport"]),
    .testTarget(name: "KeyRateBoundsTests", dependencies: ["KeyRateBounds", "KeyRateTestSupport"]),
    .testTarget(name: "BB84Tests", dependencies: ["BB84", "CertifiedSamples", "KeyRateTestSupport"]),
    .testTarget(name: "TwinFieldTests", dependencies: ["TwinField", "CertifiedSamples", "KeyRateTestSupport"]),
    .testTarget(
      name: "SendingOrNotSendingTests",
      dependencies: [
        "SendingOrNotSending", "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds",
        "KeyRateOptimisation", "CertifiedSamples", "KeyRateTestSupport", realModule,
      ]),
    .testTarget(
      name: "ContinuousVariableTests",
      dependencies: [
        "ContinuousVariable", "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds",
        "KeyRateOptimisation", "CertifiedSamples", "KeyRateTestSupport", realModule,
      ]),
    .testTarget(
      name: "MDITests",
      dependencies: [
        "MDI", "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "CertifiedSamples", "KeyRateTestSupport",
        realModule,
      ]),
    .testTarget(
      name: "PhotonsTests",
      dependencies: [
        "Entanglement", "PhotonSources", "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds",
        "KeyRateOptimisation", "CertifiedSamples", "KeyRateTestSupport", realModule,
      ]),
    .testTarget(name: "KeyRateOptimisationTests", dependencies: ["KeyRateOptimisation", "KeyRateTestSupport"]),
    // TOMLKit is the referee of the package's own reader and no part of the program.
    .testTarget(name: "KeyRateReadingTests", dependencies: ["KeyRateReading", "KeyRateTestSupport", "TOMLKit"]),
    .testTarget(
      name: "KeyRateDocumentsTests",
      dependencies: [
        "KeyRateDocuments", "KeyRateReading", "KeyRateCalculations", "KeyRateOptimisation", "KeyRateSecurity", "BB84",
        "TwinField", "SendingOrNotSending", "MDI", "ContinuousVariable", "Entanglement", "PhotonSources",
        "KeyRateTestSupport",
      ]),
    .testTarget(
      name: "KeyRateCalculationsTests", dependencies: ["KeyRateCalculations", "KeyRateReading", "KeyRateTestSupport"],
      resources: [
        .copy("independent-random.csv"), .copy("independent-edges.csv"), .copy("independent-cv-random.csv"),
        .copy("independent-cv-edges.csv"), .copy("independent-cv-runs.csv"), .copy("tf-independent-random.csv"),
        .copy("tf-independent-edges.csv"),
        .copy("independent-mdi.csv"), .copy("independent-satquma.csv"), .copy("independent-photons.csv"),
        .copy("sns-independent.csv"),
      ]),
    .testTarget(name: "KeyRateTextTests", dependencies: ["KeyRateText", "KeyRateNumerics", "KeyRateTestSupport"]),
    .testTarget(
      name: "KeyRateReportsTests", dependencies: ["KeyRateReports", "KeyRateText", "KeyRateTestSupport"]),
    .testTarget(
      name: "KeyRateEvidenceTests",
      dependencies: [
        "KeyRateEvidence", "KeyRateDocuments", "KeyRateText", "KeyRateReading", "KeyRateReports", "KeyRateNumerics",
        "KeyRateTestSupport",
      ]),
    .testTarget(
      name: "KeyRateCommandTests",
      dependencies: [
        "KeyRateText", "KeyRateReading", "KeyRateDocuments", "KeyRateReports", "KeyRate", "KeyRateCommand",
        "KeyRateBenchmarkJobs", "KeyRateTestSupport",
      ],
      exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu17
)

// The documentation plugin is fetched for `make docs` alone; nothing else waits for it.
if Context.environment["KEYRATE_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
