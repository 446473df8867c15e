// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity
import RealModule
import SendingOrNotSending
import Testing

/// The optima of the sns sheet, section 8, from cold starts (pd 1e-8, e_d 3 %, f 1.16, ε_sec 1e-10).
@Suite("Optima of the sheet")
struct OptimumTests {
  private func setup(_ lossA: Double, _ lossB: Double) -> Setup {
    Setup(
      channels: PerUser(
        alice: Transmittance(lossDecibel: lossA) ?? .one, bob: Transmittance(lossDecibel: lossB) ?? .one))
  }

  private func best(
    _ setup: Setup, _ scheme: Scheme, rounds: Double, partial: PartialSettings = PartialSettings()
  ) throws -> (rate: Double, settings: Settings) {
    let options = FiniteKeyOptions(scheme: scheme)
    let space = SearchSpace(partial)
    let found = try Optimiser.maximise(space.problem(setup: setup, rounds: rounds, options: options))
    let settings = space.settings(at: found.point)
    let counts = Simulation(setup, settings, rounds: rounds).observations
    return (try FiniteKey.estimate(counts, settings, options).rawLength / rounds, settings)
  }

  // At 60 dB and 3e9 rounds the printed optimum is 2.6 % below what is found here; the rate was confirmed apart.
  @Test(
    "With pairing",
    arguments: [
      (50, 3e9, 1.241e-5), (50, 1e10, 1.844e-5), (50, 1e11, 2.758e-5), (50, 1e12, 3.377e-5), (60, 3e9, 1.953e-6),
      (60, 1e10, 3.962e-6), (60, 1e11, 7.342e-6), (60, 1e12, 9.722e-6),
    ])
  func paired(_ loss: Double, _ rounds: Double, _ expected: Double) throws {
    let found = try best(setup(loss / 2, loss / 2), .aopp, rounds: rounds)
    #expect(found.rate >= expected * 0.999 && found.rate < expected * 1.03, "\(found)")
  }

  @Test("Without pairing", arguments: [(50, 1.757e-5), (60, 4.983e-6)])
  func plain(_ loss: Double, _ expected: Double) throws {
    let found = try best(setup(loss / 2, loss / 2), .sns, rounds: 1e12)
    #expect(found.rate >= expected * 0.999 && found.rate < expected * 1.03, "\(found)")
    #expect(found.settings.users.alice.sendingProbability < 0.1)
  }

  @Test("The break-even block at 50 dB is about 5e9 rounds")
  func breakEven() throws {
    let plob = -Double.log(onePlus: -Double.pow(10, -5)) / Double.log(2)
    let link = setup(25, 25)
    #expect(try best(link, .aopp, rounds: 3e9).rate < plob)
    #expect(try best(link, .aopp, rounds: 7e9).rate > plob)
  }

  @Test("Unequal arms: better than the sheet's example by hand, and than equal settings")
  func asymmetric() throws {
    let link = setup(22, 28)
    let free = try best(link, .aopp, rounds: 1e12, partial: PartialSettings(bob: PartialUserSettings()))
    #expect(free.rate > 1.215e-5 * 1.2, "\(free)")
    #expect(free.rate > (try best(link, .aopp, rounds: 1e12).rate) * 2)
    let (a, b) = (free.settings.users.alice, free.settings.users.bob)
    #expect(a.weakIntensity < b.weakIntensity && a.sendingProbability < b.sendingProbability)
  }

  @Test("From a region without key the search finds its way")
  func cold() throws {
    // Loss at which only a small part of the box has key.
    let found = try best(setup(36, 36), .aopp, rounds: 3e11)
    #expect(found.rate > 0)
  }
}
