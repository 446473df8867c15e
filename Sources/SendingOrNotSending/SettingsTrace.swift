// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension Quantities {
  private static func of(_ user: String) -> String { user == "A" ? "Alice" : "Bob" }
  static func signalWindow(_ user: String) -> Quantity {
    Quantity(.settings, "pz\(user)", "probability of a signal window, \(of(user))", .input)
  }
  static func vacuumProbability(_ user: String) -> Quantity {
    Quantity(.settings, "p0\(user)", "vacuum in a decoy window, \(of(user))", .input)
  }
  static func weakProbability(_ user: String) -> Quantity {
    Quantity(.settings, "p1\(user)", "weak decoy in a decoy window, \(of(user))", .input)
  }
  static func strongProbability(_ user: String) -> Quantity {
    Quantity(.settings, "p2\(user)", "strong decoy in a decoy window, \(of(user))", .input)
  }
  static func weakIntensity(_ user: String) -> Quantity {
    Quantity(.settings, "a1\(user)", "weak decoy, \(of(user))", .input, unit: "photon/pulse")
  }
  static func strongIntensity(_ user: String) -> Quantity {
    Quantity(.settings, "a2\(user)", "strong decoy, \(of(user))", .input, unit: "photon/pulse")
  }
  static func signalIntensity(_ user: String) -> Quantity {
    Quantity(.settings, "z\(user)", "signal, \(of(user))", .input, unit: "photon/pulse")
  }
  static func sending(_ user: String) -> Quantity {
    Quantity(.settings, "eps\(user)", "probability of sending in a signal window, \(of(user))", .input)
  }
  static let sliceWidth = Quantity(.settings, "Delta", "full width of the accepted slice", .input, unit: "rad")

  static var settings: [Quantity] {
    ["A", "B"].flatMap {
      [
        signalWindow($0), vacuumProbability($0), weakProbability($0), strongProbability($0), weakIntensity($0),
        strongIntensity($0), signalIntensity($0), sending($0),
      ]
    } + [sliceWidth]
  }
}

extension Settings {
  /// What was chosen, for the trace of a result.
  ///
  /// - Parameter decoys: whether probabilities and intensities of decoys matter; not with infinitely much data.
  func trace(decoys: Bool = true) -> [TraceEntry] {
    typealias Q = Quantities
    var list: [TraceEntry] = []
    for (u, name) in [(users.alice, "A"), (users.bob, "B")] {
      list.append(Q.signalWindow(name)(u.signalWindowProbability))
      if decoys {
        list += [
          Q.vacuumProbability(name)(u.vacuumProbability), Q.weakProbability(name)(u.weakProbability),
          Q.strongProbability(name)(u.strongProbability),
        ]
      }
      list.append(Q.weakIntensity(name)(u.weakIntensity))
      if decoys { list.append(Q.strongIntensity(name)(u.strongIntensity)) }
      list += [Q.signalIntensity(name)(u.signalIntensity), Q.sending(name)(u.sendingProbability)]
    }
    return list + [Q.sliceWidth(sliceWidth)]
  }
}
