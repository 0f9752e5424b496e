namespace Exchange.Dossiers;

/// <summary>Which part of what is asked of one source is wanted.</summary>
/// <param name="Source">The source.</param>
/// <param name="Categories">The categories of the sections.</param>
/// <param name="States">The states.</param>
/// <param name="KeptOn">The Amsterdam day: requests for sections that may no longer be released on it are left out.</param>
/// <param name="After">Where the part begins: the sequence of the last request before it, or 0.</param>
/// <param name="Count">The most requests that are read.</param>
public sealed record ReceivedRequestsQuery(
    string Source, IReadOnlyCollection<string> Categories, IReadOnlyCollection<RequestState> States, DateOnly KeptOn, long After, int Count);

/// <summary>A part of what is asked of a source.</summary>
/// <param name="PartnershipEpoch">The partnership's epoch at that moment.</param>
/// <param name="Requests">The requests, in the order of asking.</param>
/// <param name="More">Whether others follow.</param>
public sealed record ReceivedRequestsReading(long PartnershipEpoch, IReadOnlyList<ReceivedRequest> Requests, bool More);

/// <summary>A request with the section and the case that it is about.</summary>
/// <param name="Case">The case.</param>
/// <param name="CaseEpoch">The epoch of the case.</param>
/// <param name="Request">The request.</param>
/// <param name="Version">The newest version of the section.</param>
/// <param name="Category">Its category.</param>
/// <param name="KeepUntil">The last Amsterdam day on which it may be released.</param>
public sealed record ReceivedRequest(Case Case, long CaseEpoch, SourceRequest Request, int Version, string Category, DateOnly KeepUntil);
