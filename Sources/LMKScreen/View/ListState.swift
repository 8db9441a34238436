import LMKCore

/// What the list shows, and what the operator has marked on it.
struct ListState: Sendable {
  var view = ListView.killOrder
  var order = SortOrder()
  var filter = ListFilter()
  /// The filter is being typed.
  var isTypingFilter = false
  /// One user's processes; `nil`: everybody's.
  var user: UInt32?
  var showsKernelThreads = false
  var tags: Set<ProcessKey> = []
  /// The cursor stays with it.
  var followed: ProcessKey?
  /// Its name, for when it is gone.
  var followedName = ""
  var model = ListModel()
  /// Of the orders that were held.
  var heldCount = 0

  private var foldsByView: [ListView: ListFolds] = [:]

  var folds: ListFolds {
    get { foldsByView[view] ?? ListFolds(view) }
    set { foldsByView[view] = newValue }
  }

  var request: ListRequest {
    ListRequest(
      view: view, order: order, filter: filter.text, user: user,
      showsKernelThreads: showsKernelThreads, folds: view.folds ? folds.version : 0)
  }

  /// What snapshots must hold for it.
  var demand: SnapshotDemand {
    var demand: SnapshotDemand = []
    if view == .redBlack { demand.insert(.shape) }
    if order.column.needsTimes || filter.needsTimes { demand.insert(.times) }
    return demand
  }
}
