// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReading
import KeyRateSecurity
import Testing

@Suite("Files of sources without decoys")
struct PhotonFilesTests {
  private func file(_ text: String) throws -> ParameterFile { try ParameterFile(text: text, fileName: "f.toml") }

  private func run(_ text: String) throws -> SecretKeyRate {
    try file(text).run(reading: .beside("f.toml")).result
  }

  private func optimum(_ text: String) throws -> (rate: SecretKeyRate, settings: [String: Double]) {
    let link = try file(text).link()
    let point = try link.search.map { try Optimiser.maximise($0).point } ?? []
    return (
      try link.evaluate(point),
      Dictionary(uniqueKeysWithValues: link.settings(point).map { ($0.column, $0.value) })
    )
  }

  private static let worked = """
    protocol = "bb84"
    [source]
    kind = "single-photon"
    key_basis_probability = 0.9
    calibration = "stated"
    multiphoton_probability = 2e-4
    values_are_upper_limits = true
    [counts]
    pulses = 1e9
    key_basis_detections = [8100000]
    key_basis_errors = [81000]
    test_basis_detections = [100000]
    test_basis_errors = [1100]
    error_correction_leak_bits = 770000
    [security]
    secrecy = 1e-10
    correctness = 1e-15
    """

  @Test("The worked run of the sheet is certified as far as p_multi is an upper limit")
  func worked() throws {
    let result = try run(Self.worked)
    #expect(result.lengthBits == 6_273_734)
    #expect(result.analysis.status == .certified)
    #expect(try run(Self.worked + "\ncomposition = \"tup24\"").lengthBits == 6_271_520)
    let quoted = try run(Self.worked.replacing("values_are_upper_limits = true", with: ""))
    #expect(quoted.lengthBits == 6_273_734 && quoted.analysis.status == .planning)
  }

  @Test("A calibration by coincidences certifies and costs its failure probability")
  func calibrated() throws {
    let text = try ParameterFolder.text("examples/single-photon-counts.toml")
    let result = try run(text)
    #expect(result.analysis.status == .certified)
    #expect((result.lengthBits ?? 0) > 6e6)
    #expect(result.failureBudget?.secrecy == 1e-10 + 1e-11)
    // The counts of the calibration are raw: more of them leave less key.
    let dirtier = try run(text.replacing("= 4850 ", with: "= 9700 "))
    #expect((dirtier.lengthBits ?? 0) < (result.lengthBits ?? 0))
  }

  @Test("Passive decoys: the checkpoint of the sheet, for planning only")
  func passive() throws {
    let result = try run(
      """
      protocol = "bb84"
      source = { kind = "heralded", passive_decoy = true, herald_efficiency_range = [0.58, 0.6], herald_dark_range = [0, 1e-5] }
      [counts]
      pulses = 1e11
      key_basis_detections = [4000000]
      key_basis_errors = [30000]
      test_basis_detections = [400000]
      test_basis_errors = [3100]
      unheralded = [2624242, 22000, 288759, 2200]
      error_correction_leak_bits = 300000
      [security]
      secrecy = 1e-10
      correctness = 1e-15
      """)
    #expect(result.analysis.status == .planning)
    #expect(result[.siftedBits] == 4_000_000)
    let pairs = try #require(result.value("sX1"))
    #expect(pairs > 0 && pairs < 6_624_242)
  }

  @Test("Passive decoys give key where heralded photons alone give none")
  func heralded() throws {
    let text = try ParameterFolder.text("examples/heralded-photons.toml")
    let (with, settings) = try optimum(text)
    #expect((with.ratePerPulse ?? 0) > 1e-5)
    #expect((settings["mean_pairs"] ?? 0) > 0.01)
    let without = text.replacing("passive_decoy = true ", with: "passive_decoy = false ").replacing(
      "herald_efficiency_range = [0.58, 0.6] ", with: "")
    let (alone, _) = try optimum(without)
    #expect((alone.ratePerPulse ?? 1) < (with.ratePerPulse ?? 0))
  }

  @Test("Old pulses of fixed brightness leave no key, with the reason; the best intensity is the transmittance")
  func weakPulses() throws {
    let text = """
      protocol = "bb84"
      source.kind = "weak-coherent"
      link.loss_db = 20
      security = { analysis = "asymptotic", error_correction_efficiency = 1 }
      """
    let (best, settings) = try optimum(text)
    #expect(abs((settings["mean_photons"] ?? 0) - 0.01) < 3e-4)
    #expect((best.ratePerPulse ?? 0) > 0)
    let (old, _) = try optimum(text + "\nsource.mean_photons = 0.2")
    #expect(old.ratePerPulse == 0)
    #expect(old.reasonForZero?.kind == .multiphotonExplainsAll)
  }

  @Test("An attenuator pays near the cut-off and not before")
  func attenuation() throws {
    func best(_ loss: Double) throws -> Double? {
      let (_, settings) = try optimum(
        """
        protocol = "bb84"
        source = { kind = "single-photon", mean_photons = 0.6, g2 = 0.05, pre_attenuation = "optimise" }
        link.loss_db = \(loss)
        detector = { efficiency = 0.8, dark_count_probability = 1e-7, misalignment = 0.01 }
        security.analysis = "asymptotic"
        """)
      return settings["pre_attenuation"]
    }
    #expect(try abs((best(5) ?? 0) - 1) < 1e-6)
    #expect(try abs((best(18) ?? 0) - 0.36) < 0.02)
  }

  @Test("klt is never looser than kl with decoys")
  func tighterSampling() throws {
    let text = """
      protocol = "bb84"
      link.loss_db = 20
      source = { intensities = [0.5, 0.1, 0], intensity_probabilities = [0.7, 0.2, 0.1], key_basis_probability = 0.5 }
      detector.misalignment = 0.01
      security.pulses = 1e9
      """
    let (kl, _) = try optimum(text)
    let (klt, _) = try optimum(text + "\nsecurity.sampling = \"klt\"")
    #expect((klt.lengthBits ?? 0) >= (kl.lengthBits ?? 0) && (kl.lengthBits ?? 0) > 0)
  }

  @Test("What an attack leaves is labelled wherever it stands")
  func attacked() throws {
    let insecure = try file(
      "protocol = \"cow\"\nlink.loss_db = 51.9\ndetector.efficiency = 0.2\nsource = { mean_photons = 0.06, decoy_probability = 0.1 }"
    ).link().evaluate([])
    #expect(insecure.ratePerPulse == 0)
    #expect(insecure.reasonForZero?.kind == .attackReproducesObservations)
    #expect(abs((insecure.value("ratio") ?? 0) - 20.9) < 0.05)
    let silent = try file(
      "protocol = \"cow\"\nlink.loss_db = 1\nsource = { mean_photons = 0.01, decoy_probability = 0.1 }"
    ).link().evaluate([])
    #expect((silent.ratePerPulse ?? 0) > 0)
    #expect(silent.analysis.status == .comparisonOnly)
    #expect(silent.impossibility != nil && silent.warnings.contains { $0.contains("never a key rate") })
    let dps = try file(
      "protocol = \"dps\"\nlink.loss_db = 40\nsource.mean_photons = 0.2\ndetector.bit_error_rate = 0.05"
    ).link().evaluate([])
    #expect(dps.ratePerPulse == 0)
    // Without errors there is no attack of this kind, and all detections remain.
    let clean = try file(
      "protocol = \"dps\"\nlink.loss_db = 40\nsource.mean_photons = 0.2\ndetector.bit_error_rate = 0"
    ).link().evaluate([])
    #expect((clean.ratePerPulse ?? 0) > 0)
  }
}
