import LMKCore
import LMKTestSupport
import Testing

@Suite("Why a process stands where it stands")
struct ExplanationTests {
  private let snapshot = SnapshotBuilder.busyDesktop().build()

  private func explanation(_ pid: Int32) throws -> Explanation {
    let row = try #require(snapshot.rows.first { $0.candidate.key.pid == pid })
    return Explanation(of: row, in: snapshot)
  }

  @Test("The first may die now; less adj, more headroom or a larger peer would change that")
  func first() throws {
    let explanation = try explanation(4711)
    #expect(explanation.order?.rank == 1)
    #expect(explanation.order?.peers == 3)
    #expect(explanation.order?.higher == 0)
    #expect(explanation.reach == .now(row: 2))
    // Row 3 asks adj 529; row 5 reaches 900 from 3,072 MiB on, and headroom is 1,638.
    #expect(explanation.changes.contains(.escapes(at: 528)))
    #expect(explanation.changes.contains(.headroomRises(by: (3_072 - 1_638) * 256)))
    #expect(
      explanation.changes.contains(
        .overtakenBy(
          ProcessKey(pid: 4790, startTime: 47_900), ProcessName("chrome"),
          growing: (812 - 640) * 256 + 1)))
  }

  @Test("Its death is worth a row, or it is not")
  func relief() throws {
    // 411 + 790 MiB free, 1,638 file: row 3 (2,048) stays. mysqld brings 2,300: no row below 2,711.
    #expect(try explanation(4711).relief.activeAfter == 2)
    #expect(try explanation(3100).relief.activeAfter == 4)
  }

  @Test("One out of reach names the row that reaches it, and the adj that exposes it")
  func later() throws {
    let explanation = try explanation(3100)
    #expect(explanation.reach == .later(row: 0, pages: (1_638 - 256) * 256))
    #expect(explanation.changes.contains(.exposedNow(at: 529)))
    #expect(try self.explanation(871).reach == .noRow)
  }

  @Test("What every adj named as a border does is what the evaluation would do")
  func borders() throws {
    for row in snapshot.rows where row.standing == .candidate {
      let explanation = Explanation(of: row, in: snapshot)
      for change in explanation.changes {
        switch change {
        case .escapes(let adj):
          #expect(!AdjProspect(of: row, at: adj, in: snapshot).mayDieNow)
          let next = try #require(OOMScoreAdj(Int(adj.rawValue) + 1))
          #expect(AdjProspect(of: row, at: next, in: snapshot).mayDieNow)
        case .exposedNow(let adj):
          #expect(AdjProspect(of: row, at: adj, in: snapshot).mayDieNow)
          let below = try #require(OOMScoreAdj(Int(adj.rawValue) - 1))
          #expect(!AdjProspect(of: row, at: below, in: snapshot).mayDieNow)
        default: break
        }
      }
    }
  }

  @Test("Whoever is not in the order is told by what: the pin, the rule, −1000, the scope")
  func outside() throws {
    #expect(try explanation(1980).changes == [.withoutRule(0)])
    #expect(try explanation(700).changes == [.anyOtherAdj])
    #expect(try explanation(9).changes == [.nothing])
    #expect(try explanation(2210).changes == [.end])
    #expect(try explanation(2890).changes == [.permission])
  }
}

@Suite("What another adj would mean")
struct AdjProspectTests {
  private let snapshot = SnapshotBuilder.busyDesktop().build()

  private func prospect(_ pid: Int32, _ adj: OOMScoreAdj) throws -> AdjProspect {
    let row = try #require(snapshot.rows.first { $0.candidate.key.pid == pid })
    return AdjProspect(of: row, at: adj, in: snapshot)
  }

  @Test("The same adj is the same place")
  func same() throws {
    for row in snapshot.rows where row.standing == .candidate {
      let prospect = AdjProspect(of: row, at: row.candidate.adj, in: snapshot)
      #expect(prospect.rank == row.rank)
      #expect(prospect.count == snapshot.candidateCount)
    }
  }

  @Test("A higher one brings it forward, behind larger ones of the same adj")
  func raise() throws {
    let first = try prospect(3100, 1000)
    #expect(first.rank == 1)
    #expect(first.mayDieNow)
    #expect(first.first?.key.pid == 3100)
    // mysqld is larger than every chrome; sshd is smaller.
    #expect(try prospect(3100, 900).rank == 1)
    #expect(try prospect(871, 900).rank == 4)
    #expect(try prospect(3100, 528).mayDieNow == false)
  }

  @Test("A lower one lets another be first; −1000 takes it out of the order")
  func lower() throws {
    #expect(try prospect(4711, 0).first?.key.pid == 4790)
    let never = try prospect(4711, .never)
    #expect(never.rank == nil)
    #expect(never.count == snapshot.candidateCount - 1)
    #expect(never.row == nil)
  }

  @Test("Who has −1000 enters the order with any other")
  func enter() throws {
    #expect(try prospect(700, 950).rank == 1)
    #expect(try prospect(700, .never).rank == nil)
  }

  @Test("Protected ones stay out whatever their adj; rules shift the new adj as the old")
  func rules() throws {
    #expect(try prospect(1980, 1000).rank == nil)
    var builder = SnapshotBuilder()
    builder.snapshot.book = RuleBook(rules: [
      ProcessRule(label: "jobs", action: .prefer(weight: 300))
    ])
    builder.add(10, "cc1", adj: 0, effective: 300, frees: 10)
    builder.snapshot.shiftedBy = [ProcessKey(pid: 10, startTime: 100): 0b1]
    let snapshot = builder.build()
    let row = snapshot.rows[0]
    #expect(AdjProspect(of: row, at: 100, in: snapshot).effective == 400)
    // A negative adj is never lifted.
    #expect(AdjProspect(of: row, at: -5, in: snapshot).effective == -5)
    #expect(AdjProspect(of: row, at: 900, in: snapshot).effective == 1000)
  }
}
