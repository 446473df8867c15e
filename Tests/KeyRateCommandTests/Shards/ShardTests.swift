// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRate

@Suite("How points are dealt out")
struct ShardTests {
  @Test("Every point belongs to exactly one shard, and all shards have as many to within one")
  func dealing() throws {
    var generator = SplitMix64(seed: 9)
    for _ in 0..<200 {
      let count = Int.random(in: 1...40, using: &generator)
      let points = Int.random(in: 0...200, using: &generator)
      let shards = try (1...count).map { try #require(SweepShard($0, of: count)) }
      var sizes: [Int] = []
      for shard in shards { sizes.append((0..<points).count { shard.holds($0) }) }
      for point in 0..<points { #expect(shards.count { $0.holds(point) } == 1) }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test("A shard as it is typed")
  func parsing() {
    #expect(SweepShard("3/8") == SweepShard(3, of: 8))
    #expect(SweepShard("3/8")?.description == "shard 3 of 8")
    #expect(SweepShard("3/8")?.path(for: "figures/v1.2") == "figures/v1.2.3-of-8.shard")
    #expect(SweepShard("1/1") == .whole)
    #expect(SweepShard("100000/100000") != nil)
    for text in [
      "", "/", "3", "3/", "/8", "0/8", "9/8", "-1/8", "3/8/2", "3 / 8", " 3/8", "3/8 ", "+3/8", "3.0/8", "a/b",
      "1/100001",
      "٣/8", "1/99999999999999999999",
    ] { #expect(SweepShard(text) == nil, "\(text)") }
  }

  @Test("Numbers in words")
  func lists() {
    #expect(SweepMerge.list([3]) == "shard 3")
    #expect(SweepMerge.list([3, 5]) == "shards 3 and 5")
    #expect(SweepMerge.list([3, 4]) == "shards 3 and 4")
    #expect(SweepMerge.list([2, 5, 6, 7, 8, 11]) == "shards 2, 5 to 8 and 11")
    #expect(
      SweepMerge.list((1...40).filter { $0 % 2 == 1 })
        == "shards 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 9 more")
  }
}
