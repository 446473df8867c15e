// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The objective of one search, with everything that must be known about its calls.
///
/// It counts the calls, keeps the best point of all of them (an algorithm may return another one),
/// and refuses to go on after the limit or after a cancellation. One search owns one meter and
/// uses it from one thread; it is not `Sendable`.
final class ObjectiveMeter {
  let box: UnitBox
  /// No call is made beyond this number.
  let limit: Int
  private let objective: @Sendable ([Double]) -> Double
  // Reused for every call; a copy is made only if the objective keeps its argument.
  private var point: [Double]

  private(set) var evaluations = 0
  /// How many of the values were not finite.
  private(set) var failures = 0
  private(set) var isCancelled = false
  /// The best finite value so far; minus infinity before there is one.
  private(set) var bestValue = -Double.infinity
  private(set) var bestCoordinates: [Double]
  /// Everything evaluated since `startRecording`, as coordinates one after the other.
  private(set) var recordedCoordinates: [Double] = []
  private(set) var recordedValues: [Double] = []
  private var isRecording = false

  init(_ problem: SearchProblem, box: UnitBox, limit: Int) {
    self.box = box
    self.limit = limit
    objective = problem.objective
    point = box.template
    bestCoordinates = [Double](repeating: 0.5, count: box.dimension)
  }

  /// Whether the next call would be refused.
  var isExhausted: Bool { evaluations >= limit }

  /// Throws if the surrounding task has been cancelled.
  func checkCancellation() throws {
    if isCancelled || Task.isCancelled { throw CancellationError() }
  }

  /// The objective at a point of the cube, which may be not finite; nil if the call is refused.
  func value(at coordinates: UnsafeBufferPointer<Double>) -> Double? {
    if isCancelled || evaluations >= limit { return nil }
    // A look at the task costs a few nanoseconds, and a single call may take milliseconds.
    if Task.isCancelled {
      isCancelled = true
      return nil
    }
    evaluations += 1
    let axes = box.axes
    point.withUnsafeMutableBufferPointer { point in
      for index in 0..<min(axes.count, coordinates.count) {
        point[axes[index].index] = axes[index].value(at: coordinates[index])
      }
    }
    let value = objective(point)
    guard value.isFinite else {
      failures += 1
      return value
    }
    if value > bestValue {
      bestValue = value
      for (index, coordinate) in zip(bestCoordinates.indices, coordinates) {
        bestCoordinates[index] = coordinate
      }
    }
    if isRecording {
      recordedCoordinates.append(contentsOf: coordinates)
      recordedValues.append(value)
    }
    return value
  }

  /// The objective at a point of the cube, which may be not finite; nil if the call is refused.
  func value(at coordinates: [Double]) -> Double? {
    coordinates.withUnsafeBufferPointer { value(at: $0) }
  }

  /// Keeps every finite evaluation from now on; returns the index of the first that will be kept.
  func startRecording(expecting count: Int) -> Int {
    isRecording = true
    // No more than a few megabytes in advance, whatever budget was asked for.
    let capacity = recordedValues.count + min(count, 10_000)
    recordedValues.reserveCapacity(capacity)
    recordedCoordinates.reserveCapacity(capacity * box.dimension)
    return recordedValues.count
  }

  /// Stops keeping evaluations; those kept so far stay.
  func stopRecording() {
    isRecording = false
  }
}
