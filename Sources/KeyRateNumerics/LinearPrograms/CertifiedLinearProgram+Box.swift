// SPDX-License-Identifier: GPL-3.0-or-later
extension CertifiedLinearProgram {
  /// The largest value that the box and the rows one by one leave a variable; 0 for a column that does not exist.
  package func box(_ column: Int) -> Double { box.indices.contains(column) ? box[column] : 0 }
}
