// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import RealModule

/// What a user pair sees of the source, in one basis each (photons sheet, section 1).
package struct PairObservables: Sendable, Equatable {
  /// Coincidences: probability per pulse (pulsed) or counts per second (continuous), all basis combinations.
  package var coincidences: Double
  /// E: error rate in the key basis; 1/2 without coincidences.
  package var errorRate: Double
  /// E_Z: error rate in the test basis.
  package var testErrorRate: Double
  /// Clicks of Alice per pulse, or her singles per second.
  package var aliceClicks: Double
  /// The same of Bob.
  package var bobClicks: Double
  /// Accidental coincidences per second; nil for a pulsed pump, where pairs and accidents are not told apart.
  package var accidentals: Double?
}

extension PairObservables {
  /// Nothing at all.
  static let none = PairObservables(
    coincidences: 0, errorRate: 0.5, testErrorRate: 0.5, aliceClicks: 0, bobClicks: 0, accidentals: nil)
}

extension PairSetup {
  /// The coincidences and errors that the channel model expects. Planning only.
  ///
  /// Of a link that varies, coincidences, errors and singles are summed over its states, each with both of its arms
  /// (PH-22): neither the mean of an arm nor the product of the two means enters. A steady link gives the numbers of
  /// the channel model themselves, to the last bit.
  ///
  /// The brightness has to belong to the pump (``PairSettings/validate(for:)``); otherwise there are no coincidences.
  package func observables(_ brightness: PairBrightness) -> PairObservables {
    if link.isSteady { return observables(brightness, in: link.samples[0]) }
    var sum = PairObservables.none
    var errors = 0.0
    var testErrors = 0.0
    for sample in link.samples where sample.weight > 0 {
      let seen = observables(brightness, in: sample)
      let coincidences = sample.weight * seen.coincidences
      sum.coincidences += coincidences
      errors += coincidences * seen.errorRate
      testErrors += coincidences * seen.testErrorRate
      sum.aliceClicks += sample.weight * seen.aliceClicks
      sum.bobClicks += sample.weight * seen.bobClicks
      if let accidentals = seen.accidentals {
        sum.accidentals = (sum.accidentals ?? 0) + sample.weight * accidentals
      }
    }
    if sum.coincidences > 0 {
      sum.errorRate = errors / sum.coincidences
      sum.testErrorRate = testErrors / sum.coincidences
    }
    return sum
  }

  /// The same in one state of the link.
  func observables(_ brightness: PairBrightness, in sample: Link.Sample) -> PairObservables {
    let alice = sample.alice.transmittance.value * aliceDetector.value
    let bob = (sample.bob?.transmittance ?? .one).value * bobDetector.value
    switch (pump, brightness) {
    case (.pulsed(let pump), .perPulse(let mu)):
      let key = pump.response(mu: mu, alice: alice, bob: bob, misalignment: misalignment)
      let test =
        misalignment == testBasisMisalignment
        ? key
        : pump.response(
          mu: mu, alice: alice, bob: bob, misalignment: testBasisMisalignment)
      return PairObservables(
        coincidences: key.gain, errorRate: key.errorRate, testErrorRate: test.errorRate,
        aliceClicks: key.aliceClick, bobClicks: key.bobClick)
    case (.continuous(let pump), .continuous(let rate, let window)):
      return pump.observables(
        pairRateHz: rate, windowSeconds: window, alice: alice, bob: bob,
        misalignment: misalignment, testBasisMisalignment: testBasisMisalignment)
    default:
      return .none
    }
  }
}

extension PulsedPump {
  /// Gain and joint error of a pump pulse, both users in one basis.
  package struct Response: Sendable, Equatable {
    /// Q = P(both users click).
    package var gain: Double
    /// EQ = P(both click and the bits differ).
    package var errorGain: Double
    /// n_A = P(Alice clicks).
    package var aliceClick: Double
    /// n_B = P(Bob clicks).
    package var bobClick: Double
    /// E = EQ/Q; 1/2 without coincidences.
    package var errorRate: Double { gain > 0 ? errorGain / gain : 0.5 }
  }

  /// PH-3 or PH-4.
  ///
  /// - Parameters:
  ///   - mu: mean pairs per pulse ≥ 0.
  ///   - a: η_A.
  ///   - b: η_B.
  ///   - e: misalignment of the basis.
  package func response(mu: Double, alice a: Double, bob b: Double, misalignment e: Double) -> Response {
    // Exponents of the generating functions; finite M, or their limits.
    func arm(_ eta: Double) -> Double {
      modes.isFinite ? -modes * Double.log(onePlus: mu / (2 * modes) * eta) : -mu * eta / 2
    }
    let lambda = modes.isFinite ? mu / (2 * modes) : 0
    let base = (1 + lambda * a) * (1 + lambda * b)
    let ratio = lambda * (1 + lambda) * a * b / base
    func pair(_ overlap: Double) -> Double {
      modes.isFinite ? -modes * Double.log(onePlus: -ratio * overlap) : mu / 2 * a * b * overlap
    }
    let perUser: Double = model == .exact ? 2 : 1
    let quietAlice = perUser * Double.log(onePlus: -aliceBackground) + 2 * arm(a)
    let quietBob = perUser * Double.log(onePlus: -bobBackground) + 2 * arm(b)
    let alice = -Double.expMinusOne(quietAlice)
    let bob = -Double.expMinusOne(quietBob)
    let gain = alice * bob + Double.exp(quietAlice + quietBob) * Double.expMinusOne(2 * pair(1))
    let asymmetry: Double
    switch model {
    case .exact:
      asymmetry =
        2 * (1 - aliceBackground) * (1 - bobBackground) * Double.exp(arm(a) + arm(b))
        * (Double.expMinusOne(pair(1 - e)) - Double.expMinusOne(pair(e)))
    case .mfl2007:
      // K/(B(B−K)) with K/B = ratio.
      asymmetry = 2 * (1 - 2 * e) * ratio / (base * (1 - ratio))
    }
    return Response(
      gain: gain, errorGain: Swift.max(0, (gain - asymmetry) / 2), aliceClick: alice, bobClick: bob)
  }
}

extension ContinuousPump {
  /// PH-6 to PH-8: singles, true and accidental coincidences per second and their errors.
  package func observables(
    pairRateHz rate: Double, windowSeconds window: Double, alice a: Double, bob b: Double, misalignment: Double,
    testBasisMisalignment: Double
  ) -> PairObservables {
    func live(_ eta: Double, _ dark: Double) -> Double {
      1 / (1 + (rate * eta + dark) * deadTimeSeconds / detectorsPerUser)
    }
    let liveAlice = live(a, aliceDarkRateHz)
    let liveBob = live(b, bobDarkRateHz)
    let singlesAlice = liveAlice * (rate * a + aliceDarkRateHz)
    let singlesBob = liveBob * (rate * b + bobDarkRateHz)
    let pairs = shareInside(window) * rate * a * b * liveAlice * liveBob
    let accidental =
      switch model {
      case .neumann2021: singlesAlice * singlesBob * window
      case .saturated:
        Double.expMinusOne(-singlesAlice * window) * Double.expMinusOne(-singlesBob * window) / window
      }
    let total = pairs + accidental
    func errorRate(_ e: Double) -> Double { total > 0 ? (e * pairs + accidental / 2) / total : 0.5 }
    return PairObservables(
      coincidences: total, errorRate: errorRate(misalignment), testErrorRate: errorRate(testBasisMisalignment),
      aliceClicks: singlesAlice, bobClicks: singlesBob, accidentals: accidental)
  }

  /// η_w = erf(√(ln 2) w/J): the share of pairs inside the window; 1 without jitter (PH-7).
  package func shareInside(_ window: Double) -> Double {
    jitterSeconds > 0 ? Double.erf(0.8325546111576977 * window / jitterSeconds) : 1
  }
}
