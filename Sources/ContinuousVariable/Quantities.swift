// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The quantities of continuous-variable QKD, with and without a relay; each is declared beside its formula.
package enum Quantities {
  /// All, in the order of the notation page and in every form.
  package static var all: [Quantity] {
    setup + prediction + settings + observations + channel + gaussian + discrete + composable + discreteFinite
      + generalAttacks
      + comparison + relay + ceiling
  }
}
