// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import Foundation
import KeyRateNumerics
import KeyRateTestSupport

// The property of certified lengths over many random inputs: usage `CertifiedCheck [samples] [family …]`.
// Ends with status 1 if any sample violates it.

let arguments = Array(CommandLine.arguments.dropFirst())
let samples = arguments.first.flatMap { Int($0) } ?? 1000
let families: [(name: String, draw: (inout SplitMix64, Bool) throws -> CertifiedSample)] = [
  ("bb84-one-decoy", { try BB84Samples.draw(&$0, intensities: 2, releasing: $1) }),
  ("bb84-two-decoys", { try BB84Samples.draw(&$0, intensities: 3, releasing: $1) }),
  ("tf-cal", { try TwinFieldSamples.draw(&$0, releasing: $1) }),
  ("tf-sns", { try SendingOrNotSendingSamples.draw(&$0, scheme: .sns, releasing: $1) }),
  ("tf-aopp", { try SendingOrNotSendingSamples.draw(&$0, scheme: .aopp, releasing: $1) }),
  ("mdi-finite3", { try MDISamples.three(&$0, releasing: $1) }),
  ("mdi-finite4", { try MDISamples.four(&$0, releasing: $1) }),
  ("bbm92", { try EntanglementSamples.draw(&$0, releasing: $1) }),
  ("single-photon", { try PhotonSourcesSamples.draw(&$0, releasing: $1) }),
  ("passive-decoy", { try PhotonSourcesSamples.drawPassive(&$0, releasing: $1) }),
  ("cv-composable", { try ContinuousVariableSamples.draw(&$0, releasing: $1) }),
]
let wanted = Set(arguments.dropFirst())
var isClean = true
for (index, family) in families.enumerated() where wanted.isEmpty || wanted.contains(family.name) {
  let tally = try CertifiedTally(samples: samples, seed: 70_000 + UInt64(index), family.draw)
  print("\(family.name): \(tally.summary)")
  for line in tally.examples { print("  " + line) }
  if !tally.violations.isEmpty || tally.costRatio > 100 { isClean = false }
}
exit(isClean ? 0 : 1)
