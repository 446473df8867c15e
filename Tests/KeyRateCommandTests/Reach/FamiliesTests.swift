// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import Testing

@Suite("Inverse questions of every family")
struct ReachFamiliesTests {
  static let twinField = """
    title = "Twin-field link"
    protocol = "twin-field"
    [link]
    loss_db = 30
    [source]
    key_intensity = 0.02
    [detector]
    dark_count_probability = 1e-7
    misalignment = 0.02
    [security]
    analysis = "infinite-decoys"

    """
  static let finiteTwinField = """
    title = "Finite twin-field link"
    protocol = "twin-field"
    [link]
    loss_db = 30
    [source]
    key_intensity = 0.02
    test_intensities = [0.5, 0.05, 1e-4]
    test_probabilities = [0.3, 0.4, 0.3]
    key_mode_probability = 0.7
    repetition_rate_hz = 1e9
    [detector]
    dark_count_probability = 1e-8
    misalignment = 0.02
    [security]
    pulses = 1e12

    """
  static let mdi = """
    title = "MDI link"
    protocol = "mdi"
    [link]
    distance_km = 20
    [source]
    repetition_rate_hz = 1e9
    [detector]
    efficiency = 0.5
    dark_count_probability = 1e-7
    misalignment = 0.01
    [security]
    pulses = 1e13

    """
  static let quadratures = """
    title = "CV link"
    protocol = "cv"
    [link]
    distance_km = 10
    excess_noise = 0.01
    excess_noise_reference = "input"
    [source]
    repetition_rate_hz = 1e8
    [detector]
    detection = "heterodyne"
    efficiency = 0.6
    electronic_noise = 0.1
    [security]
    symbols = 1e9

    """
  static let constellation = """
    title = "QPSK link"
    protocol = "cv"
    [link]
    distance_km = 5
    excess_noise = 0.005
    excess_noise_reference = "input"
    [source]
    modulation = "psk"
    [detector]
    detection = "heterodyne"
    efficiency = 1
    electronic_noise = 0
    trust = "untrusted"
    [security]
    analysis = "asymptotic"

    """
  static let comparison = """
    title = "Sending or not sending"
    protocol = "twin-field"
    [link]
    loss_db = 30
    [source]
    scheme = "sending-or-not-sending"
    [detector]
    dark_count_probability = 1e-8
    misalignment = 0.02

    """
  static let lgg = """
    title = "As published"
    protocol = "cv"
    [link]
    distance_km = 10
    excess_noise = 0.005
    excess_noise_reference = "input"
    [source]
    modulation_variance = 4
    [detector]
    detection = "homodyne"
    efficiency = 0.6
    electronic_noise = 0.01
    [security]
    analysis = "lgg2010"
    symbols = 1e9

    """

  static let sendingOrNotSending = """
    title = "Sending or not"
    protocol = "sns"
    [link]
    loss_db = 50
    [detector]
    dark_count_probability = 1e-8
    misalignment = 0.03
    [security]
    pulses = 1e12

    """
  static let oddParityPairing = """
    title = "Pairs over unequal arms"
    protocol = "aopp"
    [link]
    loss_db = 50
    alice_share = 0.45
    [source]
    weak_intensity = 0.04
    [detector]
    dark_count_probability = 1e-8
    misalignment = 0.03
    [security]
    pulses = 1e12

    """

  static let distances: [(String, String)] = [
    ("link.loss_db", twinField), ("link.loss_db", finiteTwinField), ("link.distance_km", mdi),
    ("link.distance_km", quadratures), ("link.distance_km", constellation), ("link.loss_db", comparison),
    ("link.distance_km", lgg), ("link.loss_db", sendingOrNotSending),
  ]

  @Test("The end of the key is confirmed on both sides", arguments: distances)
  func ends(variable: String, text: String) async throws {
    let file = try ReachTests.file(text)
    #expect(try file.lengthKey() == variable)
    let answer = try await ReachTests.answer(file, variable, points: 9)
    #expect(answer.crossings.last?.direction == .ends)
    for crossing in answer.crossings {
      #expect(crossing.uncertainty <= 2e-5 * crossing.confirmed.value)
      let there = try LinkEvaluation.of(
        ReachTests.file(text, (variable, "\(crossing.confirmed.value)")).link()
      ).result
      #expect(try #require(there.ratePerPulse) > 0)
      let past = crossing.confirmed.value + 100 * (crossing.beyond.value - crossing.confirmed.value)
      let beyond = try LinkEvaluation.of(ReachTests.file(text, (variable, "\(past)")).link()).result
      #expect(beyond.ratePerPulse == 0)
    }
  }

  @Test("A twin-field relay may stand off the middle only so far, both ways")
  func relayPosition() async throws {
    let file = try ReachTests.file(Self.twinField, ("link.loss_db", "55"))
    let answer = try await ReachTests.answer(file, "link.alice_share")
    #expect(answer.crossings.map(\.direction) == [.begins, .ends])
    let window = try #require(answer.intervals.first)
    // Alike arms: the window lies around the middle.
    #expect(abs(window.lower.value + window.upper.value - 1) < 1e-4)
  }

  @Test("The smallest block of continuous variables is one of symbols")
  func symbols() async throws {
    let file = try ReachTests.file(Self.quadratures)
    #expect(file.blockKey == "security.symbols")
    let crossing = try #require(await ReachTests.answer(file, file.blockKey, points: 9).crossings.first)
    #expect(crossing.direction == .begins)
    #expect(crossing.confirmed.evaluation?.blockSeconds == crossing.confirmed.value / 1e8)
    let noise = try #require(await ReachTests.answer(file, "link.excess_noise", points: 9).crossings.first)
    #expect(noise.direction == .ends && noise.confirmed.value > 0.01)
  }

  static let files = [
    Fixtures.asymptotic, Fixtures.finite, Fixtures.given, twinField, finiteTwinField, mdi, quadratures, constellation,
    comparison, lgg, sendingOrNotSending, oddParityPairing,
  ]

  @Test("The settings that a search found can be written down, and give the same rate", arguments: files)
  func fixing(text: String) throws {
    let variant = try #require(try ReachTests.file(text).variants().first)
    let found = try LinkEvaluation.of(variant.link())
    let fixed = try variant.fixing(found.settings).link()
    #expect(fixed.search == nil)
    let rate = try #require(try fixed.evaluate([]).rawRatePerPulse)
    let best = try #require(found.result.rawRatePerPulse)
    #expect(abs(rate - best) <= 1e-9 * best && best > 0)
  }
}
