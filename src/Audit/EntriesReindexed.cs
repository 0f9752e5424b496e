namespace Exchange.Audit;

/// <summary>
/// By what some entries are found is written anew, in the place of what was there for them. Conflicts when the log grew in between so
/// that they are no longer the last; then they are to be read again.
/// </summary>
/// <param name="From">The first entry: a multiple of <see cref="Width"/>.</param>
/// <param name="Until">The entry behind the last: the next multiple of <see cref="Width"/>, or an earlier one where the log ends before that.</param>
/// <param name="Rows">What each entry is found by, in their order; pruned ones have none.</param>
public sealed record EntriesReindexed(long From, long Until, IReadOnlyList<(long Entry, IndexedEntry Index)> Rows) : ILoggedChange
{
    /// <summary>How many entries are written anew at a time, at most.</summary>
    public const int Width = 4096;
}
