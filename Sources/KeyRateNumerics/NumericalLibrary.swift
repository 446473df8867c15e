// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// The C library behind the special functions.
package enum NumericalLibrary {
  /// The version of the GNU Scientific Library that this program was built with.
  package static var version: String { GSL_VERSION }
}
