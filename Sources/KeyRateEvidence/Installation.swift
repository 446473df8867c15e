// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateReports

/// The machine and the libraries that a report was made with. They are no part of the hashed body: another
/// laboratory has others, and must reach the same numbers.
package enum Installation {
  /// Platform and libraries of this process.
  package static var json: JSONValue {
    .object([
      ("platform", .string(platform)), ("architecture", .string(architecture)),
      (
        "libraries",
        .object([
          ("GSL", .string(NumericalLibrary.version)), ("NLopt", .string(OptimisationLibrary.version)),
          (
            "Swift packages",
            "swift-argument-parser from 1.8.2, swift-numerics from 1.1.1, swift-crypto from 4.5.2"
          ),
        ])
      ), ("compiler", .string(compiler)),
    ])
  }

  private static var platform: String {
    #if os(Linux)
      "Linux"
    #elseif os(macOS)
      "macOS"
    #else
      "unknown"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown"
    #endif
  }

  private static var compiler: String {
    #if compiler(>=6.3)
      "Swift 6.3 or later"
    #elseif compiler(>=6.2)
      "Swift 6.2"
    #else
      "Swift 6.1 or earlier"
    #endif
  }
}
