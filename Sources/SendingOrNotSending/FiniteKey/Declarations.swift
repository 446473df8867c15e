// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What a laboratory says about how its run was made. Counts cannot show it; a certified length rests on it
/// (sns sheet, sections 1 and 4.1).
package struct Declarations: Sendable, Equatable {
  /// What was said about one rule.
  package enum Statement: String, Sendable, CaseIterable {
    /// The rule was kept.
    case kept
    /// Nothing was said.
    case open = "not declared"
    /// The rule was not kept.
    case broken = "not kept"
  }

  /// How pairs of weak decoys were accepted.
  package enum Acceptance: Sendable, Equatable {
    /// By θ_A − θ_B − ψ alone.
    case phaseDifference
    /// By equal or opposite slice numbers out of M: the accepted fraction is 2/M, but photon numbers n and n + M stay
    /// coherent, which no proof of the sheet covers.
    case sliceNumbers(Int)
    /// Nothing was said.
    case open
  }

  /// How the phases of the pulses were drawn.
  package enum Randomisation: Sendable, Equatable {
    /// Uniformly between 0 and 2π.
    case continuous
    /// From so many equally spaced values.
    case discrete(Int)
    /// Nothing was said.
    case open
  }

  /// ψ was given for all rounds by one rule before windows or phases were disclosed, and not fitted on the errors that
  /// the slice counts.
  package var phaseReferenceFixedBefore: Statement
  /// How pairs of weak decoys were accepted.
  package var acceptance: Acceptance
  /// How phases were drawn.
  package var randomisation: Randomisation
  /// Windows and intensities were disclosed only after the last click of the block was announced, and phases of no other
  /// rounds than announced pairs of weak decoys, ever.
  package var disclosedAsPrescribed: Statement
  /// N, settings, Δ, K, method and accounting were fixed before the run, and the leak allowance is reserved.
  package var fixedBefore: Statement
  /// Pairing: uniformly at random, with randomness drawn after all clicks were announced.
  package var pairedUniformly: Statement
  /// Pairing: pairs announced as unordered positions.
  package var pairsAnnouncedUnordered: Statement

  /// Makes declarations; what is left out was not declared.
  package init(
    phaseReferenceFixedBefore: Statement = .open, acceptance: Acceptance = .open, randomisation: Randomisation = .open,
    disclosedAsPrescribed: Statement = .open, fixedBefore: Statement = .open, pairedUniformly: Statement = .open,
    pairsAnnouncedUnordered: Statement = .open
  ) {
    self.phaseReferenceFixedBefore = phaseReferenceFixedBefore
    self.acceptance = acceptance
    self.randomisation = randomisation
    self.disclosedAsPrescribed = disclosedAsPrescribed
    self.fixedBefore = fixedBefore
    self.pairedUniformly = pairedUniformly
    self.pairsAnnouncedUnordered = pairsAnnouncedUnordered
  }

  /// Everything kept as the proof demands.
  package static let complete = Declarations(
    phaseReferenceFixedBefore: .kept, acceptance: .phaseDifference, randomisation: .continuous,
    disclosedAsPrescribed: .kept, fixedBefore: .kept, pairedUniformly: .kept, pairsAnnouncedUnordered: .kept)

  /// Refuses what leaves no key at all: with these there is nothing to label.
  package func validate(_ scheme: Scheme) throws(InputError) {
    if case .sliceNumbers(let m) = acceptance, m < 2 {
      throw InputError("acceptance", value: "\(m) slices", allowed: "must be at least 2 slices")
    }
    if case .discrete(let m) = randomisation, m < 2 {
      throw InputError("phase_randomisation", value: "\(m) phases", allowed: "must be at least 2 phases")
    }
    guard scheme == .aopp else { return }
    if pairsAnnouncedUnordered == .broken {
      throw InputError(
        "pairs_announced", value: "in order", allowed: "must be unordered positions",
        hint: "an order (zero, one) publishes the whole key")
    }
    if pairedUniformly == .broken {
      throw InputError(
        "pairing", value: "not uniform", allowed: "must be uniformly random",
        hint: "in time order, between neighbours or by block nothing is proven; analyse the run without pairing")
    }
  }

  /// Rules of which nothing was said, in words.
  func missing(_ scheme: Scheme) -> [String] {
    var list: [String] = []
    func add(_ statement: Statement, _ words: String) {
      if statement == .open { list.append("not declared: " + words) }
    }
    add(phaseReferenceFixedBefore, "one rule for the phase reference, fixed before windows and phases are disclosed")
    if acceptance == .open { list.append("not declared: acceptance by the phase difference alone") }
    if randomisation == .open { list.append("not declared: continuous phase randomisation") }
    add(disclosedAsPrescribed, "settings disclosed after the last click, phases of announced pairs of weak decoys only")
    add(fixedBefore, "numbers, settings, slice and method fixed before the run")
    if scheme == .aopp {
      add(pairedUniformly, "uniformly random pairing")
      add(pairsAnnouncedUnordered, "pairs announced as unordered positions")
    }
    return list
  }

  /// Conditions that lie outside every proof of the sheet, in words.
  var uncovered: [String] {
    var list: [String] = []
    if phaseReferenceFixedBefore == .broken {
      list.append("a phase reference fitted on the errors that it should not know is a selection after the fact")
    }
    if case .sliceNumbers(let m) = acceptance {
      list.append(
        "acceptance by \(m) slice numbers leaves photon numbers n and n + \(m) coherent (the fraction is 2/\(m))")
    }
    if case .discrete(let m) = randomisation {
      list.append("\(m) discrete phases are not continuous phase randomisation")
    }
    if disclosedAsPrescribed == .broken {
      list.append("settings or phases were disclosed that the proof keeps private")
    }
    if fixedBefore == .broken { list.append("numbers, settings or method were chosen after the data were seen") }
    return list
  }
}
