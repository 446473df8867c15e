// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

extension LinkEvaluation {
  /// That the rate exceeds a limit of the link, as an unsound comparison form may; nil where the order of rates
  /// holds. Such a number never stands without this label.
  var impossibility: String? { result.impossibility }

  /// How far the number can be trusted, in one sentence: its impossibility, or the evidence of the search; nil if
  /// every setting was given and there is nothing to say.
  var verdict: String? { impossibility ?? optimisation?.verdict }
}
