namespace Exchange.Dossiers;

/// <summary>What came of a question. Never half of something: an answer that is wrong in one place is no answer.</summary>
public abstract record SourceAnswer
{
    private SourceAnswer()
    {
    }

    /// <summary>The source looked.</summary>
    /// <param name="Sections">What it found; empty when it found nothing.</param>
    /// <param name="AsOf">The moment of which the data are, as the source says.</param>
    public sealed record Given(IReadOnlyList<SourceSection> Sections, DateTimeOffset AsOf) : SourceAnswer;

    /// <summary>The source does not say.</summary>
    public sealed record Refused : SourceAnswer;

    /// <summary>No answer came. The source may have heard the question all the same.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Unavailable(SourceFault Fault) : SourceAnswer;

    /// <summary>Something came that cannot be taken for an answer to this question.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Malformed(SourceFault Fault) : SourceAnswer;
}

/// <summary>One section of an answer, in the domain's words; nothing of it has been checked.</summary>
/// <param name="Bsn">Whom it is about, as the source says.</param>
/// <param name="Category">The category, by the covenant's name.</param>
/// <param name="Content">What it says.</param>
/// <param name="Date">The date that the data are of, or null.</param>
/// <param name="KeepUntil">The last Amsterdam day on which a recipient may keep it.</param>
public sealed record SourceSection(string Bsn, string Category, SectionContent Content, PartialDate? Date, DateOnly KeepUntil);

/// <summary>Why there is no answer. For the log: a caller is told the state, not the reason.</summary>
public enum SourceFault
{
    /// <summary>No connection could be made, or the source says that it is unavailable. Its certificate may be the reason.</summary>
    Unreachable = 0,

    /// <summary>No answer came in time.</summary>
    Late = 1,

    /// <summary>The source has failed lately and is left alone for a while: no question left.</summary>
    CircuitOpen = 2,

    /// <summary>As many questions as the source takes at a time were under way: no question left.</summary>
    Busy = 3,

    /// <summary>The connection broke off in the middle of an answer.</summary>
    BrokenOff = 4,

    /// <summary>The source answered with an error of its own.</summary>
    SourceError = 5,

    /// <summary>There is no one number by which this source may be asked about the subject: no question left.</summary>
    NoIdentifier = 6,

    /// <summary>The caller went away before the answer came.</summary>
    CallerGone = 7,

    /// <summary>What came is not the protocol, or does not follow its rules.</summary>
    NotTheProtocol = 8,

    /// <summary>The answer is larger than an answer may be.</summary>
    TooLarge = 9,

    /// <summary>A section is about somebody else.</summary>
    OtherSubject = 10,

    /// <summary>The answer holds a category or a field that was not asked for.</summary>
    NotAskedFor = 11,

    /// <summary>A value is not what the covenant says that its field holds.</summary>
    BadContent = 12,

    /// <summary>The data are said to be of a moment in the future.</summary>
    FromTheFuture = 13,

    /// <summary>The adapter broke: a fault of this gateway, not of the source.</summary>
    AdapterFault = 14,
}
