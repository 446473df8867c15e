// SPDX-License-Identifier: GPL-3.0-or-later
import CNLopt

/// The C library behind the searches.
package enum OptimisationLibrary {
  /// The version of NLopt that this process runs with.
  package static var version: String {
    var major: Int32 = 0
    var minor: Int32 = 0
    var patch: Int32 = 0
    nlopt_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
