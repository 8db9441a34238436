import LMKCore

/// The raw records of the tracepoints that are listened to, by the layouts of this kernel.
public struct TraceEventParser: Sendable {
  public enum Outcome: Hashable, Sendable {
    case event(TraceEvent)
    /// A new thread.
    case nothing
    /// Cut off, of no tracepoint of ours, or with a number that cannot be.
    case malformed
  }

  private struct AdjUpdate {
    var pid: TraceFormat.Field
    var adj: TraceFormat.Field
    var name: TraceFormat.Field?
  }

  private struct NewTask {
    var adjUpdate: AdjUpdate
    var flags: TraceFormat.Field
  }

  private struct Victim {
    var pid: TraceFormat.Field
    var name, totalVM, anonymous, file, shared, pageTables, uid, adj: TraceFormat.Field?
  }

  private let type: TraceFormat.Field
  private let adjID: Int64
  private let newTaskID: Int64?
  private let victimID: Int64?
  private let adjUpdate: AdjUpdate
  private let newTask: NewTask?
  private let victim: Victim?

  /// - Parameter newTask, victim: `nil` where the kernel has no such tracepoint.
  /// - Returns: `nil` if a field is missing without which a record says nothing.
  public init?(adjUpdate: TraceFormat, newTask: TraceFormat?, victim: TraceFormat?) {
    guard let type = adjUpdate.field("common_type"), let layout = Self.adjUpdate(adjUpdate) else {
      return nil
    }
    self.type = type
    self.adjUpdate = layout
    adjID = Int64(clamping: adjUpdate.id)
    newTaskID = newTask.map { Int64(clamping: $0.id) }
    victimID = victim.map { Int64(clamping: $0.id) }
    if let newTask {
      guard let layout = Self.adjUpdate(newTask), let flags = newTask.field("clone_flags") else {
        return nil
      }
      self.newTask = NewTask(adjUpdate: layout, flags: flags)
    } else {
      self.newTask = nil
    }
    if let victim {
      guard let pid = victim.field("pid") else { return nil }
      self.victim = Victim(
        pid: pid, name: victim.field("comm"), totalVM: victim.field("total_vm"),
        anonymous: victim.field("anon_rss"), file: victim.field("file_rss"),
        shared: victim.field("shmem_rss"), pageTables: victim.field("pgtables"),
        uid: victim.field("uid"), adj: victim.field("oom_score_adj"))
    } else {
      self.victim = nil
    }
  }

  private static func adjUpdate(_ format: TraceFormat) -> AdjUpdate? {
    guard let pid = format.field("pid"), let adj = format.field("oom_score_adj") else { return nil }
    return AdjUpdate(pid: pid, adj: adj, name: format.field("comm"))
  }

  /// Pure; traps on no input. O(1), allocates nothing.
  public func parse(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard let type = type.integer(in: bytes) else { return .malformed }
    if type == adjID { return parse(adjUpdate, bytes) }
    if type == newTaskID, let newTask { return parse(newTask, bytes) }
    if type == victimID, let victim { return parse(victim, bytes) }
    return .malformed
  }

  private func parse(_ layout: AdjUpdate, _ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard let pid = pid(layout.pid, bytes), let adj = adj(layout.adj, bytes),
      let name = name(layout.name, bytes)
    else { return .malformed }
    return .event(.adjChanged(thread: pid, adj: adj, name: name))
  }

  private func parse(_ layout: NewTask, _ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard let pid = pid(layout.adjUpdate.pid, bytes), let adj = adj(layout.adjUpdate.adj, bytes),
      let name = name(layout.adjUpdate.name, bytes), let number = layout.flags.integer(in: bytes)
    else { return .malformed }
    let flags = TraceEvent.CloneFlags(rawValue: UInt64(bitPattern: number))
    guard !flags.contains(.thread) else { return .nothing }
    return .event(.newProcess(pid: pid, adj: adj, name: name, flags: flags))
  }

  private func parse(_ layout: Victim, _ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard let pid = pid(layout.pid, bytes), let name = name(layout.name, bytes) else {
      return .malformed
    }
    var kill = KernelKill(scope: .untold, pid: pid, name: name)
    func size(_ field: TraceFormat.Field?) -> UInt64? {
      field?.integer(in: bytes).map(UInt64.init(bitPattern:))
    }
    kill.totalVM = size(layout.totalVM)
    kill.anonymous = size(layout.anonymous)
    kill.file = size(layout.file)
    kill.shared = size(layout.shared)
    kill.pageTables = size(layout.pageTables)
    kill.uid = size(layout.uid).map(UInt32.init(truncatingIfNeeded:))
    kill.adj = layout.adj.flatMap { adj($0, bytes) }
    // The last field stands at the end of the fixed part: if it is there, all are.
    if layout.adj != nil, kill.adj == nil { return .malformed }
    return .event(.victimMarked(kill))
  }

  private func pid(_ field: TraceFormat.Field, _ bytes: UnsafeRawBufferPointer) -> Int32? {
    field.integer(in: bytes).flatMap(Int32.init(exactly:))
  }

  private func adj(_ field: TraceFormat.Field, _ bytes: UnsafeRawBufferPointer) -> OOMScoreAdj? {
    field.integer(in: bytes).flatMap { OOMScoreAdj(Int(truncatingIfNeeded: $0)) }
  }

  /// Empty where there is no such field; `nil` if it is cut off.
  private func name(
    _ field: TraceFormat.Field?, _ bytes: UnsafeRawBufferPointer
  ) -> ProcessName? {
    guard let field else { return ProcessName() }
    return field.text(in: bytes).map { ProcessName(bytes: $0) }
  }
}
