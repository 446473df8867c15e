// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateNumerics
import KeyRateTestSupport
import Testing
import KeyRateDocuments

@Suite("Inverse questions")
struct ReachTests {
  static func file(_ text: String, _ settings: (String, String)...) throws -> ParameterFile {
    try ParameterFile(text: text, fileName: "link.toml", settings: settings.map { (key: $0.0, value: $0.1) })
  }

  static func answer(
    _ file: ParameterFile, _ variable: String = "link.distance_km", target: KeyTarget = .anyKey, from: Double? = nil,
    to: Double? = nil, points: Int = 33, jobs: Int = 2
  ) async throws -> Reach.Answer {
    let question = Reach.Question(variable: variable, target: target, from: from, to: to, points: points)
    return try #require(try await Reach.answer(question, of: file, jobs: jobs).answers.first)
  }

  @Test("The quoted distance has a key, the other side has none, and a sweep says the same on both sides")
  func bothSides() async throws {
    for text in [Fixtures.asymptotic, Fixtures.given, Fixtures.finite] {
      let answer = try await Self.answer(Self.file(text))
      let crossing = try #require(answer.crossings.first)
      #expect(answer.crossings.count == 1)
      #expect(crossing.direction == .ends)
      #expect(crossing.isRootOfSignedRate)
      #expect(crossing.uncertainty > 0 && crossing.uncertainty <= 2e-5 * crossing.confirmed.value)
      let end = crossing.confirmed.value
      // By another door: the link set by the command line's key, searched from nothing.
      for (x, hasKey) in [(end - 5, true), (end - 0.01, true), (end, true), (end + 0.05, false), (end + 5, false)] {
        let link = try Self.file(text, ("link.distance_km", "\(x)")).link()
        let rate = try LinkEvaluation.of(link).result.ratePerPulse ?? 0
        #expect((rate > 0) == hasKey, "\(x) km, the end being \(end): \(rate)")
      }
      #expect(answer.intervals.map(\.endsInside) == [true])
      #expect(answer.intervals.map(\.beginsInside) == [false])
    }
  }

  @Test("Reach by distance, loss and transmittance is one reach")
  func threeScales() async throws {
    let file = try Self.file(Fixtures.asymptotic)
    let km = try #require(await Self.answer(file).crossings.first)
    let db = try #require(await Self.answer(file, "link.loss_db").crossings.first)
    let eta = try #require(await Self.answer(file, "link.transmittance").crossings.first)
    #expect(abs(0.2 * km.confirmed.value - db.confirmed.value) <= 0.2 * km.uncertainty + db.uncertainty)
    #expect(eta.direction == .begins)
    let loss = try #require(eta.confirmed.evaluation).link.lossDecibel
    #expect(abs(loss - db.confirmed.value) <= 1e-3)
    #expect(loss <= db.beyond.value + 1e-9)
  }

  @Test("Every target is met where it is quoted and missed beyond")
  func targets() async throws {
    let file = try Self.file(Fixtures.given)
    let clock = 1e9
    let rate = try #require(await Self.answer(file, target: .ratePerPulse(1e-5)).crossings.first)
    let perSecond = try #require(await Self.answer(file, target: .bitsPerSecond(1e-5 * clock)).crossings.first)
    let length = try #require(await Self.answer(file, target: .length(1e5)).crossings.first)
    for crossing in [rate, perSecond, length] {
      #expect(try #require(crossing.confirmed.evaluation?.result.ratePerPulse) >= 1e-5)
      #expect(try #require(crossing.beyond.evaluation?.result.ratePerPulse) < 1e-5)
      #expect(try #require(crossing.confirmed.evaluation?.result.lengthBits) >= 1e5)
      #expect(abs(crossing.confirmed.value - rate.confirmed.value) <= crossing.uncertainty + rate.uncertainty)
    }
    let any = try #require(await Self.answer(file).crossings.first)
    #expect(any.confirmed.value > rate.confirmed.value + 1)
  }

  @Test("A window of key has two crossings, and both are reported")
  func window() async throws {
    // Too rarely in the key basis there are too few key bits, too often too few test bits.
    let file = try Self.file(Fixtures.given, ("link.distance_km", "100"), ("security.pulses", "1e9"))
    let answer = try await Self.answer(file, "source.key_basis_probability")
    #expect(answer.crossings.map(\.direction) == [.begins, .ends])
    let window = try #require(answer.intervals.first)
    #expect(answer.intervals.count == 1 && window.beginsInside && window.endsInside)
    #expect(window.lower.value > 0.05 && window.upper.value < 0.999 && window.lower.value < window.upper.value)
    for crossing in answer.crossings {
      #expect(try #require(crossing.confirmed.evaluation?.result.lengthBits) >= 1)
      #expect(crossing.beyond.evaluation?.result.lengthBits == 0)
    }
  }

  @Test("A window that lies between two values of the grid is found by where the signed rate turns")
  func hiddenWindow() async throws {
    // Near the last distance with a key the window in the basis probability is narrow.
    func answer(_ km: Double, from: Double, to: Double, points: Int) async throws -> Reach.Answer {
      try await Self.answer(
        Self.file(Fixtures.given, ("security.pulses", "1e9"), ("link.distance_km", "\(km)")),
        "source.key_basis_probability", from: from, to: to, points: points)
    }
    var narrow: (km: Double, window: ReachInterval)?
    for km in stride(from: 135, to: 145, by: 0.25) {
      guard let window = try await answer(km, from: 0.1, to: 0.9, points: 161).intervals.first else { break }
      narrow = (km, window)
      if window.upper.value - window.lower.value < 0.12 { break }
    }
    let (km, window) = try #require(narrow)
    let width = window.upper.value - window.lower.value
    #expect(width < 0.15)
    // Three values, none of them in the window: the middle one is a seventh of its width below, and still the best.
    let coarse = try await answer(
      km, from: window.lower.value - 1.6 * width, to: window.upper.value + 0.3 * width, points: 3)
    #expect(coarse.points.filter { !$0.isMet }.count >= 3)
    #expect(coarse.crossings.map(\.direction) == [.begins, .ends])
    let found = try #require(coarse.intervals.first)
    #expect(abs(found.lower.value - window.lower.value) < 1e-4)
    #expect(abs(found.upper.value - window.upper.value) < 1e-4)
  }

  @Test("Where too little is sent as well as too much, what stands in the way is asked at the peak")
  func peak() async throws {
    let file = try Self.file(Fixtures.given, ("security.pulses", "1e9"), ("link.distance_km", "145"))
    let question = Reach.Question(variable: "source.key_basis_probability")
    let reach = try await Reach.answer(question, of: file, jobs: 1)
    let answer = try #require(reach.answers.first)
    #expect(answer.intervals.isEmpty)
    #expect(answer.limits.contains { $0.isBinding && $0.cause == "finite statistics" })
    #expect(try #require(answer.best).value > 0.1)
    #expect(
      reach.statement(answer).hasPrefix("no positive key at any source.key_basis_probability: limited by "))
  }

  private func powerOfTen(_ x: Double) -> Double { pow(10, x) }

  @Test("Between the crossings of random links there is key everywhere, and outside nowhere")
  func randomLinks() async throws {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<20 {
      let dark = Double.random(in: -8...(-4), using: &generator)
      let misalignment = Double.random(in: 0...0.06, using: &generator)
      let pulses = Double.random(in: 7...12, using: &generator)
      let file = try Self.file(
        Fixtures.given, ("detector.dark_count_probability", "\(powerOfTen(dark))"),
        ("detector.misalignment", "\(misalignment)"), ("security.pulses", "\(powerOfTen(pulses).rounded())"))
      let question = Reach.Question(variable: "link.distance_km", from: 0, to: 300)
      let answer = try #require(try await Reach.answer(question, of: file, jobs: 1).answers.first)
      let variant = try #require(try file.variants().first)
      for _ in 0..<60 {
        let x = Double.random(in: 0...300, using: &generator)
        let r = try variant.link([.init("link.distance_km", x)]).evaluate([])
        let isInside = answer.intervals.contains { $0.lower.value <= x && x <= $0.upper.value }
        let isAtCrossing = answer.crossings.contains { abs($0.confirmed.value - x) <= 2 * $0.uncertainty }
        #expect(isAtCrossing || ((r.ratePerPulse ?? 0) > 0) == isInside, "\(x) km of \(file.fingerprint)")
      }
    }
  }

  @Test("The smallest block gives the first bit, one pulse less gives none")
  func smallestBlock() async throws {
    let file = try Self.file(Fixtures.given)
    #expect(file.blockKey == "security.pulses")
    let crossing = try #require(await Self.answer(file, file.blockKey).crossings.first)
    #expect(crossing.direction == .begins)
    let e = try #require(crossing.confirmed.evaluation)
    #expect(e.result.lengthBits == 1)
    #expect(e.blockSeconds == crossing.confirmed.value / 1e9)
    let less = try Self.file(Fixtures.given, ("security.pulses", "\(crossing.beyond.value)"))
    #expect(try less.link().evaluate([]).lengthBits == 0)
    #expect(crossing.uncertainty <= 2e-5 * crossing.confirmed.value)
  }

  @Test("The worst detector still gives the key, at the worst value and not before it")
  func worstDetector() async throws {
    let file = try Self.file(Fixtures.given)
    let cases: [(String, ReachCrossing.Direction)] = [
      ("detector.efficiency", .begins), ("detector.dark_count_probability", .ends), ("detector.misalignment", .ends),
    ]
    for (variable, direction) in cases {
      let answer = try await Self.answer(file, variable, target: .ratePerPulse(1e-5))
      #expect(answer.crossings.map(\.direction) == [direction], "\(variable)")
      let crossing = try #require(answer.crossings.first)
      let there = try Self.file(Fixtures.given, (variable, "\(crossing.confirmed.value)")).link().evaluate([])
      #expect(try #require(there.ratePerPulse) >= 1e-5)
      let beyond = try Self.file(Fixtures.given, (variable, "\(crossing.beyond.value)")).link().evaluate([])
      #expect(try #require(beyond.ratePerPulse) < 1e-5)
    }
  }

  @Test("No key at any distance names what stands in the way")
  func never() async throws {
    let cases: [((String, String), String, String)] = [
      (("detector.misalignment", "0.2"), "misalignment", "no positive key at any distance: limited by misalignment"),
      (
        ("security.pulses", "2e4"), "finite statistics",
        "no positive key at any distance: limited by finite statistics"
      ),
    ]
    for (setting, cause, sentence) in cases {
      let file = try Self.file(Fixtures.finite, setting)
      let question = Reach.Question(variable: "link.distance_km", points: 9)
      let reach = try await Reach.answer(question, of: file, jobs: 2)
      let answer = try #require(reach.answers.first)
      #expect(answer.intervals.isEmpty && answer.crossings.isEmpty)
      #expect(answer.limits.filter(\.isBinding).map(\.cause) == [cause])
      #expect(reach.statement(answer) == sentence)
      #expect(answer.best?.value == 0)
    }
  }

  @Test("The answer does not depend on the number of jobs")
  func jobs() async throws {
    let file = try Self.file(Fixtures.finite)
    let question = Reach.Question(variable: "link.distance_km", points: 9)
    let one = try await Reach.answer(question, of: file, jobs: 1)
    let four = try await Reach.answer(question, of: file, jobs: 4)
    #expect(one.json.text == four.json.text)
    #expect(one.summary == four.summary)
  }
}
