// SPDX-License-Identifier: GPL-3.0-or-later
/// One place where a reduced cost or multiplier becomes zero as the leaving constraint takes hold.
struct Breakpoint {
  var ratio: Double
  var size: Double
  var range: Double
  /// The column, or −1 − position for an active row.
  var index: Int

  @inline(__always) static func isBefore(_ a: Breakpoint, _ b: Breakpoint) -> Bool {
    if a.ratio != b.ratio { return a.ratio < b.ratio }
    if a.size != b.size { return a.size < b.size }
    return a.index < b.index
  }
}

extension DualSimplex {
  /// Computes how the leaving value depends on the variables outside the basis and on the sides of the
  /// active rows.
  mutating func computeTableauRow(_ leaving: Leaving, _ a: Coefficients) {
    weights.removeAll(keepingCapacity: true)
    if let position = leaving.position {
      for k in basicColumns.indices { weights.append(k == position ? Number.one : Number.zero) }
      for k in 0..<program.columns { tableauRow[k] = Number.zero }
    } else {
      let row = a.row(leaving.row, leaving.isTooLow ? .lower : .upper)
      for k in basicColumns { weights.append(Number(row[k])) }
      for k in 0..<program.columns { tableauRow[k] = Number(row[k]) }
    }
    kernel.solveTransposed(&weights)
    for (position, row) in activeRows.enumerated() {
      Self.subtract(weights[position], times: a.row(row, basis.rows[row]), from: &tableauRow)
    }
  }

  /// Collects the break points that the leaving constraint meets, without those that are rounding noise.
  private mutating func collectBreakpoints(_ leaving: Leaving) {
    let sign = leaving.isTooLow ? 1.0 : -1.0
    var largest = 0.0
    var largestWeight = 1.0
    breakpoints.removeAll(keepingCapacity: true)
    for k in 0..<program.columns where basis.columns[k] != .basic && program.box[k] > 0 {
      let slope = sign * tableauRow[k].approximation
      let isAtBox = basis.columns[k] == .box
      guard isAtBox ? slope < 0 : slope > 0 else { continue }
      let distance = isAtBox ? reducedCosts[k].approximation : -reducedCosts[k].approximation
      let size = abs(slope)
      largest = Swift.max(largest, size)
      breakpoints.append(
        Breakpoint(ratio: Swift.max(0, distance) / size, size: size, range: program.box[k], index: k))
    }
    for (position, row) in activeRows.enumerated() {
      let slope = sign * weights[position].approximation
      largestWeight = Swift.max(largestWeight, abs(slope))
      let isAtUpper = basis.rows[row] == .upper
      guard isAtUpper ? slope < 0 : slope > 0 else { continue }
      let value = activeMultipliers[position].approximation
      let size = abs(slope)
      largest = Swift.max(largest, size)
      breakpoints.append(
        Breakpoint(
          ratio: Swift.max(0, isAtUpper ? value : -value) / size, size: size,
          range: program.upper[row] - program.lower[row], index: -1 - position))
    }
    let threshold = Swift.max(largest * Number.pivotTolerance, largestWeight * Number.noise)
    breakpoints.removeAll { $0.size <= threshold }
  }

  /// The ratio test: passes break points as long as the violation is not used up, moves what it passes to
  /// the other side, and returns where it stops; nil if the violation outlasts them all.
  mutating func chooseEntering(_ leaving: Leaving) -> Entering? {
    collectBreakpoints(leaving)
    var violation = leaving.violation
    // A decoy program passes fifteen of fifty break points at a pivot: a heap orders no more than are passed.
    var heap = BreakpointHeap(ordering: &breakpoints)
    while let next = heap.first(of: breakpoints) {
      violation -= next.size * next.range
      if violation <= 0 { return next.index >= 0 ? .column(next.index) : .activeRow(-1 - next.index) }
      heap.removeFirst(of: &breakpoints)
      flip(next.index)
    }
    return nil
  }

  /// Moves a variable or an active row to its other side.
  private mutating func flip(_ index: Int) {
    pointIsCurrent = false
    if index >= 0 {
      basis.columns[index] = basis.columns[index] == .box ? .zero : .box
    } else {
      let row = activeRows[-1 - index]
      basis.rows[row] = basis.rows[row] == .upper ? .lower : .upper
      if !program.isExact { kernelIsCurrent = false }
    }
  }
}

/// The order of a binary heap over break points that are stored elsewhere: the first is always at the front.
private struct BreakpointHeap {
  private var count: Int

  init(ordering breakpoints: inout [Breakpoint]) {
    count = breakpoints.count
    let count = count
    breakpoints.withUnsafeMutableBufferPointer { heap in
      var root = count / 2
      while root > 0 {
        root -= 1
        Self.sink(heap, root, count)
      }
    }
  }

  func first(of breakpoints: [Breakpoint]) -> Breakpoint? { count > 0 ? breakpoints[0] : nil }

  mutating func removeFirst(of breakpoints: inout [Breakpoint]) {
    guard count > 0 else { return }
    count -= 1
    let count = count
    breakpoints.withUnsafeMutableBufferPointer { heap in
      heap[0] = heap[count]
      Self.sink(heap, 0, count)
    }
  }

  /// Moves an entry down until none below it comes before it.
  @inline(__always)
  private static func sink(_ heap: UnsafeMutableBufferPointer<Breakpoint>, _ start: Int, _ count: Int) {
    guard start < count else { return }
    let entry = heap[start]
    var place = start
    while true {
      var child = 2 * place + 1
      guard child < count else { break }
      if child + 1 < count && Breakpoint.isBefore(heap[child + 1], heap[child]) { child += 1 }
      guard Breakpoint.isBefore(heap[child], entry) else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = entry
  }
}
