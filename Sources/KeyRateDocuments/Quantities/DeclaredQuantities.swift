// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import ContinuousVariable
import Entanglement
import KeyRateReading
import KeyRateSecurity
import MDI
import PhotonSources
import TwinField

/// The quantities that the formulas of each family declare.
package enum DeclaredQuantities {
  /// The families, by the folder of their formulas, with the words of `protocol` and what they declare.
  package static let families: [(folder: String, protocols: [String], quantities: [Quantity])] = [
    ("BB84", ["bb84"], BB84.Quantities.all), ("PhotonSources", ["bb84"], PhotonSources.Quantities.all),
    ("Entanglement", ["bbm92"], Entanglement.Quantities.all),
    ("TwinField", ["twin-field"], TwinField.Quantities.all),
    ("SendingOrNotSending", ["sns", "aopp"], SendingOrNotSendingQuantities.all),
    ("MDI", ["mdi"], MDI.Quantities.all),
    ("ContinuousVariable", ["cv", "cv-mdi"], ContinuousVariable.Quantities.all),
  ]

  /// The quantities that an equation gives, each once, with the words of `protocol` under which they are printed.
  package static func of(_ equation: EquationId) -> [(protocols: [String], quantity: Quantity)] {
    var list: [(protocols: [String], quantity: Quantity)] = []
    for family in families {
      for quantity in family.quantities where EquationId.all(in: quantity.origin.equation).contains(equation) {
        let isKnown = list.contains { $0.protocols == family.protocols && $0.quantity.symbol == quantity.symbol }
        if !isKnown { list.append((family.protocols, quantity)) }
      }
    }
    return list
  }
}
