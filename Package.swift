// swift-tools-version: 6.1
import PackageDescription

let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

// The targets stand in the order in which they may import one another: each names what it
// may see, so a formula cannot reach for a file format and a report cannot reach for physics.
let package = Package(
  name: "KeyRate",
  products: [
    .library(name: "KeyRate", targets: ["KeyRate"]),
    .executable(name: "keyrate", targets: ["KeyRateCommand"]),
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
    .target(name: "KeyRateNumerics", dependencies: ["CGSL", realModule]),
    .target(name: "KeyRateSecurity", dependencies: ["KeyRateNumerics", realModule]),
    .target(name: "KeyRateLinks", dependencies: ["KeyRateNumerics", realModule]),
    .target(name: "KeyRateBounds", dependencies: ["KeyRateNumerics", "KeyRateLinks", realModule]),
    .target(
      name: "BB84",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "TwinField",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "ContinuousVariable",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(
      name: "MDI",
      dependencies: ["KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", realModule]),
    .target(name: "KeyRateOptimisation", dependencies: ["CNLopt", "KeyRateNumerics"]),
    .target(name: "CKeyRateTables", exclude: ["checkpoints"]),
    .target(
      name: "KeyRateDocuments",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", "BB84", "TwinField",
        "MDI", "ContinuousVariable",
        "KeyRateOptimisation", "CKeyRateTables", "TOMLKit", realModule,
      ]),
    .target(name: "KeyRateReports"),
    .target(
      name: "KeyRateEvidence",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateBounds", "KeyRateOptimisation", "KeyRateDocuments",
        "KeyRateReports", realModule, .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "KeyRate",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "KeyRateBounds", "BB84", "TwinField",
        "MDI", "ContinuousVariable",
        "KeyRateOptimisation", "KeyRateDocuments", "KeyRateReports", "KeyRateEvidence", realModule,
      ]),
    .executableTarget(
      name: "KeyRateCommand",
      dependencies: ["KeyRate", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    .target(name: "KeyRateTestSupport", path: "Tests/Support"),
    .target(
      name: "CertifiedSamples",
      dependencies: [
        "KeyRateNumerics", "KeyRateSecurity", "KeyRateLinks", "BB84", "TwinField", "MDI", "ContinuousVariable",
        "KeyRateTestSupport",
      ], path: "Tests/CertifiedSamples"),
    .executableTarget(
      name: "CertifiedCheck", dependencies: ["CertifiedSamples", "KeyRateTestSupport"], path: "Tests/CertifiedCheck"),
    .testTarget(
      name: "KeyRateNumericsTests", dependencies: ["KeyRateNumerics", "KeyRateTestSupport", realModule],
      exclude: ["Libm/generate.py"], resources: [.copy("Libm/library-functions.csv")]),
    .testTarget(name: "KeyRateSecurityTests", dependencies: ["KeyRateSecurity", "KeyRateTestSupport"]),
    .testTarget(name: "KeyRateBoundsTests", dependencies: ["KeyRateBounds", "KeyRateTestSupport"]),
    .testTarget(name: "BB84Tests", dependencies: ["BB84", "CertifiedSamples", "KeyRateTestSupport"]),
    .testTarget(name: "TwinFieldTests", dependencies: ["TwinField", "CertifiedSamples", "KeyRateTestSupport"]),
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
    .testTarget(name: "KeyRateOptimisationTests", dependencies: ["KeyRateOptimisation"]),
    .testTarget(
      name: "KeyRateDocumentsTests", dependencies: ["KeyRateDocuments"],
      resources: [
        .copy("SelfTest/independent-random.csv"), .copy("SelfTest/independent-edges.csv"),
        .copy("SelfTest/independent-cv-random.csv"), .copy("SelfTest/independent-cv-edges.csv"),
        .copy("SelfTest/tf-independent-random.csv"), .copy("SelfTest/tf-independent-edges.csv"),
        .copy("SelfTest/independent-mdi.csv"), .copy("SelfTest/independent-satquma.csv"),
      ]),
    .testTarget(name: "KeyRateReportsTests", dependencies: ["KeyRateReports"]),
    .testTarget(
      name: "KeyRateEvidenceTests",
      dependencies: ["KeyRateEvidence", "KeyRateDocuments", "KeyRateReports", "KeyRateTestSupport"]),
    .testTarget(
      name: "KeyRateCommandTests", dependencies: ["KeyRate", "KeyRateCommand", "KeyRateTestSupport"],
      exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu17
)
