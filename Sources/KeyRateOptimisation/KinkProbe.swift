/// Tells whether an objective has a kink at a point.
///
/// Over a distance r, the sum of the falls to both sides grows as r^2 where the objective is smooth
/// and as r across a kink. Comparing two distances decides, in a few random directions.
struct KinkProbe {
  let meter: ObjectiveMeter

  /// Whether one of the directions crosses a kink.
  func findsKink(at point: NLoptMaximiser.Outcome, seed: UInt64) throws -> Bool {
    var random = SplitMix64(seed: seed)
    for _ in 0..<(meter.box.dimension + 2) {
      try meter.checkCancellation()
      let direction = point.coordinates.map { coordinate in
        let sign: Double = random.next() >> 63 == 0 ? 1 : -1
        // Leaving the cube is not possible, and a slope towards a bound is no kink.
        return min(coordinate, 1 - coordinate) < 2 * Self.distance ? 0 : sign
      }
      guard
        let far = fall(from: point, along: direction, distance: Self.distance),
        let near = fall(from: point, along: direction, distance: Self.distance / 8)
      else { continue }
      // A factor of 64 is expected where it is smooth and 8 across a kink. A difference of few units
      // in the last place says nothing.
      if near > far / 20 && near > 1e-10 * abs(point.value) { return true }
    }
    return false
  }

  private static let distance = 1e-4

  private func fall(
    from point: NLoptMaximiser.Outcome, along direction: [Double], distance: Double
  ) -> Double? {
    guard
      let ahead = meter.value(at: zip(point.coordinates, direction).map { $0 + distance * $1 }),
      let behind = meter.value(at: zip(point.coordinates, direction).map { $0 - distance * $1 }),
      ahead.isFinite, behind.isFinite
    else { return nil }
    return (point.value - ahead) + (point.value - behind)
  }
}
