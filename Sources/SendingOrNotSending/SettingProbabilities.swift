// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// How often each pair of settings is chosen, and what of it is untagged (sns sheet, TFS-4 and TFS-7).
///
/// The first letter is Alice's: o nothing sent, 1 and 2 the decoys; s and n sending and not sending in a signal window.
struct SettingProbabilities<S: Scalar>: Sendable {
  /// p_oo: nobody sends, at least one decoy window.
  let oo: S
  /// p_1o and p_o1: one user's weak decoy, nothing from the other.
  let weak: PerUser<S>
  /// p_2o and p_o2: one user's strong decoy, nothing from the other.
  let strong: PerUser<S>
  /// p_11: both weak decoys.
  let bothWeak: S
  /// p_sn.
  let sn: S
  /// p_ns.
  let ns: S
  /// p_ss.
  let ss: S
  /// p_nn.
  let nn: S
  /// vac: nobody emits a photon, and not both chose the weak decoy (section 3.2).
  let vacuum: S
  /// W_A and W_B: of one-photon signal rounds of one user the part that stands in the ratio of the weak decoys (TFS-7).
  ///
  /// Hu et al. 2020, arXiv:1908.05073, demand equal ratios; the smaller fraction is sound for any settings (derived).
  let untagged: PerUser<S>

  init(_ settings: Settings) {
    let a = Shares<S>(settings.users.alice)
    let b = Shares<S>(settings.users.bob)
    let mixed = settings.countsMixedRounds
    let silentA = mixed ? a.vacuum + a.notSending : a.vacuum
    let silentB = mixed ? b.vacuum + b.notSending : b.vacuum
    let decoys = a.vacuum * b.vacuum
    oo = mixed ? decoys + (a.vacuum * b.notSending + a.notSending * b.vacuum) : decoys
    weak = PerUser(alice: a.weak * silentB, bob: silentA * b.weak)
    strong = PerUser(alice: a.strong * silentB, bob: silentA * b.strong)
    bothWeak = a.weak * b.weak
    sn = a.sending * b.notSending
    ns = a.notSending * b.sending
    ss = a.sending * b.sending
    nn = a.notSending * b.notSending
    let a1 = PerUser(alice: S(settings.users.alice.weakIntensity), bob: S(settings.users.bob.weakIntensity))
    vacuum = a.nothing * b.nothing - bothWeak * S.exp(-(a1.alice + a1.bob))
    let zA = S(settings.users.alice.signalIntensity)
    let zB = S(settings.users.bob.signalIntensity)
    let onlyAlice = sn * zA * S.exp(-zA)
    let onlyBob = ns * zB * S.exp(-zB)
    let ratio = a1.alice / a1.bob
    untagged = PerUser(
      alice: S.minimum(onlyAlice, ratio * onlyBob), bob: S.minimum(onlyBob, onlyAlice / ratio))
  }
}

/// How often one user makes each choice.
private struct Shares<S: Scalar> {
  let vacuum: S
  let weak: S
  let strong: S
  let sending: S
  let notSending: S
  /// P(no photon leaves).
  let nothing: S

  init(_ u: UserSettings) {
    let decoy = S.one - S(u.signalWindowProbability)
    let signal = S(u.signalWindowProbability)
    vacuum = decoy * (S.one - S(u.weakProbability) - S(u.strongProbability))
    weak = decoy * S(u.weakProbability)
    strong = decoy * S(u.strongProbability)
    sending = signal * S(u.sendingProbability)
    notSending = signal * (S.one - S(u.sendingProbability))
    nothing =
      vacuum + weak * S.exp(-S(u.weakIntensity)) + strong * S.exp(-S(u.strongIntensity))
      + notSending + sending * S.exp(-S(u.signalIntensity))
  }
}

extension Scalar {
  /// π, to the accuracy of the number type: the double next to it and what it leaves out.
  static var precisePi: Self { Self(Double.pi) + Self(1.2246467991473532e-16) }
}
