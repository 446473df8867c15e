// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateSecurity
import Testing

@testable import KeyRateDocuments

@Suite("Counts files")
struct CountsFilesTests {
  private func run(_ name: String, _ settings: [(key: String, value: String)] = []) throws -> SecretKeyRate {
    let path = ParameterFolder.path + "examples/" + name
    let file = try ParameterFile(text: TextFile.read(path).text, fileName: path, settings: settings)
    #expect(file.hasCounts && !file.hasSweep)
    return try file.run(reading: .beside(path)).result
  }

  private func expect(_ rate: SecretKeyRate, _ symbol: String, _ value: Double) {
    let got = rate.trace.first { $0.symbol == symbol }?.value
    #expect(got.map { abs($0 - value) <= 1e-9 * value } ?? false, "\(symbol): \(String(describing: got))")
  }

  @Test("Two decoys: the worked example of the formula sheet, section 11")
  func twoDecoys() throws {
    let rate = try run("counts.toml")
    expect(rate, "sX0", 11834.2265001)
    expect(rate, "sX1", 1543400.45363)
    expect(rate, "sZ0", 19.8765541607)
    expect(rate, "sZ1", 12074.1481739)
    expect(rate, "vZ0", 2.84449834693)
    expect(rate, "vZ1", 353.155501653)
    expect(rate, "phiX", 0.0477199143616)
    expect(rate, "qberX", 0.0116454511371)
    expect(rate, "penalty", 123.267483321)
    expect(rate, "leak_EC", 290791)
    // The sheet estimates a leakage of 290790.438 bits; whole bits are sent.
    let raw = try #require(rate.rawLengthBits)
    #expect(abs(raw - (837368.247466 - (290791 - 290790.438298))) < 1e-4)
    #expect(rate.lengthBits == 837367)
    #expect(rate.analysis.status == .certified)
  }

  @Test("The same with the leakage estimated and with the other compositions")
  func twoDecoyVariants() throws {
    let text = try ParameterFolder.text("examples/counts.toml")
    let estimated = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("error_correction_leak_bits") }.joined(separator: "\n")
    func rate(_ settings: [(key: String, value: String)]) throws -> SecretKeyRate {
      try ParameterFile(text: estimated, fileName: "counts.toml", settings: settings)
        .run(reading: .beside("counts.toml")).result
    }
    for (settings, raw) in [
      ([], 837368.247466), ([(key: "security.composition", value: "tup24")], 745737.091348),
      ([(key: "security.penalty", value: "lim")], 837215.016437),
      ([(key: "security.proof", value: "lim2014")], -291066.93681),
    ] {
      let result = try rate(settings)
      #expect(abs(try #require(result.rawLengthBits) - raw) < 1e-4)
      #expect(result.analysis.status != .certified)
    }
  }

  @Test("One decoy, counts from a table: the worked example of the formula sheet, section 11")
  func oneDecoy() throws {
    let rate = try run("counts-from-csv.toml")
    expect(rate, "sX0U", 28824.2915591)
    expect(rate, "sX1", 1596140.87164)
    expect(rate, "sZ0U", 1119.79460514)
    expect(rate, "sZ1", 24244.2960513)
    expect(rate, "vZ1", 621)
    expect(rate, "phiX", 0.0374393539487)
    expect(rate, "leak_EC", 297192.685203)
    expect(rate, "leakPE", 41)
    expect(rate, "penalty", 163.882193165)
    #expect(abs(try #require(rate.rawLengthBits) - 930992.030745) < 1e-4)
    #expect(rate.lengthBits == 930992)
    #expect(rate.analysis.status == .planning)
    let published = try run("counts-from-csv.toml", [(key: "security.proof", value: "rusca2018")])
    #expect(abs(try #require(published.rawLengthBits) - 606769.603967) < 1e-4)
    let clipped = try run("counts-from-csv.toml", [(key: "security.proof", value: "rusca2018-clipped")])
    #expect(abs(try #require(clipped.rawLengthBits) - 779795.958378) < 1e-4)
    let printed = try run("counts-from-csv.toml", [(key: "security.composition", value: "tup24")])
    #expect(abs(try #require(printed.rawLengthBits) - 877956.236963) < 1e-4)
  }

  @Test("The synthetic satellite pass has the totals of the publication, and a key of its size")
  func satellite() throws {
    let rate = try run("satellite-counts.toml")
    let text = try ParameterFolder.text("examples/satellite-counts.toml")
    #expect(text.contains("SYNTHETIC"))
    expect(rate, "nX", 847901 + 53746 + 853)
    let bits = try #require(rate.lengthBits)
    // Both bases together: 4.5e5 bits with the default tails, 3.3e5 with Hoeffding's (section 9).
    #expect(abs(2 * bits / 4.5e5 - 1) < 0.02)
    let additive = try #require(
      try run("satellite-counts.toml", [(key: "security.statistics", value: "hoeffding")]).lengthBits)
    #expect(abs(2 * additive / 3.3e5 - 1) < 0.05)
  }
}
