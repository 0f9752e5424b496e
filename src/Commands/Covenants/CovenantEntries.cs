using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>A version of a covenant, in the words of the records and of the log.</summary>
internal static class CovenantEntries
{
    /// <summary>The version as it is kept.</summary>
    public static KeptCovenant Kept(Covenant covenant, DateTimeOffset at, CovenantProposer? by) => new(
        covenant.Digest, covenant.Id, covenant.Version, covenant.From, covenant.Until, Jurists.SignatoriesOf(covenant), at, by);

    /// <summary>That it was proposed.</summary>
    public static Audit.V1.CovenantProposed Proposed(Covenant covenant) => new()
    {
        Digest = ByteString.CopyFrom(covenant.Digest.Span),
        Covenant = covenant.Id,
        Version = covenant.Version,
        From = covenant.From.ToString("O"),
        Until = covenant.Until?.ToString("O") ?? "",
        Signatories = { Jurists.SignatoriesOf(covenant) },
    };

    /// <summary>That it was activated.</summary>
    public static Audit.V1.CovenantActivated Activated(Covenant covenant, ReadOnlyMemory<byte>? replaces) => new()
    {
        Covenant = covenant.Id,
        Version = covenant.Version,
        Digest = ByteString.CopyFrom(covenant.Digest.Span),
        Replaces = replaces is { } replaced ? ByteString.CopyFrom(replaced.Span) : ByteString.Empty,
        From = covenant.From.ToString("O"),
    };
}
