// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// The quantities of links with entangled pairs; each is declared beside its formula.
package enum Quantities {
  /// All, in the order of the notation page and in every form.
  package static var all: [Quantity] {
    setup + settings + channel + counts + estimates + asymptotic + key + fixed + ceilings
  }
}
