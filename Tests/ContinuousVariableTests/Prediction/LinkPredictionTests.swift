// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("Noise budgets and fading")
struct LinkPredictionTests {
  private var sources: NoiseSources {
    var s = NoiseSources(plane: .output)
    s.phaseVariance = 2e-3
    s.signalIntensityNoise = 1e-15
    s.oscillatorIntensityNoise = 1e-12
    s.bandwidthHz = 1e8
    s.modulatorBits = 8
    s.converterBits = 8
    s.converterRange = 20
    s.ramanPhotons = 1e-4
    s.other = 3e-4
    return s
  }

  /// Every line by its formula, written out again.
  @Test("The lines of a budget are those of the sheet, and the phase noise acts on all the rest")
  func lines() throws {
    let (tau, va, eta) = (0.3, 5.0, 0.6)
    let setup = try Builders.link(tau, xi: 0, .heterodyne, eta: eta)
    let link = try LinkPrediction(setup, budget: sources)
    let found = sources.contributions(setup, modulation: va)
    let x = Double.pi / (256 * 12.0.squareRoot())
    let expected: [(String, Double)] = [
      ("xi_rin_signal", 5 * (1e-15 * 1e8).squareRoot()), ("xi_rin_oscillator", 1e-4 * (0.3 * 5 + 1) / (4 * 0.3)),
      ("xi_modulator", 5 * (x + x * x / 2) * (x + x * x / 2)), ("xi_converter", 2 * 400 / (12 * 65536 * 0.6 * 0.3)),
      ("xi_raman", 2e-4 / 0.3), ("xi_other", 3e-4 / 0.3),
    ]
    let rest = expected.reduce(0) { $0 + $1.1 }
    for (line, (symbol, value)) in zip(found, expected + [("xi_phase", (5 + rest) * (Double.exp(2e-3) - 1))]) {
      #expect(line.quantity.symbol == symbol && isNear(line.variance, value, 1e-12), "\(line) \(value)")
    }
    #expect(found.count == 7)
    let seen = link.setup(modulation: va)
    #expect(isNear(seen.channel.value, tau * Double.exp(-2e-3), 1e-14))
    #expect(isNear(seen.inputNoise, found.reduce(0) { $0 + $1.variance }, 1e-14))
    // Turning the phase leaves Bob's variance as it is: what T loses, the noise gains.
    let before = setup.channel.value * (va + rest)
    #expect(isNear(seen.channel.value * (va + seen.inputNoise), before, 1e-13))
    // The sum is printed at the stated plane.
    let sum = link.trace(modulation: va).first { $0.symbol == "xi_budget" }?.value
    #expect(isNear(sum ?? 0, tau * seen.inputNoise, 1e-14))
  }

  @Test("A stated noise and the same noise from a budget give the same key; a budget that grows has its own best V_A")
  func sameKey() throws {
    var other = NoiseSources(plane: .bob)
    other.other = 0.0012
    let setup = try Builders.link(0.3, xi: 0, .heterodyne)
    let link = try LinkPrediction(setup, budget: other)
    var stated = setup
    stated.excessNoise = ExcessNoise(0.0012, at: .bob)
    let options = ReconciliationOptions()
    let a = try GaussianAnalysis.estimate(link.setup(modulation: 4), modulation: 4, options)
    let b = try GaussianAnalysis.estimate(stated, modulation: 4, options)
    #expect(isNear(a.rawRate, b.rawRate, 1e-12))
    var phase = NoiseSources()
    phase.phaseVariance = 5e-3
    let space = ModulationSearchSpace(modulation: nil)
    func best(_ link: LinkPrediction) throws -> Double {
      let found = try Optimiser.maximise(space.asymptoticProblem(link: link, options: options))
      return space.settings(at: found.point).modulationVariance
    }
    // The same noise at V_A = 4, stated: more modulation costs nothing there.
    let noisy = try LinkPrediction(setup, budget: phase)
    var fixed = setup
    fixed.excessNoise = noisy.setup(modulation: 4).excessNoise
    #expect(try best(noisy) < 0.9 * best(LinkPrediction(fixed)))
  }

  @Test("Fading: a steady channel is itself, a fluctuating one is noisier than its mean")
  func fading() throws {
    let steady = try Fading.Averages(samples: [0.3, 0.3, 0.3], weights: [1, 5, 2])
    #expect(isNear(steady.effective, 0.3, 1e-15) && steady.variance < 1e-30)
    let alike = try Link(fading: [0.3, 0.3, 0.3], weights: [1, 5, 2])
    #expect(isNear(PureLoss.repeaterless(alike), PureLoss.repeaterless(try #require(Transmittance(0.3))), 1e-14))
    let setup = try Builders.link(1, xi: 0.01)
    #expect(isNear(try LinkPrediction(setup, over: alike).setup(modulation: 5).inputNoise, 0.01, 1e-12))
    let wide = try Fading.Averages(samples: [0.2, 0.4])
    let root = (0.2.squareRoot() + 0.4.squareRoot()) / 2
    #expect(isNear(wide.effective, root * root, 1e-14) && isNear(wide.mean, 0.3, 1e-14))
    #expect(isNear(wide.variance, 0.3 - root * root, 1e-12))
    let fading = try Link(fading: [0.2, 0.4])
    let link = try LinkPrediction(setup, over: fading)
    let seen = link.setup(modulation: 5)
    #expect(isNear(seen.channel.value, root * root, 1e-14))
    #expect(isNear(seen.inputNoise, (0.3 * 0.01 + (0.3 - root * root) * 5) / (root * root), 1e-12))
    // The bound of a fading channel is the mean of the bounds, above that of the averaged channel.
    #expect(link.repeaterless > PureLoss.repeaterless(seen.channel))
    // Weights count relatively; a sample of weight 0 is none, even if it lets everything through.
    let weighted = try Fading.Averages(samples: [0.2, 0.4, 1], weights: [3, 3, 0])
    #expect(isNear(weighted.effective, wide.effective, 1e-14))
    let without = PureLoss.repeaterless(try Link(fading: [0.2, 0.4, 1], weights: [3, 3, 0]))
    #expect(isNear(without, PureLoss.repeaterless(fading), 1e-14))
    var output = setup
    output.excessNoise.plane = .output
    #expect(throws: InputError.self) { try LinkPrediction(output, over: fading) }
  }

  @Test("What a budget cannot be is refused")
  func refused() throws {
    let setup = try Builders.link(0.3, xi: 0)
    for change: (inout NoiseSources) -> Void in [
      { $0.bandwidthHz = nil }, { $0.converterRange = nil }, { $0.converterBits = nil }, { $0.phaseVariance = 2 },
      { $0.phaseVariance = -1e-3 }, { $0.signalIntensityNoise = -150 }, { $0.oscillatorIntensityNoise = .nan },
      { $0.modulatorBits = 0 }, { $0.ramanPhotons = -1 }, { $0.other = .infinity },
    ] {
      var s = sources
      change(&s)
      #expect(throws: InputError.self) { try LinkPrediction(setup, budget: s) }
    }
    #expect(throws: InputError.self) { try LinkPrediction(Builders.link(0, xi: 0), budget: sources) }
  }

  @Test("A rate between the thermal-loss and the repeaterless bound is a violation")
  func ceiling() throws {
    let setup = try Builders.link(0.5, xi: 0.2)
    func bound(_ symbol: String) throws -> Double {
      try #require(setup.ceilingTrace.first { $0.symbol == symbol }?.value)
    }
    let (thermal, plob) = (try bound("thermal_upper"), try bound("plob"))
    let lower = try bound("thermal_lower")
    #expect(thermal < 0.9 * plob && lower < thermal)
    try QuadratureCeiling.check([.init("rate", 0.99 * thermal)], setup: setup, inputs: "")
    #expect(throws: InvariantViolation.self) {
      try QuadratureCeiling.check([.init("rate", (thermal + plob) / 2)], setup: setup, inputs: "")
    }
  }

  @Test("A result says what was predicted, and its limits are those of the channel as it is")
  func complete() throws {
    let setup = try Builders.link(0.3, xi: 0)
    let link = try LinkPrediction(setup, budget: sources)
    var rate = try GaussianAnalysis.analyse(link.setup(modulation: 5), modulation: 5, ReconciliationOptions())
    link.complete(&rate, modulation: 5)
    #expect(rate.value("plob") == PureLoss.repeaterless(setup.channel))
    #expect(rate.trace.filter { $0.stage == .ceiling }.count == 1)
    #expect(rate.warnings.contains { $0.contains("not a measurement") })
    #expect(rate.trace.first { $0.symbol == "T" }?.equation == "CV-80")
    var plain = try GaussianAnalysis.analyse(setup, modulation: 5, ReconciliationOptions())
    let before = plain
    LinkPrediction(setup).complete(&plain, modulation: 5)
    #expect(plain == before)
    #expect(plain.value("thermal_lower") ?? 9 <= plain.value("thermal_upper") ?? 0)
  }
}
