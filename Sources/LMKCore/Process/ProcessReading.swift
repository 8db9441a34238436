/// What one look at /proc/PID told of one process. Sizes are in pages.
///
/// 64 bytes, one cache line: a machine may have tens of thousands of them. Sizes are kept in 32
/// bits, 16 TiB of 4 KiB pages.
public struct ProcessReading: Hashable, Sendable {
  /// stat field 22.
  private var startTime: UInt64
  /// stat field 2.
  public var name: ProcessName
  /// `d_ino` of the /proc/PID folder: names the incarnation of a pid for free.
  public var inode: UInt64
  private var pid: Int32
  /// stat field 4.
  public var parent: Int32
  /// The owner of the /proc/PID folder: the effective user, or 0 if the process is not dumpable.
  public var uid: UInt32
  /// stat field 20. A zombie leader with live threads has more than one.
  public var threadCount: Int32
  private var rss: PageCount
  private var shared: PageCount
  private var swap: PageCount
  /// oom_score_adj.
  public var adj: OOMScoreAdj
  /// stat field 3.
  public var state: ProcessState
  /// stat field 9 has `PF_KTHREAD` (0x200000).
  public var isKernelThread: Bool

  public init(
    key: ProcessKey, parent: Int32 = 1, uid: UInt32 = 0, adj: OOMScoreAdj = 0,
    state: ProcessState = .sleeping, isKernelThread: Bool = false, threadCount: Int32 = 1,
    rssPages: Int = 0, sharedPages: Int = 0, swapPages: Int = 0,
    name: ProcessName = ProcessName(), inode: UInt64 = 0
  ) {
    startTime = key.startTime
    pid = key.pid
    self.parent = parent
    self.uid = uid
    self.adj = adj
    self.state = state
    self.isKernelThread = isKernelThread
    self.threadCount = threadCount
    rss = PageCount(rssPages)
    shared = PageCount(sharedPages)
    swap = PageCount(swapPages)
    self.name = name
    self.inode = inode
  }

  /// pid, and stat field 22.
  public var key: ProcessKey { ProcessKey(pid: pid, startTime: startTime) }

  /// statm field 2; for a zombie leader with live threads, that of a live thread.
  public var rssPages: Int {
    get { rss.pages }
    set { rss = PageCount(newValue) }
  }

  /// statm field 3: file and shmem pages among the resident ones. They survive a kill.
  public var sharedPages: Int {
    get { shared.pages }
    set { shared = PageCount(newValue) }
  }

  /// status `VmSwap`, where it was read; else 0.
  public var swapPages: Int {
    get { swap.pages }
    set { swap = PageCount(newValue) }
  }

  /// Its main thread has exited while others run on.
  public var isZombieLeader: Bool { state == .zombie && threadCount > 1 }

  /// What a kill would free: resident − shared + swap, in pages; never negative.
  public var freesPages: Int { max(0, rssPages - sharedPages) + swapPages }
}
