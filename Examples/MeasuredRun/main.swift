// SPDX-License-Identifier: GPL-3.0-or-later
// The counts of a run to a certified key length.
import KeyRate

var run = try Link(.bb84)
run[.intensities] = [0.5, 0.15, 0]
run[.intensityProbabilities] = [0.7, 0.2, 0.1]
run[.countedPulses] = 1e10
run[.keyBasisDetections] = [2_521_034, 216_230, 2_003]
run[.keyBasisErrors] = [27_731, 3_168, 1_001]
run[.testBasisDetections] = [28_012, 2_402, 22]
run[.testBasisErrors] = [309, 36, 11]
run[.errorCorrectionLeakBits] = 290_791

let analysis = try run.analyse()
print("\(analysis.key.lengthBits ?? 0) bit, \(analysis.key.analysis.status.rawValue)")
print(analysis.key.roundingStatement)
if let budget = analysis.key.failureBudget {
  for item in budget.items { print(item.contribution, item.event) }
}

// More errors than detections cannot be: nothing is computed, and the key, its value and the slip are named.
run[.keyBasisErrors] = [2_521_035, 3_168, 1_001]
do {
  print(try run.analyse().summary)
} catch let errors as DocumentErrors {
  for error in errors.errors { print("refused: \(error)") }
}
