using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>One piece of a basisdossier, as the store keeps it: what it is in the clear, what it says encrypted.</summary>
public sealed record Section
{
    /// <summary>The section.</summary>
    public required SectionId Id { get; init; }

    /// <summary>Its place among all sections of the partnership, in the order of the log; 0 until stored. Pages follow it.</summary>
    public long Sequence { get; init; }

    /// <summary>Its version, from 1; 0 for what a source's system answered, which is not kept.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The category, by the covenant's name.</summary>
    public required string Category { get; init; }

    /// <summary>The partner that contributed it.</summary>
    public required string Source { get; init; }

    /// <summary>The legal ground on which the source shares it, by the covenant's words.</summary>
    public required string Ground { get; init; }

    /// <summary>How the source wants it handled, apart from an embargo: open, askSource or secret.</summary>
    public required Handling Handling { get; init; }

    /// <summary>The partners that the source named as recipients; they need not ask.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>Held back until this moment, or null.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>Whether the professional recorded why it may leave the source.</summary>
    public required Secrecy Secrecy { get; init; }

    /// <summary>The date that the data are of, possibly partial, or null.</summary>
    public PartialDate? Date { get; init; }

    /// <summary>The last Amsterdam day on which it may be released.</summary>
    public required DateOnly KeepUntil { get; init; }

    /// <summary>
    /// What was asked of the source about it, as far as the store brings it along: for who reads a case, what that partner asked.
    /// </summary>
    public IReadOnlyList<SourceRequest> Requests { get; init; } = [];

    /// <summary>The content under the case's key; see <c>Exchange.Keys.CaseCipher</c>.</summary>
    public required ReadOnlyMemory<byte> EncryptedContent { get; init; }

    /// <summary>The documents that its source attached to the section, whichever version of it that was, in their places.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>
    /// The handling as it stands for one recipient and purpose at one moment. Secret before embargo before askSource; the source itself
    /// and the recipients that it named need not ask, and whoever asked need not while the source agrees.
    /// </summary>
    public Handling HandlingFor(string partner, string purpose, DateTimeOffset now)
    {
        if (Handling == Handling.Secret)
            return Handling.Secret;
        if (EmbargoUntil is { } until && now < until)
            return Handling.Embargo;
        if (Handling == Handling.Open || partner == Source || Recipients.Contains(partner, StringComparer.Ordinal))
            return Handling.Open;
        return IsGranted(partner, purpose, now) ? Handling.Open : Handling.AskSource;
    }

    private bool IsGranted(string partner, string purpose, DateTimeOffset now) =>
        Requests.Any(r => r.Recipient == partner && r.Purpose == purpose && r.IsGranted(now));
}
