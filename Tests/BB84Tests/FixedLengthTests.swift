// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Fixed length with an acceptance test (section 4b)")
struct FixedLengthTests {
  private struct Plan {
    var name: String
    var settings: Settings
    var pulses: Double
    var options: FiniteKeyOptions
  }

  private static let plans = [
    Plan(
      name: "two decoys", settings: settings([0.5, 0.1, 0.001], [0.7, 0.2, 0.1], pX: 0.8), pulses: 3e9,
      options: FiniteKeyOptions()),
    Plan(
      name: "one decoy", settings: settings([0.5, 0.1], [0.7, 0.3], pX: 0.8), pulses: 3e9,
      options: FiniteKeyOptions()),
    Plan(
      name: "serfling, no vacuum", settings: settings([0.6, 0.2, 0], [0.6, 0.3, 0.1], pX: 0.7), pulses: 1e10,
      options: FiniteKeyOptions(statistics: .chernoff, sampling: .serfling, countsVacuum: false)),
  ]

  /// The counts of one honest run: every count an independent Poisson number.
  private func run(_ expected: Observations, _ random: inout SplitMix64) -> Observations {
    func draw(_ n: ByIntensity<Double>, _ m: ByIntensity<Double>) -> (ByIntensity<Double>, ByIntensity<Double>) {
      var right: [Double] = []
      var wrong: [Double] = []
      for (a, b) in zip(n.list, m.list) {
        right.append(random.poisson(a - b))
        wrong.append(random.poisson(b))
      }
      return (byIntensity(zip(right, wrong).map { $0 + $1 }), byIntensity(wrong))
    }
    let (nX, mX) = draw(expected.keyDetections, expected.keyErrors)
    let (nZ, mZ) = draw(expected.testDetections, expected.testErrors)
    return Observations(
      keyDetections: nX, keyErrors: mX, testDetections: nZ, testErrors: mZ, pulses: expected.pulses, origin: .measured)
  }

  @Test("The fixed length is never above the length of any accepted run; the abort estimate is fair")
  func monteCarlo() throws {
    var random = SplitMix64(seed: 801)
    for plan in Self.plans {
      let expected = Simulation.observations(Example.setup, plan.settings, block: .pulses(plan.pulses))
      for margin in [0.0, 1, 2] {
        let test = try AcceptanceTest.planned(
          setup: Example.setup, settings: plan.settings, pulses: plan.pulses, options: plan.options, margin: margin)
        #expect(test.fixedLength.lengthBits > 1000)
        let runs = 400
        var aborted = 0
        for number in 0..<runs {
          let counts = run(expected, &random)
          let e = try FiniteKey.estimate(counts, plan.settings, plan.options)
          guard test.fixedLength.accepts(e, countsVacuum: plan.options.countsVacuum) else {
            aborted += 1
            continue
          }
          // Every twentieth run through the whole analysis, with its intervals.
          let variable =
            number % 20 == 0
            ? try FiniteKey.analyse(counts, plan.settings, plan.options).lengthBits ?? 0 : wholeBits(e.rawLength)
          if test.fixedLength.lengthBits > variable {
            Issue.record(
              "\(plan.name), margin \(margin), run \(number): \(test.fixedLength.lengthBits) bits, own \(variable)")
          }
        }
        let share = Double(aborted) / Double(runs)
        let estimate = test.abortProbability
        let label = "\(plan.name), margin \(margin): \(share) of the runs abort, estimate \(estimate)"
        // The four chances are added, so the estimate errs upwards; four sigma of the simulation itself.
        let noise = 4 * (max(share, 0.005) / Double(runs)).squareRoot()
        if share > 1.3 * estimate + noise { Issue.record("\(label): too low") }
        if share + noise < estimate / 4 { Issue.record("\(label): too high") }
        // With every threshold at its expectation, one of them is missed more often than not.
        if margin == 0, !(share > 0.4 && share < 0.99) { Issue.record("\(label)") }
      }
    }
  }

  @Test("A single threshold at its expectation aborts every second run")
  func atExpectation() throws {
    var random = SplitMix64(seed: 802)
    let plan = Self.plans[0]
    // Enough background for vacuum events to be certified at all.
    var setup = Example.setup
    setup.backgroundProbability = 2e-5
    let expected = Simulation.observations(setup, plan.settings, block: .pulses(plan.pulses))
    let e = try FiniteKey.estimate(expected, plan.settings, plan.options)
    #expect(e.keyVacuum.value > 0 && e.phaseError.value < 0.5)
    let loose = FixedLength.Thresholds(vacuum: 0, singlePhotons: 0, phaseError: 0.5, leakage: 1e18)
    let free = try AcceptanceTest.at(
      loose, setup: setup, settings: plan.settings, pulses: plan.pulses, options: plan.options)
    #expect(free.abortProbability < 1e-12)
    for symbol in 0..<4 {
      var thresholds = loose
      switch symbol {
      case 0: thresholds.vacuum = e.keyVacuum.value
      case 1: thresholds.singlePhotons = e.keySingle.value
      case 2: thresholds.phaseError = e.phaseError.value
      default: thresholds.leakage = e.leakage.value
      }
      let test = try AcceptanceTest.at(
        thresholds, setup: setup, settings: plan.settings, pulses: plan.pulses, options: plan.options)
      #expect(abs(test.abortProbability - 0.5) < 1e-9)
      var aborted = 0
      for _ in 0..<400 {
        let run = try FiniteKey.estimate(run(expected, &random), plan.settings, plan.options)
        if !test.fixedLength.accepts(run, countsVacuum: true) { aborted += 1 }
      }
      // Five sigma of 400 throws of a coin, and some for the skewness of small counts.
      if abs(Double(aborted) - 200) > 60 { Issue.record("threshold \(symbol): \(aborted) of 400 abort") }
    }
    // A threshold that an honest run cannot reach.
    var impossible = loose
    impossible.singlePhotons = 2 * e.keySingle.value
    let never = try AcceptanceTest.at(
      impossible, setup: setup, settings: plan.settings, pulses: plan.pulses, options: plan.options)
    #expect(never.abortProbability > 1 - 1e-9)
  }

  @Test("Standard deviations are those of simulated runs")
  func standardDeviations() throws {
    var random = SplitMix64(seed: 803)
    for plan in Self.plans {
      let expected = Simulation.observations(Example.setup, plan.settings, block: .pulses(plan.pulses))
      let test = try AcceptanceTest.planned(
        setup: Example.setup, settings: plan.settings, pulses: plan.pulses, options: plan.options)
      var sums = [0.0, 0, 0, 0]
      var squares = [0.0, 0, 0, 0]
      let runs = 400
      let mean = try FiniteKey.estimate(expected, plan.settings, plan.options)
      let centre = [mean.keyVacuum.value, mean.keySingle.value, mean.phaseError.value, mean.leakage.value]
      for _ in 0..<runs {
        let e = try FiniteKey.estimate(run(expected, &random), plan.settings, plan.options)
        let values = [e.keyVacuum.value, e.keySingle.value, e.phaseError.value, e.leakage.value]
        for k in 0..<4 {
          sums[k] += values[k] - centre[k]
          squares[k] += (values[k] - centre[k]) * (values[k] - centre[k])
        }
      }
      for k in 0..<4 where k > 0 || plan.options.countsVacuum {
        let average = sums[k] / Double(runs)
        let sigma = (squares[k] / Double(runs) - average * average).squareRoot()
        if relativeDifference(sigma, test.standardDeviations[k]) > 0.2 {
          Issue.record("\(plan.name), quantity \(k): \(test.standardDeviations[k]), simulated \(sigma)")
        }
      }
    }
  }

  @Test("The length is that of the thresholds; criteria meet their limits exactly")
  func length() throws {
    let thresholds = FixedLength.Thresholds(vacuum: 100, singlePhotons: 1e6, phaseError: 0.05, leakage: 2e5)
    let fixed = try FixedLength(thresholds: thresholds, penalty: 123.5)
    let expected = 100 + 1e6 * binaryComplement(0.05) - 2e5 - 123.5
    #expect(relativeDifference(fixed.rawLengthBits, expected) < 1e-12)
    #expect(fixed.lengthBits == expected.rounded(.down))
    var e = DecoyEstimate<Double>()
    e.keyVacuum = LowerBound(100)
    e.keySingle = LowerBound(1e6)
    e.phaseError = UpperBound(0.05)
    e.leakage = UpperBound(2e5)
    #expect(fixed.accepts(e, countsVacuum: true))
    #expect(!fixed.accepts(e, countsVacuum: false))
    #expect(fixed.criteria(e, countsVacuum: true).map(\.symbol) == ["sX0", "sX1", "phiX", "leak_EC"])
    var worse = e
    worse.keyVacuum = LowerBound((100.0).nextDown)
    #expect(!fixed.accepts(worse, countsVacuum: true))
    worse = e
    worse.keySingle = LowerBound((1e6).nextDown)
    #expect(!fixed.accepts(worse, countsVacuum: true))
    worse = e
    worse.phaseError = UpperBound((0.05).nextUp)
    #expect(!fixed.accepts(worse, countsVacuum: true))
    worse = e
    worse.leakage = UpperBound((2e5).nextUp)
    #expect(!fixed.accepts(worse, countsVacuum: true))
    for (v, s, phi, leak) in [
      (-1.0, 1.0, 0.1, 1.0), (1, -1, 0.1, 1), (1, 1, 0.6, 1), (1, 1, -0.1, 1), (1, 1, 0.1, -1), (.nan, 1, 0.1, 1),
    ] {
      #expect(throws: InputError.self) {
        try FixedLength(
          thresholds: FixedLength.Thresholds(vacuum: v, singlePhotons: s, phaseError: phi, leakage: leak), penalty: 1)
      }
    }
  }

  @Test("With one decoy the penalty pays for the longest announcement that N pulses allow")
  func penalty() throws {
    let counts = Simulation.observations(Example.setup, Self.plans[1].settings, block: .pulses(3e9))
    let e = try FiniteKey.estimate(counts, Self.plans[1].settings, FiniteKeyOptions())
    let penalty = try FixedLength.penalty(e, intensities: 2, pulses: 3e9)
    // ⌈log2(3e9 + 1)⌉ = 32 for each intensity.
    #expect(relativeDifference(penalty, e.penalty.value - e.announcement + 64) < 1e-15)
    #expect(penalty > e.penalty.value)
    #expect(throws: InputError.self) { try FixedLength.penalty(e, intensities: 2, pulses: nil) }
    let two = try FiniteKey.estimate(Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
    #expect(try FixedLength.penalty(two, intensities: 3, pulses: nil) == two.penalty.value)
    #expect(throws: InputError.self) {
      try AcceptanceTest.planned(
        setup: Example.setup, settings: Self.plans[0].settings, pulses: 1e9,
        options: FiniteKeyOptions(proof: .lim2014))
    }
    #expect(throws: InputError.self) {
      try AcceptanceTest.planned(
        setup: Example.setup, settings: Self.plans[0].settings, pulses: 1e9, options: FiniteKeyOptions(), margin: -1)
    }
  }

  @Test("A wider margin means a shorter key and fewer aborts")
  func margins() throws {
    for plan in Self.plans {
      var length = Double.infinity
      var abort = 2.0
      for margin in [0.0, 1, 2, 3, 5, 8] {
        let test = try AcceptanceTest.planned(
          setup: Example.setup, settings: plan.settings, pulses: plan.pulses, options: plan.options, margin: margin)
        #expect(test.fixedLength.rawLengthBits < length && test.abortProbability < abort)
        length = test.fixedLength.rawLengthBits
        abort = test.abortProbability
      }
      #expect(abort < 1e-14)
    }
  }
}
