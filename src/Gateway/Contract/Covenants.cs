using Exchange.Commands;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Versions of covenants, in the contract's words.</summary>
internal static class Covenants
{
    private const int MaxWarnings = 100;

    public static CovenantVersion Version(CovenantStanding standing)
    {
        var version = new CovenantVersion
        {
            Digest = ByteString.CopyFrom(standing.Version.Digest.Span),
            Covenant = standing.Version.Covenant,
            Version = standing.Version.Version,
            From = Day(standing.Version.From),
            ProposedAt = Timestamp.FromDateTimeOffset(standing.Version.ProposedAt),
            Replaces = standing.Replaces is { } replaces ? ByteString.CopyFrom(replaces.Span) : ByteString.Empty,
            InForce = standing.IsInForce,
            Signatories = { standing.Signatories.Select(s => new Signatory { Oin = s.Oin, Signed = s.HasSigned }) },
        };
        if (standing.Version.Until is { } until)
            version.Until = Day(until);
        if (standing.Version.Activation is { } activation)
            version.ActivatedAt = Timestamp.FromDateTimeOffset(activation.At);
        return version;
    }

    public static ProposeResponse Proposed(ProposedCovenant proposed) =>
        new() { Version = Version(proposed.Standing), Warnings = { proposed.Warnings.Take(MaxWarnings) } };

    public static GetResponse Text(CovenantText text) =>
        new() { Version = Version(text.Standing), Text = ByteString.CopyFrom(text.Text.Span) };

    public static ListVersionsResponse List(CovenantVersions versions) => new()
    {
        Versions = { versions.Versions.Select(Version) },
        LastActivated = versions.LastActivated is { } last ? ByteString.CopyFrom(last.Span) : ByteString.Empty,
    };

    private static Date Day(DateOnly day) => new() { Year = day.Year, Month = day.Month, Day = day.Day };
}
