// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a claimed key rate is possible, with the evidence; the argument is a claim, as in Parameters/claims.
import KeyRate

guard let path = CommandLine.arguments.dropFirst().first else {
  print("usage: claim FILE")
  throw ExitCode.usage
}
let report = try Claim(contentsOf: path).validate(runsSelfTest: false)
print(report.verdict.outcome.rawValue, report.verdict.remark ?? "")
for reason in report.verdict.reasons { print("- \(reason)") }

// Anybody can compute the report anew from the files inside it.
print("differences:", try ClaimReport.differences(in: report.json).count)

/// How the program ends without a claim.
enum ExitCode: Error { case usage }
