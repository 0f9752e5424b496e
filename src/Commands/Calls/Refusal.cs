namespace Exchange.Commands;

/// <summary>An expected "no". It names nobody and reveals nothing that the caller did not supply.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">One English sentence for the developer at the other end.</param>
public sealed record Refusal(RefusalReason Reason, string Message)
{
    /// <summary>The request's fields that are at fault, if any: path and what is wrong, never the value.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <summary>The refusal's own entry in the log; null where nothing could be logged, and where there is no log to log it in.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>Whether two callers are told the same, apart from where that is on the log.</summary>
    public bool Equals(Refusal? other) =>
        other is not null && Reason == other.Reason && Message == other.Message && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reason, Message);
}

/// <summary>A field of the request that is at fault.</summary>
/// <param name="Field">Its path in the request, as in <c>contribution.identity.bsn</c>.</param>
/// <param name="Description">What is wrong, without the value.</param>
public sealed record FieldViolation(string Field, string Description);
