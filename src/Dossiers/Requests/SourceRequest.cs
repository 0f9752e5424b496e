namespace Exchange.Dossiers;

/// <summary>What became of a request; kept by these numbers.</summary>
public enum RequestState
{
    /// <summary>The source has not answered.</summary>
    Open = 0,

    /// <summary>The source agreed, for a time.</summary>
    Granted = 1,

    /// <summary>The source refused.</summary>
    Refused = 2,
}

/// <summary>What a partner asks of the source of a section: to agree to its release for one purpose.</summary>
/// <param name="Id">The request. Asking anew makes another.</param>
/// <param name="Section">The section.</param>
/// <param name="Recipient">The partner that asks.</param>
/// <param name="Purpose">The purpose, by the covenant's name.</param>
/// <param name="AskedAt">When.</param>
/// <param name="State">What became of it.</param>
/// <param name="Until">Until when the answer holds: the end of a grant, or of the rest that a refusal gives; null while it is open.</param>
/// <param name="Answers">How often it was answered.</param>
/// <param name="Sequence">Its place among all requests of the partnership, in the order of the log; given by the store.</param>
public sealed record SourceRequest(
    RequestId Id,
    SectionId Section,
    string Recipient,
    string Purpose,
    DateTimeOffset AskedAt,
    RequestState State = RequestState.Open,
    DateTimeOffset? Until = null,
    int Answers = 0,
    long Sequence = 0)
{
    /// <summary>Whether the source agrees at this moment.</summary>
    public bool IsGranted(DateTimeOffset now) => State == RequestState.Granted && now < Until;

    /// <summary>Whether it stands in the way of asking again: it is open, or its answer holds.</summary>
    public bool Stands(DateTimeOffset now) => State == RequestState.Open || now < Until;
}
