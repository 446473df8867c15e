// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate
import KeyRateDocuments

/// A piece of work to be timed, as data: what it is called, how often it is carried out, and how it is made ready.
///
/// The jobs stand in this package because they time what is not public; the harness stands in a package of its own,
/// so that building and testing KeyRate does not pay for it.
public struct BenchmarkJob: Sendable {
  /// How long and how often a job is carried out.
  public struct Limits: Sendable, Equatable {
    /// Rounds before the first sample.
    public var warmupRounds = 10
    /// No sample begins later than this many seconds after the first.
    public var seconds = 2
    /// The most samples.
    public var samples = 1_000_000
  }

  /// Makes work ready, which is not timed. The work, which is, carries itself out as often as it is told.
  public enum Preparation: Sendable {
    /// Work on the thread of the harness.
    case inline(@Sendable () throws -> @Sendable (Int) throws -> Void)
    /// Work in tasks of its own.
    case tasks(@Sendable () throws -> @Sendable (Int) async throws -> Void)
  }

  /// The name, as the table of limits has it.
  public let name: String
  /// How many calls one sample holds: those of some nanoseconds are timed by the thousand.
  public let repetitions: Int
  /// Warm-up and limits.
  public let limits: Limits
  /// Makes it ready.
  public let preparation: Preparation

  /// Work on the thread of the harness.
  init(
    _ name: String, repetitions: Int = 1, limits: Limits = Limits(),
    prepare: @escaping @Sendable () throws -> @Sendable (Int) throws -> Void
  ) {
    self.name = name
    self.repetitions = repetitions
    self.limits = limits
    preparation = .inline(prepare)
  }

  /// The sweep of a file in two jobs.
  init(sweep name: String, limits: Limits, of file: @escaping @Sendable () throws -> ParameterFile) {
    self.name = name
    repetitions = 1
    self.limits = limits
    preparation = .tasks {
      let file = try file()
      return { count in
        for _ in 0..<count { consume(try await TwoThreads.run { try await SweepRun.carryOut(file, jobs: 2) }) }
      }
    }
  }
}

extension BenchmarkJob {
  /// Every job, the measure of the machine first.
  public static var all: [BenchmarkJob] {
    [reference] + decoyStates + continuousVariables + [decoySweep] + measurementDeviceIndependent + twinField
      + sendingOrNotSending + photons + common
  }
}

/// Takes a result, so that the compiler cannot leave out the work that made it.
@inline(never) @_optimize(none)
func consume<Value>(_ value: Value) {}
