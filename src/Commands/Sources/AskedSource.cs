namespace Exchange.Commands;

/// <summary>What became of asking one source, as a caller is told.</summary>
/// <param name="Partner">The source, by the covenant's name.</param>
/// <param name="State">Whether it answered.</param>
/// <param name="Age">How old its data are, when it answered; never negative.</param>
public sealed record AskedSource(string Partner, SourceState State, TimeSpan? Age);

/// <summary>Whether a source answered. Without an answer nothing follows from there being no sections of it.</summary>
public enum SourceState
{
    /// <summary>It answered. Whatever it knows that may be shown is on the page; it may know nothing.</summary>
    Ok = 1,

    /// <summary>It answered from data that are older than they should be.</summary>
    Stale = 2,

    /// <summary>It did not answer, not in time, or could not be asked.</summary>
    Unavailable = 3,

    /// <summary>It does not say.</summary>
    Refused = 4,

    /// <summary>What it answered cannot be used.</summary>
    Malformed = 5,
}
