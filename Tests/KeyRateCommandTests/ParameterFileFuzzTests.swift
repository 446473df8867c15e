// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateNumerics
import KeyRateTestSupport
import Testing
import KeyRateDocuments

@Suite("Damaged parameter files")
struct ParameterFileFuzzTests {
  static let originals = [
    Fixtures.asymptotic, Fixtures.finite, Fixtures.given, Fixtures.sweep, Fixtures.twoDecoyCounts,
    Fixtures.oneDecoyCounts,
    Fixtures.given + "statistics = \"hoeffding\"\nsampling = \"serfling\"\ncomposition = \"tup24\"\n",
    Fixtures.given + "proof = \"lim2014\"\n", Fixtures.given + "[acceptance]\nmargin_sigma = 5\n",
    Fixtures.finite.replacing("decoys = 2", with: "decoys = 1").replacing(
      "pulses = 1e10", with: "key_block_size = 1e7"),
    Fixtures.asymptotic.replacing("\"asymptotic\"", with: "\"infinite-decoys\""),
    Fixtures.finite.replacing("misalignment", with: "afterpulse_probability = 0.04\ndead_time_s = 1e-7\nmisalignment"),
    Fixtures.finite.replacing("pulses = 1e10", with: "analysis = \"infinite-block\""),
    Fixtures.twoDecoyCounts
      + "error_correction_leak_bits = 290791\n[acceptance]\nvacuum = 1e4\nsingle_photons = 1.5e6\nphase_error = 0.05\nleak_bits = 3e5\n",
  ]

  static let extremes = [
    "0", "-0.0", "-1", "1", "2", "3", "0.5", "1e308", "1.7976931348623157e308", "1e-308", "5e-324", "1e18", "1e17",
    "1e9",
    "1e-9", "9223372036854775807", "-9223372036854775808", "nan", "inf", "-inf", "\"nan\"", "\"optimise\"", "true",
    "[]",
    "[1]", "[0.5, 0.1]", "[0.5, 0.1, 0]", "[1, 0, 0]", "[\"optimise\", \"optimise\", 0]", "[[1], [2]]", "{}", "\"\"",
    "0.9999999999999999", "1.0000000000000002", "0.49999999999999994",
  ]

  /// The places of the numbers in a line: what stands behind '=' between separators and begins with a digit.
  static func numbers(_ line: String) -> [Range<String.Index>] {
    guard let equals = line.firstIndex(of: "=") else { return [] }
    return line[equals...].dropFirst().split { " [],\"".contains($0) }.filter { $0.first?.isNumber == true }
      .map { $0.startIndex..<$0.endIndex }
  }

  static func mutated(_ text: String, using generator: inout SplitMix64) -> String {
    var lines = text.components(separatedBy: "\n")
    for _ in 0...Int.random(in: 0..<3, using: &generator) {
      let index = Int.random(in: 0..<lines.count, using: &generator)
      let other = Int.random(in: 0..<lines.count, using: &generator)
      let extreme = extremes.randomElement(using: &generator) ?? "0"
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: lines.remove(at: index)
      case 1: lines.insert(lines[index], at: other)
      case 2: lines.swapAt(index, other)
      case 3:
        if let equals = lines[index].firstIndex(of: "=") {
          let count = [2, 4, 1000].randomElement(using: &generator) ?? 2
          lines[index] =
            lines[index][...equals] + " [" + Array(repeating: extreme, count: count).joined(separator: ", ") + "]"
        }
      case 4, 5:
        if let equals = lines[index].firstIndex(of: "=") { lines[index] = lines[index][...equals] + " " + extreme }
      default:
        // One number of a line, inside a list or not; most lines have one.
        for line in lines.indices.shuffled(using: &generator) {
          guard let place = numbers(lines[line]).randomElement(using: &generator) else { continue }
          let near = Double.random(in: 0...1.2, using: &generator)
          lines[line].replaceSubrange(place, with: Bool.random(using: &generator) ? extreme : "\(near)")
          break
        }
      }
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  /// A result that must not be.
  struct Impossible: Error, CustomStringConvertible {
    let description: String
  }

  static func demand(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
    if !condition { throw Impossible(description: problem()) }
  }

  /// Refuses results with numbers that cannot be.
  static func check(_ result: SecretKeyRate) throws {
    for (name, value) in [
      ("rate", result.ratePerPulse), ("raw rate", result.rawRatePerPulse), ("length", result.lengthBits),
      ("raw length", result.rawLengthBits),
    ] {
      guard let value else { continue }
      try demand(!value.isNaN && value < .infinity, "\(name) = \(value)")
      if !name.hasPrefix("raw") { try demand(value >= 0, "\(name) = \(value)") }
    }
    if let length = result.lengthBits { try demand(length == length.rounded(.down), "length = \(length)") }
    try demand(
      (result.ratePerPulse ?? result.lengthBits ?? 0) > 0 || result.reasonForZero != nil, "zero without a reason")
    for entry in result.trace { try demand(!entry.value.isNaN, "\(entry.symbol) is not a number") }
  }

  /// What became of a text.
  enum Fate { case evaluated, refused }

  static func evaluate(_ text: String) throws -> Fate {
    do {
      let file = try ParameterFile(text: text, fileName: "f.toml")
      if file.hasCounts {
        let run = try file.run(reading: CountsSource { name in throw DocumentError(problem: "no file \(name)") })
        try check(run.result)
        _ = ResultText.summary(file, run)
        return .evaluated
      }
      if file.hasSweep { _ = try file.sweep() }
      let link = try file.link()
      let variables = link.search?.variables ?? []
      let points = [
        variables.map { ($0.range.lowerBound + $0.range.upperBound) / 2 }, variables.map(\.range.lowerBound),
        variables.map(\.range.upperBound),
      ]
      for point in points {
        let result = try link.evaluate(point)
        try check(result)
        for setting in link.settings(point) { try demand(setting.value.isFinite, "\(setting.column)") }
        // The objective may be no number where nothing can be evaluated, but it must return.
        _ = link.search?.objective(point)
      }
      for bound in link.bounds { try demand(!bound.ratePerPulse.isNaN, bound.column) }
      return .evaluated
    } catch is DocumentErrors {
      return .refused
    } catch is DocumentError {
      return .refused
    } catch is InputError {
      return .refused
    }
  }

  @Test("The originals are in order")
  func originals() throws {
    for text in Self.originals { #expect(try Self.evaluate(text) == .evaluated, "\(text)") }
  }

  @Test("3000 mutations are evaluated or refused, never anything else")
  func mutations() {
    var generator = SplitMix64(seed: 20_260_101)
    var evaluated = 0
    for round in 0..<3000 {
      let original = Self.originals[round % Self.originals.count]
      let text = Self.mutated(original, using: &generator)
      do {
        if try Self.evaluate(text) == .evaluated { evaluated += 1 }
      } catch {
        Issue.record("round \(round): \(error)\n\(text)")
      }
    }
    // Enough of both kinds that the test means something.
    #expect(evaluated > 600)
    #expect(evaluated < 2700)
  }

  @Test("Values set on the command line are evaluated or refused")
  func settings() throws {
    var generator = SplitMix64(seed: 11)
    let family = try #require(ProtocolFamily.named("bb84"))
    let keys = family.fileVocabulary.definitions.map(\.path)
    for round in 0..<600 {
      let original = Self.originals[round % Self.originals.count]
      let key = try #require(keys.randomElement(using: &generator))
      let value = Self.extremes.randomElement(using: &generator) ?? "0"
      do {
        let file = try ParameterFile(text: original, fileName: "f.toml", settings: [(key, value)])
        if file.hasCounts {
          try Self.check(file.run(reading: .beside("f.toml")).result)
        } else {
          let link = try file.link()
          try Self.check(link.evaluate(link.search?.variables.map(\.range.lowerBound) ?? []))
        }
      } catch is DocumentErrors {
      } catch is DocumentError {
      } catch is InputError {
      } catch {
        Issue.record("--set \(key)=\(value): \(error)\n\(original)")
      }
    }
  }
}
