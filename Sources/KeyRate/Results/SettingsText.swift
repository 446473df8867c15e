// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import KeyRateSecurity

/// Settings that a search found, as a file.
package enum SettingsText {
  /// The file, read again and evaluated before anybody has it: it gives the rate that was found.
  ///
  /// - Throws: `DocumentErrors`, `DocumentError`; `InvariantViolation` if the file gives another rate.
  package static func of(_ file: ParameterFile, _ best: LinkEvaluation) throws -> String {
    let rate = best.result.ratePerPulse ?? 0
    var remarks = ["Settings found by \(KeyRateProgram.name) \(KeyRateProgram.version): \(rate) bit per pulse."]
    if let search = best.optimisation { remarks.append(search.verdict) }
    let (text, written) = try file.settingsFile(best.settings, remarks: remarks)
    let again = try LinkEvaluation.of(written.link())
    let other = again.result.ratePerPulse ?? 0
    guard again.optimisation == nil, abs(other - rate) <= 1e-9 * abs(rate) else {
      throw InvariantViolation(
        statement: "a file with the settings found gives \(other) in place of \(rate) bit per pulse", inputs: text)
    }
    return text
  }
}
