// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

extension ParameterFile {
  /// A fingerprint of the values in force, overrides included, whatever their order and layout.
  ///
  /// FNV-1a over the sorted keys and values: it tells results of different parameters apart. It is
  /// no protection against somebody who wants two files to look alike.
  package var fingerprint: String {
    var checksum = RunningChecksum()
    for leaf in table.leaves.map({ "\($0.path)=\($0.value.source)\n" }).sorted() { checksum.add(leaf) }
    return "fnv1a64:" + checksum.digits
  }
}
