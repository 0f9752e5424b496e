namespace Exchange.Disclosure.Statistics;

/// <summary>What comes of wanting to publish: an <see cref="Statistics.Edition"/>, or an <see cref="EditionRefusal"/>.</summary>
public abstract record PublicationResult
{
    private protected PublicationResult()
    {
    }
}

/// <summary>Tables as they may be published.</summary>
/// <param name="Cells">The cells, in the order of the tables, the first axis slowest.</param>
/// <param name="Kept">
/// Every number of this edition and of all earlier ones, of every measure: to be kept (<see cref="EditionFile"/>) and handed in next time.
/// </param>
public sealed record Edition(IReadOnlyList<EditionCell> Cells, IReadOnlyList<PublishedCell> Kept) : PublicationResult;

/// <summary>One cell of a table.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="At">The category per dimension on the table's axes.</param>
/// <param name="Value">The number; null when hidden.</param>
/// <param name="Hidden">Why it is hidden, for reviewers only; null when it is published.</param>
public sealed record EditionCell(string Table, IReadOnlyDictionary<string, string> At, long? Value, HiddenReason? Hidden);

/// <summary>Nothing may be published.</summary>
/// <param name="Reason">What kind of obstacle.</param>
/// <param name="Detail">One sentence for whoever asked: what to change. It holds names of tables and categories, never a number.</param>
public sealed record EditionRefusal(RefusalReason Reason, string Detail) : PublicationResult;

/// <summary>Why no edition can be made.</summary>
public enum RefusalReason
{
    /// <summary>The measure, tables or rules do not make sense.</summary>
    Invalid,

    /// <summary>More combinations or cells than can be audited.</summary>
    TooLarge,

    /// <summary>A number in an earlier edition is another now, or stands at a category that is no longer there.</summary>
    ContradictsEarlier,

    /// <summary>Earlier editions alone say too much about a cell, however much of this one were hidden.</summary>
    AlreadyDisclosed,

    /// <summary>The audit did not end within its budget of work, which depends on the input alone.</summary>
    TooHard,
}
