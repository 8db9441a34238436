import LMKCore
import LMKEngine
import LMKScreen

/// The kill order as one JSON object. Later additions keep version 1; what is there stays.
struct ListJSON {
  let snapshot: Snapshot
  /// At most so many candidates.
  let limit: Int
  /// How the table came about, such as a clamped preset.
  let remarks: [String]
  /// `nil`: the table is somebody's own.
  let preset: ChosenPreset?
  /// What this table and other killers would do.
  let opinions: [Opinion]

  var text: [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("version", 1)
      json.field("page_size", snapshot.pageSize)
      json.name("memory")
      json.object(writeMemory)
      json.field("preset", preset?.name)
      json.field("preset_chosen", preset?.reason != nil)
      json.name("thresholds")
      json.array(writeThresholds)
      json.name("stall_rows")
      json.array(writeStallRows)
      json.field("scope", snapshot.scope.words)
      json.field("active_level", snapshot.evaluation.active.map { $0 + 1 })
      let minimum = snapshot.evaluation.minimumAdj(snapshot.thresholds)
      json.field("min_adj", minimum?.rawValue)
      json.name("verdict")
      json.object(writeVerdict)
      json.name("prediction")
      json.object(PredictionJSON(prediction: Prediction(of: snapshot)).write)
      json.name("candidates")
      json.array { writeCandidates(into: &$0, minimum: minimum) }
      json.field("candidate_count", snapshot.candidateCount)
      json.field("exempt_count", snapshot.exemptCount)
      json.name("remarks")
      json.array { json in for remark in remarks { json.value(remark) } }
      json.name("opinions")
      json.array(writeOpinions)
      json.name("capabilities")
      json.array(writeCapabilities)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private func writeMemory(_ json: inout JSONText) {
    let memory = snapshot.memory
    json.field("free_pages", memory.freePages)
    json.field("reserve_pages", memory.reservePages)
    json.field("file_pages", memory.filePages)
    json.field("shmem_pages", memory.shmemPages)
    json.field("unevictable_pages", memory.unevictablePages)
    json.field("swapcache_pages", memory.swapCachePages)
    json.field("active_file_pages", memory.activeFilePages)
    json.field("inactive_file_pages", memory.inactiveFilePages)
    json.field("other_free_pages", snapshot.terms.otherFree)
    json.field("other_file_pages", snapshot.terms.otherFile)
    json.field("headroom_pages", snapshot.terms.headroom)
    json.field("available_pages", memory.availablePages)
    json.field("total_pages", memory.totalPages)
    json.field("swap_free_pages", memory.swapFreePages)
    json.field("swap_total_pages", memory.swapTotalPages)
    json.field("file_term", snapshot.fileTerm.rawValue)
    json.field("rank", snapshot.rankBasis.rawValue)
  }

  private func writeThresholds(_ json: inout JSONText) {
    for index in snapshot.thresholds.indices {
      let level = snapshot.thresholds[index]
      json.object { json in
        json.field("level", index + 1)
        json.field("minfree_pages", level.minfreePages)
        json.field("adj", level.adj.rawValue)
        let reach = snapshot.reclaimable(atOrAbove: level.adj)
        json.field("reaches_count", reach.count)
        json.field("reaches_pages", reach.pages)
        let lamps = snapshot.thresholds.lamps(ofRow: index, at: snapshot.terms)
        guard !lamps.isEmpty else { return }
        json.name("gates")
        json.array { json in for lamp in lamps { write(lamp, into: &json) } }
      }
    }
  }

  /// The stall rows, numbered on behind the others.
  private func writeStallRows(_ json: inout JSONText) {
    let table = snapshot.thresholds
    for (index, stall) in table.stallRows.enumerated() {
      json.object { json in
        json.field("level", table.count + index + 1)
        json.field("adj", stall.adj.rawValue)
        json.field("row", stall.text)
        json.name("conditions")
        json.array { json in
          for lamp in table.lamps(ofRow: table.count + index, at: snapshot.terms) {
            write(lamp, into: &json)
          }
        }
      }
    }
  }

  private func write(_ lamp: Lamp, into json: inout JSONText) {
    json.object { json in
      json.field("name", "\(lamp.quantity)")
      json.field("value", lamp.value.map { Int($0.rounded()) })
      json.field("limit", Int(lamp.limit.rounded()))
      json.field("holds", lamp.isLit)
      json.field(
        "blocks",
        lamp.isLit ? "" : LampText(lamp, pageSize: snapshot.pageSize, isASCII: true).reason)
    }
  }

  private func writeVerdict(_ json: inout JSONText) {
    switch snapshot.evaluation.verdict {
    case .spare(let reason):
      json.field("kind", "spare")
      json.field("reason", reason.sentence)
    case .kill(let victim, let level):
      let row = snapshot.thresholds[level]
      json.field("kind", "kill")
      json.field(
        "reason",
        "row \(level + 1) is crossed (both terms below \(row.minfreePages) pages), adj >= \(row.adj) may die; first in kill order"
      )
      json.field("pid", victim.key.pid)
      json.field("start_time", victim.key.startTime)
      json.field("frees_pages", victim.freesPages)
    }
  }

  private func writeCandidates(into json: inout JSONText, minimum: OOMScoreAdj?) {
    var written = 0
    for row in snapshot.rows where row.standing.isListed {
      if row.standing == .candidate {
        guard written < limit else { return }
        written += 1
      }
      let candidate = row.candidate
      json.object { json in
        json.field("rank", row.rank)
        json.field("pid", candidate.key.pid)
        json.field("start_time", candidate.key.startTime)
        json.field("ppid", candidate.parent)
        json.field("oom_score_adj", candidate.adj.rawValue)
        json.field("effective_adj", candidate.effectiveAdj.rawValue)
        json.field("rss_pages", candidate.rssPages)
        json.field("frees_pages", candidate.freesPages)
        json.field("uid", candidate.uid)
        json.field("state", String(candidate.state.letter))
        json.field("name", candidate.name.text)
        let isCandidate = row.standing == .candidate
        json.field("eligible", isCandidate && minimum.map { candidate.effectiveAdj >= $0 } ?? false)
        json.field("protected", !isCandidate)
        if case .protected(let protection) = row.standing {
          json.field("spared_by", protection.words(in: snapshot.book))
        }
      }
    }
  }

  private func writeOpinions(_ json: inout JSONText) {
    for opinion in opinions {
      json.object { json in
        json.field("name", opinion.name)
        json.field("would_act", opinion.wouldAct)
        json.field("pid", opinion.victim?.key.pid)
        json.field("cgroup", opinion.group)
        json.field("why", opinion.why)
        json.field("running_pid", opinion.runningPid)
        json.field("pages_left", opinion.pagesLeft)
      }
    }
  }

  private func writeCapabilities(_ json: inout JSONText) {
    for capability in snapshot.capabilities {
      json.object { json in
        json.field("name", capability.name.rawValue)
        json.field("available", capability.isAvailable)
        json.field("reason", capability.reason)
      }
    }
  }
}

extension Standing {
  /// Candidates, and those that a rule spares at the place they would have.
  var isListed: Bool {
    switch self {
    case .candidate, .protected: true
    case .dying, .stuck, .refused, .exempt: false
    }
  }
}

extension SpareReason {
  /// For people and for programs: it does not change within version 1.
  var sentence: String {
    switch self {
    case .memoryUnknown: "the memory terms could not be read"
    case .noRowCrossed: "no row is crossed"
    case .nobodyEligible(let level):
      "row \(level + 1) is crossed, and nobody is at or above its adj"
    case .pendingEnough(let level):
      "row \(level + 1) is crossed, and the deaths under way are enough"
    case .pendingFull(let level): "row \(level + 1) allows no more deaths at once"
    case .paused(let level):
      "row \(level + 1) is crossed, and lmktop pauses after kills that brought no memory back"
    }
  }
}
