// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import KeyRateOptimisation
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateDocuments

@Suite("Files of continuous variables")
struct ContinuousVariableFilesTests {
  private func rate(_ name: String, _ settings: (key: String, value: String)...) throws -> SecretKeyRate {
    let text = try ParameterFolder.text(name)
    let link = try ParameterFile(text: text, fileName: ParameterFolder.path + name, settings: settings).link()
    let point = try link.search.map { try Optimiser.maximise($0).point } ?? []
    return try link.evaluate(point)
  }

  /// The table of the sheet, section 11.
  @Test("Published sets give the rates that the sheet derives from them")
  func published() throws {
    for (name, expected, tolerance) in [
      ("lodewyck-2007", 12_303.9 / 3.5e5, 1e-5), ("zhang-2020-27km", 279_172 / 4.5e6, 1e-5),
      ("zhang-2020-49km", 62_269 / 4.5e6, 1e-5), ("zhang-2020-70km", 43_350 / 4.5e6, 1e-5),
      ("zhang-2020-99km", 12_393 / 4.5e6, 1e-4), ("zhang-2020-140km", 843.4 / 4.5e6, 1e-4),
      ("zhang-2020-203km", 24.66 / 4.5e6, 1e-3), ("hajomer-2024-100km", 0.001058, 1e-3),
      ("hajomer-2024-16qam-2db", 0.0484, 2e-3), ("hajomer-2024-16qam-1db", 0.0367, 2e-3),
      ("hajomer-2024-64qam", 0.1123, 2e-3), ("jouguet-2013", 0.00529, 1e-3), ("jain-2022", 0.0342, 2e-3),
    ] {
      let found = try rate("published/\(name).toml").ratePerPulse ?? 0
      #expect(abs(found - expected) <= tolerance * expected, "\(name): \(found), not \(expected)")
    }
  }

  @Test("The asymptotic rate at the worst-case noise stays above what was published with finite size")
  func zhang() throws {
    for (name, published) in [
      ("27km", 278e3), ("49km", 62e3), ("70km", 42.8e3), ("99km", 11.8e3), ("140km", 318.85), ("203km", 6.214),
    ] {
      let file = try ParameterFolder.file("published/zhang-2020-\(name).toml")
      let link = try file.link()
      let perSecond = (try link.evaluate([]).ratePerPulse ?? 0) * (link.repetitionRateHz ?? 0)
      #expect(perSecond > published, "\(name): \(perSecond)")
      #expect(file.notes.contains { $0.contains("\(published.plain) bit/s") || $0.contains("e+") }, "\(name)")
    }
  }

  @Test("Trust, plane and photon number mean the same wherever they are said")
  func equivalences() throws {
    let name = "examples/continuous-variables.toml"
    let asymptotic = (key: "security.analysis", value: "asymptotic")
    let variance = try rate(name, asymptotic, (key: "source.modulation_variance", value: "5"))
    let photons = try rate(name, asymptotic, (key: "source.mean_photons", value: "2.5"))
    #expect(variance.ratePerPulse == photons.ratePerPulse)
    let rates = try ["trusted", "known-noise", "trusted-loss", "untrusted"].map { level in
      try rate(
        name, asymptotic, (key: "source.modulation_variance", value: "5"), (key: "detector.trust", value: level)
      ).rawRatePerPulse ?? 0
    }
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 }, "\(rates)")
    let output = try rate(
      name, asymptotic, (key: "source.modulation_variance", value: "5"),
      (key: "link.excess_noise", value: "\(0.005 * 0.31622776601683794)"),
      (key: "link.excess_noise_reference", value: "output"))
    #expect(abs((output.ratePerPulse ?? 0) - (variance.ratePerPulse ?? 1)) < 1e-14)
  }

  @Test("Moments, regression results and raw pairs give the same key")
  func threeWaysIn() throws {
    var pairs: [(Double, Double)] = []
    var random = SplitMix64(seed: 77)
    func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
    }
    for _ in 0..<20_000 {
      let x = 10.0.squareRoot() * normal()
      pairs.append((x, 0.94 * x + 1.01.squareRoot() * normal()))
    }
    let xx = pairs.reduce(0) { $0 + $1.0 * $1.0 }
    let xy = pairs.reduce(0) { $0 + $1.0 * $1.1 }
    let yy = pairs.reduce(0) { $0 + $1.1 * $1.1 }
    let head = """
      protocol = "cv"
      source.modulation_variance = \(xx / 20_000)
      detector.efficiency = 0.95
      detector.electronic_noise = 0.01
      security.estimation = "sacrifice"
      [counts]
      symbols = 1e12

      """
    func run(_ counts: String) throws -> SecretKeyRate {
      let csv = "x,y\n" + pairs.map { "\($0.0),\($0.1)" }.joined(separator: "\n")
      return try ParameterFile(text: head + counts, fileName: "f.toml")
        .run(reading: CountsSource { TextFile(name: $0, text: csv) }).result
    }
    let raw = try run("file = \"p.csv\"\ncentre = false")
    let sums = try run("estimation_pairs = 20000\nsum_x2 = \(xx)\nsum_xy = \(xy)\nsum_y2 = \(yy)")
    let slope = xy / xx
    let noise = pairs.reduce(0) { $0 + ($1.1 - slope * $1.0) * ($1.1 - slope * $1.0) } / 20_000
    let regression = try run("estimation_pairs = 20000\nsum_x2 = \(xx)\nslope = \(slope)\nnoise_variance = \(noise)")
    for other in [sums, regression] {
      #expect(abs((other.rawLengthBits ?? 0) - (raw.rawLengthBits ?? 1)) < 1e-9 * abs(raw.rawLengthBits ?? 0))
    }
    // Centred, one degree of freedom less: a little wider.
    let centred = try run("file = \"p.csv\"")
    #expect((centred.value("sigma2_max") ?? 0) > (raw.value("sigma2_max") ?? 9) * (1 - 1e-3))
    // Volts with their own shot noise give the same as shot-noise units.
    let volts = pairs.map { "\($0.0),\(0.02 * $0.1)" }.joined(separator: "\n")
    let inVolts = try ParameterFile(
      text: head.replacing("detector.electronic_noise = 0.01\n", with: "")
        + "file = \"p.csv\"\ncentre = false\nshot_noise_variance = 4.04e-4\nelectronics_variance = 4e-6",
      fileName: "f.toml"
    ).run(reading: CountsSource { TextFile(name: $0, text: "x,y\n" + volts) }).result
    #expect(abs((inVolts.value("v_el") ?? 0) - 0.01) < 1e-12)
    #expect(abs((inVolts.rawLengthBits ?? 0) - (raw.rawLengthBits ?? 1)) < 1e-6 * abs(raw.rawLengthBits ?? 0))
  }

  @Test("Sums in shot-noise units are planning: neither the unit nor the hypothesis can be tested")
  func certified() throws {
    let text = try ParameterFolder.text("examples/quadrature-counts.toml")
    let run = try ParameterFile(text: text, fileName: "f.toml").run(reading: .beside("f.toml")).result
    #expect(run.analysis.status == .planning && (run.lengthBits ?? 0) > 1e9)
    #expect(run.analysis.statusReasons.contains { $0.contains("Gaussian noise not tested") })
    #expect(run.lengthBits == run.rawLengthBits?.rounded(.down))
    let estimated = try ParameterFile(
      text: text.replacing("symbol_entropy_bits = 8.2\n", with: "")
        .replacing("error_correction_leak_bits = 1.46295e11\n", with: ""), fileName: "f.toml"
    ).run(reading: .beside("f.toml")).result
    #expect(estimated.analysis.status == .planning)
  }
}
