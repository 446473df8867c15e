// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateReading

/// How a failure ends the program: which message, which exit status.
enum CommandFailure {
  /// Exit statuses beside those of wrong usage.
  enum Status {
    static let checkFailed: Int32 = 1
    static let badInput: Int32 = 2
    static let invariantViolated: Int32 = 3
    static let notDecidable: Int32 = 4
    static let interrupted: Int32 = 130
    static let terminated: Int32 = 143
  }

  /// Runs a command's work; on failure prints the message and throws the exit status.
  static func reporting(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let code as ExitCode {
      throw code
    } catch let error as CleanExit {
      throw error
    } catch is CancellationError {
      StandardError.write("interrupted; nothing was written")
      throw ExitCode(Interruption.status)
    } catch let violation as InvariantViolation {
      StandardError.write("\(violation)")
      throw ExitCode(Status.invariantViolated)
    } catch {
      StandardError.write(message(error))
      throw ExitCode(Status.badInput)
    }
  }

  /// Ends a command whose results are written, but of which some points broke an invariant and were left out.
  static func report(_ violations: [InvariantViolation]) throws {
    guard !violations.isEmpty else { return }
    for violation in violations.prefix(5) { StandardError.write("\(violation)") }
    let count = violations.count == 1 ? "1 point was" : "\(violations.count) points were"
    StandardError.write("keyrate: \(count) left out for this reason; everything else is written")
    throw ExitCode(Status.invariantViolated)
  }

  /// Says something that is no failure.
  static func note(_ text: String) { StandardError.write("keyrate: note: \(text)") }

  /// Says which findings could not be kept, and how many of an earlier run did not hold here.
  static func noteKeeping(of findings: String, failure: DocumentError?, refusals: Int) {
    if let failure { note("the \(findings) could not be kept on the way: \(failure)") }
    guard refusals > 0 else { return }
    let count = refusals == 1 ? "1 finding" : "\(refusals) findings"
    note("\(count) came from another build, or from a machine that rounds differently, and had to be made anew")
  }

  /// One line for each thing that is wrong.
  private static func message(_ error: any Error) -> String {
    let text = "\(error)"
    return text.split(separator: "\n").map { "keyrate: " + $0 }.joined(separator: "\n")
  }
}
